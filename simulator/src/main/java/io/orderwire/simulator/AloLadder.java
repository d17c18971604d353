package io.orderwire.simulator;

/**
 * The largest part of the traffic: a maker sends a ladder of quotes, one tick apart, but the price has already moved past
 * them, and each is rejected because it would not rest. A ladder that does not fit into a block continues in the next one.
 */
final class AloLadder implements Action {
    /** Lengths with the frequencies of the real files; about five on average. */
    private static final int[] LENGTHS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 16, 24};

    private static final double[] WEIGHTS = {30, 4, 5, 15, 14, 2, 9, 2, 5, 10, 5, 1.5, 0.4};

    private final TradingFloor floor;
    private final WeightedChoice lengths = new WeightedChoice(WEIGHTS);
    private final Order order;
    private int left;
    private int index;
    private int tick;

    AloLadder(TradingFloor floor, Coin anyCoin) {
        this.floor = floor;
        order = new Order(anyCoin);
    }

    static double meanLines() {
        double lines = 0;
        double sum = 0;
        for (int i = 0; i < LENGTHS.length; i++) {
            lines += LENGTHS[i] * WEIGHTS[i];
            sum += WEIGHTS[i];
        }
        return lines / sum;
    }

    @Override
    public int perform(Coin coin, int room) {
        int user = floor.traders().pick();
        boolean buy = floor.chance(20);
        left = LENGTHS[lengths.pick(floor.random())];
        index = 0;
        tick = floor.chance(60) ? 1 : -1;
        floor.prepare(order, coin, user, buy);
        order.reduceOnly = Traders.trait(user, 4) % 9 == 0;
        order.price += floor.random().nextInt(10) - (tick > 0 ? 9L : 0L);
        return quote(room);
    }

    /** Continues a ladder that did not fit into the previous block; returns the number of its events, which may be 0. */
    int resume(int room) {
        if (left == 0 || room == 0) {
            return 0;
        }
        order.oid = floor.chain().takeOids(1);
        order.price += tick;
        order.placedMs = floor.chain().blockTimeMs();
        return quote(room);
    }

    private int quote(int room) {
        int count = Math.min(left, room);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                order.oid = floor.chain().takeOids(1);
                order.price += floor.chance(90) ? tick : 2L * tick;
            }
            if (resizes()) {
                long size = order.size;
                TradingFloor.resize(
                        order, Math.max(1, size - size / 8 + floor.random().nextLong(1 + size / 4)));
            }
            floor.traders().nameOrder(order, index++);
            floor.sink().event(order, Status.BAD_ALO_PX_REJECTED);
        }
        left -= count;
        return count;
    }

    private boolean resizes() {
        return (Traders.trait(order.user, 5) & 1) == 0 && floor.chance(40);
    }
}
