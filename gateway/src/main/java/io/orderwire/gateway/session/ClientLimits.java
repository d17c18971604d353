package io.orderwire.gateway.session;

/**
 * Bounds of one connection.
 *
 * @param queue what may wait for it
 * @param times how long it may take
 * @param messages what it may send
 * @param subscriptions what it may hold
 */
public record ClientLimits(Queue queue, Times times, Messages messages, Subscriptions subscriptions) {
    /** Frames, and their bytes, that may wait for it. */
    public record Queue(int frames, long bytes) {}

    /**
     * Times, in milliseconds.
     *
     * @param sendDeadlineMs longest time for one message to reach the kernel
     * @param slowCloseMs longest time of dropping without having caught up in between
     * @param pingIntervalMs between pings
     * @param pongDeadlineMs longest time from ping to pong
     */
    public record Times(long sendDeadlineMs, long slowCloseMs, long pingIntervalMs, long pongDeadlineMs) {}

    /**
     * Messages that it sends.
     *
     * @param perSecond in the long run
     * @param burst at once
     * @param bytes of the longest one
     */
    public record Messages(int perSecond, int burst, int bytes) {}

    /** How many subscriptions, and how much memory they may take. */
    public record Subscriptions(int most, long bytes) {}
}
