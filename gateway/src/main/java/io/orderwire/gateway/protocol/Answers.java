package io.orderwire.gateway.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Answers to requests, and messages without orders. */
public final class Answers {
    private static final byte[] PONG = MessageBuffer.utf8("{\"channel\":\"pong\"}");

    /** Bytes of an answer, the size of clients' buffers. */
    public static final int LONGEST = 65_536;

    /** Maximum bytes of an acknowledgement without the repeated subscription: an id, a cursor, and its own members. */
    private static final int ACKNOWLEDGEMENT = 2_536;

    private Answers() {}

    /** The answer to a ping. */
    public static TextFrame pong() {
        return TextFrame.control(PONG);
    }

    /**
     * The answer to a request that cannot be served.
     *
     * @param text the public API's error text, with the request; truncated if the message would be too long
     * @param detail what the client can change
     */
    public static TextFrame error(String text, String detail) {
        return error(text, detail, LONGEST);
    }

    private static TextFrame error(String text, String detail, int most) {
        String shown = text;
        byte[] message = errorText(shown, detail);
        // Escapes can make an error longer than the request that it repeats.
        while (message.length > most && !shown.isEmpty()) {
            shown = shown.substring(0, (int) (shown.length() * 0.95 * most / message.length));
            message = errorText(shown, detail);
        }
        return TextFrame.control(message);
    }

    /**
     * Returns an error if a subscription is so long that its acknowledgement, which repeats it, would exceed the client's
     * maximum; otherwise null.
     */
    public static @Nullable TextFrame tooLong(String json, SubscriptionSpec spec) {
        int message = spec.frameBytes() == 0 ? LONGEST : Math.min(LONGEST, spec.frameBytes());
        int most = message - ACKNOWLEDGEMENT;
        if (json.length() <= most / 4 || MessageBuffer.utf8(json).length <= most) {
            return null;
        }
        return error(
                "Invalid subscription: " + json,
                "a subscription must be at most " + most
                        + " bytes long, for its acknowledgement to fit into a message of " + message,
                message);
    }

    /** Reports a subscription that the gateway has ended; {@code id} is the id in its frames, if they have one. */
    public static TextFrame ended(SubscriptionSpec spec, @Nullable String id, String detail) {
        MessageBuffer named = new MessageBuffer();
        if (id != null) {
            named.append("{\"type\":\"orders\",\"id\":").appendString(id);
        } else if (spec instanceof SubscriptionSpec.OrderUpdates updates) {
            named.append("{\"type\":\"orderUpdates\",\"user\":").appendString(updates.user());
        } else {
            named.append("{\"type\":").appendString(spec instanceof SubscriptionSpec.Pipeline ? "pipeline" : "gaps");
        }
        String json = new String(named.append('}').take(), StandardCharsets.UTF_8);
        return error("Subscription ended: " + json, detail);
    }

    private static byte[] errorText(String text, String detail) {
        return new MessageBuffer()
                .append("{\"channel\":\"error\",\"data\":")
                .appendString(text)
                .append(",\"detail\":")
                .appendString(detail)
                .append('}')
                .take();
    }

    /**
     * The answer to a request of method {@code post}.
     *
     * @param id an integer as the client wrote it
     */
    public static TextFrame postRefused(String id) {
        return TextFrame.control(new MessageBuffer()
                .append("{\"channel\":\"post\",\"data\":{\"id\":")
                .append(id)
                .append(",\"response\":{\"type\":\"error\",\"payload\":")
                .appendString("method \"post\" is not served; " + RequestReader.METHODS)
                .append("}}}")
                .take());
    }

    /**
     * Acknowledges a subscription.
     *
     * @param json the subscription as the client wrote it: clients match the answer with the request by this text
     * @param id the id that it got because the client did not set one, or null
     * @param cursor where it begins, or null for a subscription without a cursor
     */
    public static TextFrame subscribed(String json, @Nullable String id, @Nullable String cursor) {
        MessageBuffer message = new MessageBuffer().append(response("subscribe"));
        if (id == null) {
            message.append(json);
        } else {
            message.append(json.substring(0, json.lastIndexOf('}')))
                    .append(",\"id\":")
                    .appendString(id)
                    .append('}');
        }
        if (cursor != null) {
            message.append(",\"cursor\":\"").append(cursor).append('"');
        }
        return TextFrame.control(message.append("}}").take());
    }

    /** A subscription that has ended. */
    public static TextFrame unsubscribed(String json) {
        return TextFrame.control(new MessageBuffer()
                .append(response("unsubscribe"))
                .append(json)
                .append("}}")
                .take());
    }

    /** Stats of the pipeline; the newest replaces a waiting older one. */
    public static TextFrame pipeline(byte[] statsJson) {
        return TextFrame.snapshot(new MessageBuffer()
                .append("{\"channel\":\"pipeline\",\"data\":")
                .append(statsJson)
                .append('}')
                .take());
    }

    private static String response(String method) {
        return "{\"channel\":\"subscriptionResponse\",\"data\":{\"method\":\"" + method + "\",\"subscription\":";
    }
}
