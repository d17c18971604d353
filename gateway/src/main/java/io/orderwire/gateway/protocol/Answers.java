package io.orderwire.gateway.protocol;

import org.jspecify.annotations.Nullable;

/** Answers to requests, and messages that are passed on as they are. */
public final class Answers {
    private static final byte[] PONG = MessageBuffer.utf8("{\"channel\":\"pong\"}");

    /** Bytes, the size of clients' buffers. Escapes can make an error longer than the request that it repeats. */
    private static final int LONGEST_ERROR = 65_536;

    private Answers() {}

    /** To a ping. */
    public static TextFrame pong() {
        return TextFrame.control(PONG);
    }

    /**
     * The answer to a request that cannot be served.
     *
     * @param text the public API's error text, with the request; its end is cut off if the message would be too long
     * @param detail what the client can change
     */
    public static TextFrame error(String text, String detail) {
        MessageBuffer message = new MessageBuffer();
        String shown = text;
        do {
            message.truncate(0);
            message.append("{\"channel\":\"error\",\"data\":")
                    .appendString(shown)
                    .append(",\"detail\":")
                    .appendString(detail)
                    .append('}');
            shown = shown.substring(0, shown.length() * 3 / 4);
        } while (message.length() > LONGEST_ERROR);
        return TextFrame.control(message.take());
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
     * A subscription that stands from now on.
     *
     * @param json the subscription as the client wrote it: clients find the answer to a request by what they sent
     * @param id the name that it got because the client gave none, or null
     * @param cursor where it begins, or null for a subscription that has none
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

    /** Figures of the pipeline; the newest replaces those that still wait. */
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
