package io.orderwire.gateway.recent;

import java.util.List;

/**
 * What the most recent orders are about.
 *
 * @param orders number of orders that were counted
 * @param fromTime time of the oldest of them, as in its event; empty without orders
 * @param toTime time of the newest of them
 * @param statuses the most frequent statuses, and how many orders have them
 * @param coins the most frequent coins
 * @param users the most frequent users
 */
public record Activity(
        int orders, String fromTime, String toTime, List<Count> statuses, List<Count> coins, List<Count> users) {
    /** A value, shortened if it is long, and the number of orders that have it. */
    public record Count(String value, int orders) {}
}
