package io.orderwire.gateway.session;

/**
 * Bounds of one connection.
 *
 * @param queue bounds of its send queue
 * @param times its deadlines and the ping interval
 * @param messages bounds of the messages that the client sends
 * @param subscriptions bounds of its subscriptions
 */
public record ClientLimits(Queue queue, Times times, Messages messages, Subscriptions subscriptions) {
    /** The maximum number of frames in the send queue, and the maximum of their bytes. */
    public record Queue(int frames, long bytes) {}

    /**
     * Times in milliseconds.
     *
     * @param sendDeadlineMs maximum time until the kernel has taken a message
     * @param slowCloseMs maximum time from the first lost frame until the send queue is empty
     * @param pingIntervalMs time between pings
     * @param pongDeadlineMs maximum time from a ping to its pong
     */
    public record Times(long sendDeadlineMs, long slowCloseMs, long pingIntervalMs, long pongDeadlineMs) {}

    /**
     * Bounds of the messages that the client sends.
     *
     * @param perSecond long-term rate, messages a second
     * @param burst number of messages that it may send at once
     * @param bytes maximum length of a message
     */
    public record Messages(int perSecond, int burst, int bytes) {}

    /** The maximum number of subscriptions, and the maximum of their memory in bytes. */
    public record Subscriptions(int most, long bytes) {}
}
