package io.orderwire.gateway.hub;

/**
 * What things cost on the reading thread, in estimated nanoseconds. Estimated and not measured, so that a client does not
 * pay for a pause of the Java machine, and equal subscriptions cost the same. The JMH benchmark {@code Matching} measures
 * those of an order in {@code orders}.
 */
final class Work {
    /** To compare an order with what the index does not know of a filter. */
    static final int CHECK = 150;

    /** To put an order into a batch. */
    static final int ORDER = 60;

    /** Bytes that are copied in a nanosecond. */
    static final int BYTES_PER_NANO = 8;

    /** To read an order and write its update, for each byte of the order. */
    static final int UPDATE_BYTE = 1;

    /** To write a frame, its bytes not counted. */
    static final int FRAME = 1_500;

    /** To write the head of a frame, for each id. */
    static final int HEAD = 150;

    /** To hand a frame to a client's queue, and half of what it costs another thread to have the kernel send it. */
    static final int SEND = 6_000;

    /** Bytes that are sent in a nanosecond. */
    static final int SENT_BYTES_PER_NANO = 2;

    /** To begin or end a subscription, its filter not counted. */
    static final int SUBSCRIPTION = 5_000;

    /** To put a filter into the index or take it out, for each byte that it takes there. */
    static final int FILTER_BYTE = 1;

    /** To answer a request, for each of its characters. */
    static final int CHARACTER = 10;

    private Work() {}

    /** To send so many clients a frame of that length. */
    static long sends(int clients, long bytes) {
        return (long) clients * (SEND + bytes / SENT_BYTES_PER_NANO);
    }
}
