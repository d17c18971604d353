package io.orderwire.ingestor.split;

/**
 * Bounds in bytes. Every decision depends on no more bytes than these, so it does not depend on the size of the buffer.
 *
 * @param maxEventBytes longer events are oversized
 */
record Limits(int maxEventBytes) {
    /** Bytes kept of an event that is too long. */
    static final int OVERSIZED_START = 4 * 1024;

    /** Longest head of an envelope that is unrolled, and most blanks in a row that are not skipped. */
    static final int LONGEST_HEAD = 4 * 1024;

    /** The index up to which an event, or the end of an envelope, is looked for if its head begins at {@code start}. */
    int far(int start) {
        return start + maxEventBytes + LONGEST_HEAD;
    }

    /** The size of a buffer that holds blanks, a head, an event and a marker, each as long as its limit. */
    int minBufferBytes() {
        return 2 * maxEventBytes + 4 * LONGEST_HEAD;
    }
}
