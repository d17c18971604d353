package io.orderwire.client;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A subscription to orders, which begins with new orders or after a cursor. */
final class Subscription {
    /** Members that this client sets. */
    private static final Set<String> OWN = Set.of("type", "id", "from");

    private final String beginning;

    /**
     * Subscribes to the orders that match a filter.
     *
     * @param filter the other members of the subscription, a JSON object
     * @throws IllegalArgumentException if it is not a JSON object
     */
    Subscription(String filter) {
        try {
            if (!JsonTree.read(filter).isObject()) {
                throw new IllegalArgumentException("not a JSON object: " + filter);
            }
            beginning = beginning(filter);
        } catch (IOException e) {
            throw new IllegalArgumentException("not JSON: " + filter, e);
        }
    }

    private static String beginning(String filter) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonParser members = JsonTree.FACTORY.createParser(filter);
                JsonGenerator request = JsonTree.FACTORY.createGenerator(text)) {
            request.writeStartObject();
            request.writeStringField("method", "subscribe");
            request.writeObjectFieldStart("subscription");
            request.writeStringField("type", "orders");
            request.writeStringField("id", "orders");
            members.nextToken();
            while (members.nextToken() == JsonToken.FIELD_NAME) {
                if (OWN.contains(members.currentName())) {
                    members.nextToken();
                    members.skipChildren();
                } else {
                    request.copyCurrentStructure(members);
                }
            }
            request.flush();
            return text.toString();
        }
    }

    /** The request that begins after the cursor, or with new orders if it is null. */
    String request(@Nullable String cursor) {
        String from = cursor == null
                ? "\"latest\""
                : "{\"cursor\":\"" + new String(JsonStringEncoder.getInstance().quoteAsString(cursor)) + "\"}";
        return beginning + ",\"from\":" + from + "}}";
    }
}
