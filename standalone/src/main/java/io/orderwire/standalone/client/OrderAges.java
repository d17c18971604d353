package io.orderwire.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderwire.client.OrdersClient.Frame;
import java.util.Locale;
import java.util.OptionalLong;

/** How old an order is at this client, as columns of text. */
final class OrderAges {
    private OrderAges() {}

    /**
     * The age from the order's block, and the age from the ingestor's read of the newest order of the same frame, in
     * milliseconds; a question mark for a time that the gateway does not send.
     *
     * @param nowMs epoch milliseconds by this client's clock
     */
    static String of(JsonNode order, Frame frame, long nowMs) {
        return String.format(
                Locale.ROOT,
                "block %6s ms  file %6s ms  ",
                age(Frame.blockAgeMs(order, nowMs)),
                age(frame.fileAgeMs(nowMs)));
    }

    private static String age(OptionalLong ms) {
        return ms.isPresent() ? String.valueOf(ms.getAsLong()) : "?";
    }
}
