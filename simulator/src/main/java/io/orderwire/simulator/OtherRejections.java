package io.orderwire.simulator;

/**
 * Orders that are rejected for other reasons, one at a time; each reason occurs with the kind of order that it applies to.
 */
final class OtherRejections implements Action {
    private static final Reason[] REASONS = {
        new Reason(Status.PERP_MARGIN_REJECTED, OrderType.LIMIT, TimeInForce.IOC, 600),
        new Reason(Status.IOC_CANCEL_REJECTED, OrderType.LIMIT, TimeInForce.IOC, 180),
        new Reason(Status.PERP_MARGIN_REJECTED, OrderType.LIMIT, TimeInForce.ALO, 40),
        new Reason(Status.PERP_MARGIN_REJECTED, OrderType.LIMIT, TimeInForce.GTC, 30),
        new Reason(Status.REDUCE_ONLY_REJECTED, OrderType.LIMIT, TimeInForce.ALO, 40),
        new Reason(Status.MIN_TRADE_NTL_REJECTED, OrderType.LIMIT, TimeInForce.IOC, 30),
        new Reason(Status.MIN_TRADE_NTL_REJECTED, OrderType.LIMIT, TimeInForce.GTC, 15),
        new Reason(Status.TICK_REJECTED, OrderType.LIMIT, TimeInForce.GTC, 15),
        new Reason(Status.BAD_TRIGGER_PX_REJECTED, OrderType.STOP_MARKET, TimeInForce.NONE, 10),
        new Reason(Status.MARKET_ORDER_NO_LIQUIDITY_REJECTED, OrderType.MARKET, TimeInForce.FRONTEND_MARKET, 10),
        new Reason(Status.TOO_MANY_OPEN_ORDERS_REJECTED, OrderType.LIMIT, TimeInForce.GTC, 6),
        new Reason(Status.ORACLE_REJECTED, OrderType.LIMIT, TimeInForce.GTC, 5),
        new Reason(Status.PERP_MAX_POSITION_REJECTED, OrderType.LIMIT, TimeInForce.IOC, 4),
        new Reason(Status.POSITION_INCREASE_AT_OPEN_INTEREST_CAP_REJECTED, OrderType.LIMIT, TimeInForce.GTC, 4),
        new Reason(Status.POSITION_FLIP_AT_OPEN_INTEREST_CAP_REJECTED, OrderType.LIMIT, TimeInForce.IOC, 2),
        new Reason(Status.TOO_AGGRESSIVE_AT_OPEN_INTEREST_CAP_REJECTED, OrderType.LIMIT, TimeInForce.ALO, 3),
        new Reason(Status.OPEN_INTEREST_INCREASE_REJECTED, OrderType.LIMIT, TimeInForce.GTC, 3),
        new Reason(Status.REJECTED, OrderType.LIMIT, TimeInForce.GTC, 3),
    };

    private final TradingFloor floor;
    private final WeightedChoice choice;
    private final Order order;

    OtherRejections(TradingFloor floor, Coin anyCoin) {
        this.floor = floor;
        order = new Order(anyCoin);
        double[] weights = new double[REASONS.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = REASONS[i].weight();
        }
        choice = new WeightedChoice(weights);
    }

    @Override
    public int perform(Coin coin, int room) {
        Reason reason = REASONS[choice.pick(floor.random())];
        floor.prepare(order, coin, floor.traders().pick(), floor.random().nextBoolean());
        order.type = reason.type();
        order.tif = reason.tif();
        order.price += floor.random().nextInt(40) - 20L;
        order.reduceOnly = reason.status() == Status.REDUCE_ONLY_REJECTED;
        if (reason.tif() == TimeInForce.ALO || reason.tif() == TimeInForce.IOC) {
            floor.traders().nameOrder(order, 0);
        } else {
            floor.byHand(order);
        }
        if (order.type.trigger) {
            TriggerOrders.aim(order, order.price);
        }
        floor.sink().event(order, statusFor(coin, reason.status()));
        return 1;
    }

    private static Status statusFor(Coin coin, Status status) {
        boolean noMargin = status == Status.PERP_MARGIN_REJECTED || status == Status.PERP_MAX_POSITION_REJECTED;
        return noMargin && coin.kind != Coin.Kind.PERPETUAL ? Status.INSUFFICIENT_SPOT_BALANCE_REJECTED : status;
    }

    private record Reason(Status status, OrderType type, TimeInForce tif, double weight) {}
}
