package io.orderwire.ingestor.split;

/**
 * Bounds in bytes. No decision depends on more bytes than these, so decisions do not depend on the size of the buffer.
 *
 * @param maxEventBytes longer events are oversized
 */
record Limits(int maxEventBytes) {
    /** Number of bytes that are kept of an event that is too long. */
    static final int OVERSIZED_START = 4 * 1024;

    /** Longest head of an envelope that is unrolled, and longest run of blanks that is not skipped. */
    static final int LONGEST_HEAD = 4 * 1024;

    /** The index up to which an event, or the end of an envelope, is searched if its head begins at {@code start}. */
    int far(int start) {
        return start + maxEventBytes + LONGEST_HEAD;
    }

    /** The size of a buffer that holds blanks, a head, an event and a marker, each as long as its limit. */
    int minBufferBytes() {
        return 2 * maxEventBytes + 4 * LONGEST_HEAD;
    }
}
