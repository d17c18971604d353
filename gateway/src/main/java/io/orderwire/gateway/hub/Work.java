package io.orderwire.gateway.hub;

/**
 * Estimated costs of operations on the reading thread, nanoseconds. Costs are estimated and not measured, so that clients
 * do not pay for pauses of the JVM, and equal subscriptions cost the same. The JMH benchmark {@code Matching} measures the
 * costs of an order in {@code orders}.
 */
final class Work {
    /** Compares an order with the part of a filter that is not in the index. */
    static final int CHECK = 150;

    /** Adds an order to a batch. */
    static final int ORDER = 60;

    /** Bytes copied per nanosecond. */
    static final int BYTES_PER_NANO = 8;

    /** Reads an order and writes its update, per byte of the order. */
    static final int UPDATE_BYTE = 1;

    /** Writes a frame, without the cost of its bytes. */
    static final int FRAME = 1_500;

    /** Writes the head of a frame, per id. */
    static final int HEAD = 150;

    /** Adds a frame to a client's send queue, and half of the cost of sending it on an I/O thread. */
    static final int SEND = 6_000;

    /** Bytes sent per nanosecond. */
    static final int SENT_BYTES_PER_NANO = 2;

    /** Begins or ends a subscription, without the cost of its filter. */
    static final int SUBSCRIPTION = 5_000;

    /** Adds a filter to the index or removes it, per byte of its memory there. */
    static final int FILTER_BYTE = 1;

    /** Answers a request, per character of the request. */
    static final int CHARACTER = 10;

    private Work() {}

    /** The cost of sending a frame of {@code bytes} to {@code clients}. */
    static long sends(int clients, long bytes) {
        return (long) clients * (SEND + bytes / SENT_BYTES_PER_NANO);
    }
}
