package io.orderwire.simulator;

/** Stops and take profits: placed, and later canceled, or triggered and then filled or rejected in the same block. */
final class TriggerOrders implements Action {
    /** Average lines of an action: one, or two if an order is triggered. */
    static final double MEAN_LINES = 1.2;

    private static final int WAITING_LIMIT = 16;
    private static final OrderType[] TYPES = {
        OrderType.STOP_MARKET,
        OrderType.STOP_MARKET,
        OrderType.TAKE_PROFIT_MARKET,
        OrderType.TAKE_PROFIT_MARKET,
        OrderType.STOP_LIMIT,
        OrderType.TAKE_PROFIT_LIMIT,
    };
    private static final Status[] CANCELED = {
        Status.CANCELED,
        Status.CANCELED,
        Status.CANCELED,
        Status.REDUCE_ONLY_CANCELED,
        Status.REDUCE_ONLY_CANCELED,
        Status.SIBLING_FILLED_CANCELED
    };
    private static final Status[] FIRED = {
        Status.FILLED,
        Status.FILLED,
        Status.FILLED,
        Status.FILLED,
        Status.FILLED,
        Status.FILLED,
        Status.REDUCE_ONLY_REJECTED,
        Status.MIN_TRADE_NTL_REJECTED
    };

    private final TradingFloor floor;

    TriggerOrders(TradingFloor floor) {
        this.floor = floor;
    }

    @Override
    public int perform(Coin coin, int room) {
        int waiting = coin.waiting.size();
        if (waiting >= WAITING_LIMIT || waiting > 0 && floor.random().nextBoolean()) {
            return end(coin, room);
        }
        return place(coin);
    }

    /**
     * Opens a child order of a filled parent, which then waits for its trigger price; returns 1 for its event, or 0 if no
     * more orders can be open.
     */
    int release(Order parent, int child) {
        Order order = floor.pool().take(parent.coin);
        if (order == null) {
            return 0;
        }
        toChild(parent, child, order);
        order.originalSize = parent.originalSize;
        order.size = parent.originalSize;
        parent.coin.waiting.addLast(order);
        floor.sink().event(order, Status.OPEN);
        return 1;
    }

    /**
     * Turns an order into a child of another: child 0 is the take profit, or the stop if there is no take profit; child 1
     * is the stop.
     */
    static void toChild(Order parent, int child, Order order) {
        boolean takesProfit = child == 0 && parent.takeProfitPrice > 0;
        order.coin = parent.coin;
        order.user = parent.user;
        order.buy = !parent.buy;
        order.oid = parent.oid + 1 + child;
        order.placedMs = parent.placedMs;
        order.size = parent.originalSize;
        order.originalSize = parent.originalSize;
        order.type = takesProfit ? OrderType.TAKE_PROFIT_MARKET : OrderType.STOP_MARKET;
        order.tif = TimeInForce.NONE;
        order.reduceOnly = true;
        order.hasCloid = false;
        order.builder = parent.builder;
        order.positionTpsl = false;
        order.children = 0;
        order.next = null;
        aim(order, takesProfit ? parent.takeProfitPrice : parent.stopPrice);
    }

    /** Sets the trigger price, the condition that follows from type and side, and a limit price near the trigger price. */
    static void aim(Order order, long triggerPrice) {
        order.triggerPrice = triggerPrice;
        order.triggersAbove = order.type.takesProfit() != order.buy;
        long slippage = order.type.marketWhenTriggered() ? triggerPrice / 10 : triggerPrice / 1_000;
        order.price = order.buy ? triggerPrice + slippage : triggerPrice - slippage;
    }

    private int place(Coin coin) {
        Order order = floor.pool().take(coin);
        if (order == null) {
            return 0;
        }
        floor.prepare(order, coin, floor.traders().pick(), floor.random().nextBoolean());
        floor.byHand(order);
        order.type = TYPES[floor.random().nextInt(TYPES.length)];
        order.tif = TimeInForce.NONE;
        order.reduceOnly = floor.chance(85);
        order.positionTpsl = order.reduceOnly && floor.chance(30);
        if (order.positionTpsl) {
            TradingFloor.resize(order, 0);
        }
        long away = coin.price() / 200 + floor.random().nextLong(coin.price() / 20);
        boolean above = order.type.takesProfit() != order.buy;
        aim(order, above ? coin.price() + away : coin.price() - away);
        coin.waiting.addLast(order);
        floor.sink().event(order, Status.OPEN);
        return 1;
    }

    private int end(Coin coin, int room) {
        Order order = coin.waiting.removeFirst();
        int events = 1;
        if (room < 2 || floor.random().nextBoolean()) {
            floor.sink().event(order, CANCELED[floor.random().nextInt(CANCELED.length)]);
        } else {
            floor.sink().event(order, Status.TRIGGERED);
            Status last = FIRED[floor.random().nextInt(FIRED.length)];
            if (last == Status.FILLED) {
                order.size = 0;
            }
            floor.sink().event(order, last);
            events = 2;
        }
        floor.pool().giveBack(order);
        return events;
    }
}
