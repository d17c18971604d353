package io.orderwire.benchmarks.attackers;

import org.jspecify.annotations.Nullable;

/**
 * What a WebSocket client of the attacker sends, as fast as the limits allow.
 *
 * @param burst messages that it sends at once
 * @param perSecond messages that it sends after them
 * @param messages the frames
 */
record Script(int burst, int perSecond, Messages messages) {
    /** Below {@code gateway.message.burst}, which is 2,000: the gateway's clock is not the attacker's. */
    static final int BURST = 1_900;

    /** Below {@code gateway.messages.per.second}, which is 100. */
    static final int PER_SECOND = 95;

    /** Frames by their number. */
    interface Messages {
        /** The frame with that number of the connection with that number, null if there are no more. */
        byte @Nullable [] frame(int connection, int number);
    }

    /** As fast as the limits allow. */
    static Script of(Messages messages) {
        return new Script(BURST, PER_SECOND, messages);
    }

    /** That many subscriptions, JSON, and nothing more. */
    static Script subscriptions(int count, Subscription subscription) {
        return of((connection, number) ->
                number < count ? subscribe(subscription.json((long) connection * count + number)) : null);
    }

    /** The frame that subscribes. */
    static byte[] subscribe(String subscription) {
        return WebSocketFrames.text("{\"method\":\"subscribe\",\"subscription\":" + subscription + "}");
    }

    /** A subscription by its number, which is unique over all connections. */
    interface Subscription {
        String json(long number);
    }
}
