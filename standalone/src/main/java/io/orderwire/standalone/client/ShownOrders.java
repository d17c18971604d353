package io.orderwire.standalone.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Which orders to show; an empty list is all.
 *
 * @param coins as the node writes them
 * @param users addresses
 * @param statuses as the node writes them
 */
public record ShownOrders(List<String> coins, List<String> users, List<String> statuses) {
    /** The members of a subscription to them, a JSON object. */
    String members() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.writeStartObject();
            write(json, "coins", coins);
            write(json, "users", users);
            write(json, "statuses", statuses);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, String name, List<String> values) throws IOException {
        if (values.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
