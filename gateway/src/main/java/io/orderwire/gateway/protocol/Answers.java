package io.orderwire.gateway.protocol;

import org.jspecify.annotations.Nullable;

/** Answers to requests, and messages that are passed on as they are. */
public final class Answers {
    private static final byte[] PONG = MessageBuffer.utf8("{\"channel\":\"pong\"}");

    private Answers() {}

    /** To a ping. */
    public static TextFrame pong() {
        return TextFrame.control(PONG);
    }

    /** A request that went wrong, in the public API's words. */
    public static TextFrame error(String text) {
        return TextFrame.control(new MessageBuffer()
                .append("{\"channel\":\"error\",\"data\":")
                .appendString(text)
                .append('}')
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
