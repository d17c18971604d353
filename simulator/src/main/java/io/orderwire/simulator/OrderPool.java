package io.orderwire.simulator;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Reusable orders, and the limit of orders that can be open at once. */
final class OrderPool {
    private final ArrayDeque<Order> free = new ArrayDeque<>();
    private final int capacity;
    private int made;

    OrderPool(int capacity) {
        this.capacity = capacity;
    }

    /** Returns an order, which still has the fields of its last use, or null if the limit of open orders is reached. */
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

    /** Returns an order that has ended to the pool. */
    void giveBack(Order order) {
        order.next = null;
        free.addLast(order);
    }
}
