package io.orderwire.simulator;

/** Something that a trader does on a coin, in one block. */
@FunctionalInterface
interface Action {
    /**
     * Performs the action and passes its events on.
     *
     * @param room how many events the block has left, at least 1
     * @return the number of its events; 0 if the action needs more room, or more open orders than the limit
     */
    int perform(Coin coin, int room);
}
