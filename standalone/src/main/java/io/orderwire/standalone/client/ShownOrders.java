package io.orderwire.standalone.client;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Which orders to show; an empty list is all.
 *
 * @param coins as the node writes them
 * @param users addresses
 * @param statuses as the node writes them
 */
public record ShownOrders(List<String> coins, List<String> users, List<String> statuses) {
    /** The request that subscribes to them. */
    String subscribe() {
        return "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\"" + member("coins", coins)
                + member("users", users) + member("statuses", statuses) + ",\"from\":\"latest\"}}";
    }

    private static String member(String name, List<String> values) {
        return values.isEmpty()
                ? ""
                : values.stream().map(JsonText::quote).collect(Collectors.joining(",", ",\"" + name + "\":[", "]"));
    }
}
