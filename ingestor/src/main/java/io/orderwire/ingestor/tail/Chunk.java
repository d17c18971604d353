package io.orderwire.ingestor.tail;

/** Bytes that were read from a file at its read offset. The buffer belongs to the tailer and is valid during a call only. */
final class Chunk {
    private final byte[] bytes;
    private final int length;
    private final long most;

    /**
     * The first {@code length} bytes of a buffer.
     *
     * @param most approximate number of bytes that may be consumed
     */
    Chunk(byte[] bytes, int length, long most) {
        this.bytes = bytes;
        this.length = length;
        this.most = most;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Approximate number of bytes that may be consumed. */
    long most() {
        return most;
    }

    /** Whether the buffer is full, so that more bytes may follow at once. */
    boolean isFull() {
        return length == bytes.length;
    }

    /** The first bytes alone. */
    Chunk first(int newLength, long newMost) {
        return new Chunk(bytes, newLength, newMost);
    }
}
