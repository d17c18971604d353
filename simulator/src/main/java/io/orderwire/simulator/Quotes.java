package io.orderwire.simulator;

import org.jspecify.annotations.Nullable;

/** Orders that rest, placed alone or several at once, and later replaced or canceled by their users. */
final class Quotes {
    /** About how many orders are placed at once. */
    static final double MEAN_PLACED = 1.5;

    /** Maximum number of groups of orders that rest on a coin; at this number orders are canceled instead of placed. */
    private static final int RESTING_LIMIT = 48;

    private static final Status[] RARE_ENDS = {
        Status.REDUCE_ONLY_CANCELED,
        Status.REDUCE_ONLY_CANCELED,
        Status.SELF_TRADE_CANCELED,
        Status.SELF_TRADE_CANCELED,
        Status.MARGIN_CANCELED,
        Status.MARGIN_CANCELED,
        Status.SCHEDULED_CANCEL,
        Status.LIQUIDATED_CANCELED,
        Status.OPEN_INTEREST_CAP_CANCELED,
        Status.VAULT_WITHDRAWAL_CANCELED,
        Status.INTERNAL_CANCEL,
        Status.DELISTED_CANCELED,
    };

    private final TradingFloor floor;

    Quotes(TradingFloor floor) {
        this.floor = floor;
    }

    /** Places orders of one user; cancels orders if none can be placed. */
    int place(Coin coin, int room) {
        int placed = coin.resting.size() < RESTING_LIMIT ? tryPlace(coin, room) : 0;
        return placed > 0 ? placed : tryCancel(coin, room);
    }

    /** Cancels orders of one user; places orders if none can be canceled. */
    int cancel(Coin coin, int room) {
        int canceled = tryCancel(coin, room);
        return canceled > 0 ? canceled : tryPlace(coin, room);
    }

    /** Moves orders of one user: each new one is opened, then the old one canceled. */
    int replace(Coin coin, int room) {
        Order old = room < 2 ? null : pollGroup(coin);
        if (old == null) {
            return place(coin, room);
        }
        int events = 0;
        Order newest = null;
        while (old != null && events + 2 <= room) {
            Order order = floor.pool().take(coin);
            if (order == null) {
                break;
            }
            moved(old, order);
            order.next = newest;
            newest = order;
            floor.sink().event(order, Status.OPEN);
            old = endFirst(old, Status.CANCELED);
            events += 2;
        }
        putBack(coin, old);
        putBack(coin, newest);
        return events;
    }

    /** Fills the order that has rested longest; returns its one event, or 0 if none rests. */
    int fillOldest(Coin coin) {
        Order order = coin.resting.pollFirst();
        if (order == null) {
            return 0;
        }
        order.size = 0;
        Order rest = endFirst(order, Status.FILLED);
        if (rest != null) {
            coin.resting.addFirst(rest);
        }
        return 1;
    }

    private int tryPlace(Coin coin, int room) {
        int count = floor.chance(82) ? 1 : Math.min(room, 2 + floor.random().nextInt(5));
        int user = floor.traders().pick();
        boolean buy = floor.random().nextBoolean();
        Order newest = null;
        int placed = 0;
        while (placed < count) {
            Order order = floor.pool().take(coin);
            if (order == null) {
                break;
            }
            floor.prepare(order, coin, user, buy);
            stepBack(order, placed);
            if (count == 1 && floor.chance(15)) {
                byHand(order);
            } else {
                floor.traders().nameOrder(order, placed);
            }
            order.next = newest;
            newest = order;
            placed++;
            floor.sink().event(order, Status.OPEN);
        }
        putBack(coin, newest);
        return placed;
    }

    private int tryCancel(Coin coin, int room) {
        Order order = pollGroup(coin);
        int canceled = 0;
        Status status = endOf(coin);
        while (order != null && canceled < room) {
            if (floor.chance(2)) {
                order.size = 1 + floor.random().nextLong(order.originalSize);
            }
            order = endFirst(order, status);
            canceled++;
        }
        putBack(coin, order);
        return canceled;
    }

    /** Lifetimes of quotes vary widely: the newest group ends more often than the oldest. */
    @Nullable
    private Order pollGroup(Coin coin) {
        return floor.chance(70) ? coin.resting.pollLast() : coin.resting.pollFirst();
    }

    private static void putBack(Coin coin, @Nullable Order group) {
        if (group != null) {
            coin.resting.addLast(group);
        }
    }

    /** Ends the first order of a group; returns those that remain. */
    @Nullable
    private Order endFirst(Order order, Status status) {
        Order rest = order.next;
        floor.sink().event(order, status);
        floor.pool().giveBack(order);
        return rest;
    }

    private void moved(Order old, Order order) {
        floor.prepare(order, old.coin, old.user, old.buy);
        TradingFloor.resize(order, old.originalSize);
        order.tif = old.tif;
        order.reduceOnly = old.reduceOnly;
        order.builder = old.builder;
        stepBack(order, 0);
        if (old.hasCloid) {
            floor.traders().nameOrder(order, 0);
        }
    }

    /** Moves an order's price away from the coin's price, to the side on which the order rests. */
    private void stepBack(Order order, int index) {
        long away = 1 + index + floor.random().nextLong(1 + order.coin.price() / 500);
        order.price += order.buy ? -away : away;
    }

    private void byHand(Order order) {
        order.tif = TimeInForce.GTC;
        floor.byHand(order);
        if (floor.chance(20)) {
            Takes.addChildren(floor, order);
        }
    }

    private Status endOf(Coin coin) {
        if (!floor.chance(3)) {
            return Status.CANCELED;
        }
        return coin.kind == Coin.Kind.OUTCOME
                ? Status.OUTCOME_SETTLED_CANCELED
                : RARE_ENDS[floor.random().nextInt(RARE_ENDS.length)];
    }
}
