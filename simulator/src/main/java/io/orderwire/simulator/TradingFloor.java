package io.orderwire.simulator;

import java.util.SplittableRandom;

/** Shared by all actions: the traders, the chain that numbers orders, the pool of orders, and the sink of events. */
record TradingFloor(SplittableRandom random, Traders traders, Chain chain, OrderPool pool, EventSink sink) {
    /** Number of builders, which submit orders of others for a fee. */
    static final int BUILDERS = 12;

    private static final double LEAST_NOTIONAL = 20;
    private static final double NOTIONAL_ORDERS_OF_E = 8.3;
    private static final long MAX_SIZE = 1_000_000_000_000L;
    private static final double[] POWERS_OF_TEN = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12};

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    /** Turns an order into a new limit order of a maker, at the coin's price and of the user's usual size. */
    void prepare(Order order, Coin coin, int user, boolean buy) {
        order.coin = coin;
        order.user = user;
        order.buy = buy;
        order.price = coin.price();
        resize(order, usualSize(user, coin));
        order.oid = chain.takeOids(1);
        order.placedMs = chain.blockTimeMs();
        order.type = OrderType.LIMIT;
        order.tif = TimeInForce.ALO;
        order.reduceOnly = false;
        order.hasCloid = false;
        order.builder = -1;
        order.triggerPrice = 0;
        order.positionTpsl = false;
        order.children = 0;
        order.next = null;
    }

    /** Turns an order into one that was placed by hand: often through a builder, mostly without a client order id. */
    void byHand(Order order) {
        resize(order, Math.max(1, usualSize(order.user, order.coin) * (1 + random.nextInt(64)) / 64));
        if (chance(20)) {
            order.builder = (int) Long.remainderUnsigned(Traders.trait(order.user, 3), BUILDERS);
        }
        if (chance(30)) {
            traders.nameOrder(order, 0);
        }
    }

    static void resize(Order order, long size) {
        order.size = size;
        order.originalSize = size;
    }

    private static long usualSize(int user, Coin coin) {
        double draw = (Traders.trait(user, coin.id) >>> 11) * 0x1p-53;
        double notional = LEAST_NOTIONAL * Math.exp(draw * NOTIONAL_ORDERS_OF_E);
        double size = notional * POWERS_OF_TEN[coin.priceScale + coin.sizeScale] / coin.price();
        return Math.max(1, Math.min(MAX_SIZE, (long) size));
    }
}
