package io.orderwire.simulator;

/** Something that a trader does on a coin, in one block. */
@FunctionalInterface
interface Action {
    /**
     * Acts and hands on the events.
     *
     * @param room how many events the block has left, at least 1
     * @return how many events came of it; 0 if the action needs more room, or more open orders than there may be
     */
    int perform(Coin coin, int room);
}
