package io.orderwire.simulator;

import org.jspecify.annotations.Nullable;

/**
 * The present state of one order; mutable and reused after the order's end, so that traffic does not allocate.
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

    /** Index of the builder that submitted the order, or -1. */
    int builder;

    long triggerPrice;
    boolean triggersAbove;
    boolean positionTpsl;

    /** Children: 0 to 2, a take profit with the oid after this one's, then a stop with the next. */
    int children;

    long takeProfitPrice;
    long stopPrice;

    /** The next order that was placed by the same action, while both rest. */
    @Nullable
    Order next;

    Order(Coin coin) {
        this.coin = coin;
    }
}
