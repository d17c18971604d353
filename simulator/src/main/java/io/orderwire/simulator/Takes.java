package io.orderwire.simulator;

/** Taker orders: opened and filled in the same block, mostly together with a resting order. */
final class Takes implements Action {
    /** Average lines of an action: open and filled, mostly a fill of the maker's order, rarely child orders. */
    static final double MEAN_LINES = 3.1;

    private final TradingFloor floor;
    private final Quotes quotes;
    private final TriggerOrders triggers;
    private final Order order;

    Takes(TradingFloor floor, Quotes quotes, TriggerOrders triggers, Coin anyCoin) {
        this.floor = floor;
        this.quotes = quotes;
        this.triggers = triggers;
        order = new Order(anyCoin);
    }

    @Override
    public int perform(Coin coin, int room) {
        if (room < 2) {
            return 0;
        }
        floor.prepare(order, coin, floor.traders().pick(), floor.random().nextBoolean());
        long slippage = coin.price() / 20;
        order.price += order.buy ? slippage : -slippage;
        chooseKind(room);
        floor.sink().event(order, Status.OPEN);
        order.size = 0;
        floor.sink().event(order, Status.FILLED);
        int events = 2;
        for (int child = 0; child < order.children; child++) {
            events += triggers.release(order, child);
        }
        return events < room ? events + quotes.fillOldest(coin) : events;
    }

    /** Gives an order a take profit, a stop or both, with the oids after its own. */
    static void addChildren(TradingFloor floor, Order parent) {
        int kind = floor.random().nextInt(3);
        long away = parent.price / 100 + floor.random().nextLong(parent.price / 20);
        long gain = parent.buy ? away : -away;
        parent.takeProfitPrice = kind == 0 ? 0 : parent.price + gain;
        parent.stopPrice = kind == 1 ? 0 : parent.price - gain / 2;
        parent.children = kind == 2 ? 2 : 1;
        floor.chain().takeOids(parent.children);
    }

    private void chooseKind(int room) {
        int kind = floor.random().nextInt(100);
        if (kind < 65) {
            order.tif = TimeInForce.IOC;
            floor.traders().nameOrder(order, 0);
            return;
        }
        order.type = OrderType.MARKET;
        if (kind < 96) {
            order.tif = TimeInForce.FRONTEND_MARKET;
            floor.byHand(order);
            if (room >= 4 && floor.chance(30)) {
                addChildren(floor, order);
            }
        } else {
            order.tif = TimeInForce.LIQUIDATION_MARKET;
            order.reduceOnly = true;
        }
    }
}
