package io.orderwire.gateway.protocol;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Reads the {@code subscription} of a request. Unknown members are ignored in the public API's own types, as that API does;
 * in {@code orders} they are an error, since a filter with a misspelled name would let every order through.
 */
final class SubscriptionReader {
    private static final List<String> TYPES = List.of("orders", "orderUpdates", "pipeline", "gaps");

    /** Types whose messages are not kept. */
    private static final Set<String> PRESENT = Set.of("pipeline", "gaps");

    private final int defaultBatchMs;

    SubscriptionReader(int defaultBatchMs) {
        this.defaultBatchMs = defaultBatchMs;
    }

    /**
     * Reads the subscription.
     *
     * @throws InvalidSubscriptionException if it cannot be served
     */
    SubscriptionSpec read(JsonParser json) throws IOException, InvalidSubscriptionException {
        json.nextToken();
        SubscriptionMembers members = new SubscriptionMembers(defaultBatchMs);
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            json.nextToken();
            members.read(json, name);
        }
        String type = members.type();
        if (type == null) {
            throw new InvalidSubscriptionException(members.noType() + "; it takes " + String.join(", ", TYPES));
        }
        if (PRESENT.contains(type)) {
            members.requireLatest();
        }
        return switch (type) {
            case "orders" -> members.orders();
            case "orderUpdates" -> members.orderUpdates();
            case "pipeline" -> new SubscriptionSpec.Pipeline();
            case "gaps" -> new SubscriptionSpec.Gaps();
            default ->
                throw new InvalidSubscriptionException(
                        "type " + Suggestion.quoted(type) + " is not served; it takes " + String.join(", ", TYPES));
        };
    }
}
