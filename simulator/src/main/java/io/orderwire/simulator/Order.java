package io.orderwire.simulator;

import org.jspecify.annotations.Nullable;

/**
 * One order as it stands, mutable and used again after its end, so that traffic makes no garbage.
 *
 * <p>Prices and sizes count the smallest unit of the coin: {@code 10^-priceScale} and {@code 10^-sizeScale}.
 */
final class Order {
    Coin coin;
    int user;
    boolean buy;
    long price;
    long size;
    long originalSize;
    long oid;
    long placedMs;
    OrderType type = OrderType.LIMIT;
    TimeInForce tif = TimeInForce.ALO;
    boolean reduceOnly;

    boolean hasCloid;
    long cloidHigh;
    long cloidLow;

    /** Index of the builder who brought the order, or -1. */
    int builder;

    long triggerPrice;
    boolean triggersAbove;
    boolean positionTpsl;

    /** Children: 0 to 2, a take profit with the oid after this one's, then a stop with the next. */
    int children;

    long takeProfitPrice;
    long stopPrice;

    /** The next order of the same action, while these rest together. */
    @Nullable
    Order next;

    Order(Coin coin) {
        this.coin = coin;
    }
}
