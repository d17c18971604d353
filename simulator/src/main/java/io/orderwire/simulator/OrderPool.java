package io.orderwire.simulator;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Orders to use again, and the bound on how many can be open at once. */
final class OrderPool {
    private final ArrayDeque<Order> free = new ArrayDeque<>();
    private final int capacity;
    private int made;

    OrderPool(int capacity) {
        this.capacity = capacity;
    }

    /** An order in whatever state it was left, or null if as many are open as may be. */
    @Nullable
    Order take(Coin coin) {
        Order order = free.pollLast();
        if (order != null) {
            return order;
        }
        if (made == capacity) {
            return null;
        }
        made++;
        return new Order(coin);
    }

    /** Takes back an order that has ended. */
    void giveBack(Order order) {
        order.next = null;
        free.addLast(order);
    }
}
