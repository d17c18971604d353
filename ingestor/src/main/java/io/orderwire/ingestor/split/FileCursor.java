package io.orderwire.ingestor.split;

import org.jspecify.annotations.Nullable;

/**
 * How far a file has been split. Between lines only the offset counts; a by-block line that is longer than the read
 * buffer is left in its middle, with its head kept, and an event that is too long is passed over in steps.
 */
public final class FileCursor {
    /** Envelopes that are searched for in one line. */
    static final int MOST_RESYNCS = 64;

    /** A node's blocks become less than twice as long. */
    private static final int MOST_TIMES_UNROLLED = 8;

    private static final long FREE_UNROLLED_BYTES = 1 << 20;

    /** Passing over what is too long. */
    static final class Skip {
        final byte[] start;
        final boolean wholeLine;
        long length;
        private int depth;
        private boolean inString;
        private boolean escaped;

        Skip(byte[] start, boolean wholeLine) {
            this.start = start;
            this.wholeLine = wholeLine;
        }

        /** Follows the structure by one byte; true when it closes what was opened first. */
        boolean closesAt(byte b) {
            if (escaped) {
                escaped = false;
            } else if (inString) {
                escaped = b == '\\';
                inString = b != '"';
            } else if (b == '"') {
                inString = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if (b == '}' || b == ']') {
                depth--;
                return depth == 0;
            }
            return false;
        }
    }

    private long offset;
    private long lineStart;
    private byte @Nullable [] head;
    private @Nullable Skip skip;
    private boolean eventPassed;
    private long physicalStart;
    private long unrolled;
    private int resyncs;

    /** Starts at the beginning of a line. */
    public FileCursor(long offset) {
        this.offset = offset;
        this.lineStart = offset;
        this.physicalStart = offset;
    }

    static FileCursor inBlock(long lineStart, long offset, byte[] head, boolean eventPassed) {
        FileCursor cursor = new FileCursor(offset);
        cursor.lineStart = lineStart;
        cursor.physicalStart = lineStart;
        cursor.head = head;
        cursor.eventPassed = eventPassed;
        return cursor;
    }

    /** Next byte to read, while nothing is being passed over: what comes before has been handed on. */
    public long offset() {
        return offset;
    }

    /**
     * Where the envelope that holds {@link #offset()} begins, or else the line or what is left of it; the same when
     * between them.
     */
    public long lineStart() {
        return lineStart;
    }

    /** Next byte to look at; beyond {@link #offset()} while something too long is passed over. */
    public long readOffset() {
        return skip == null ? offset : offset + skip.length;
    }

    byte @Nullable [] head() {
        return head;
    }

    @Nullable
    Skip skipping() {
        return skip;
    }

    void passed(int bytes) {
        offset += bytes;
    }

    /** An event of the line was passed. */
    void passedEvent() {
        eventPassed = true;
    }

    /** True when an event of the line has been passed. */
    boolean hasPassedEvent() {
        return eventPassed;
    }

    void endLine() {
        head = null;
        eventPassed = false;
        lineStart = offset;
        physicalStart = offset;
        unrolled = 0;
        resyncs = 0;
    }

    /** Ends an envelope, an event or garbage behind which the same line holds more. */
    void endPart() {
        head = null;
        lineStart = offset;
    }

    /** True when the line holds something before the offset. */
    boolean isWithinLine() {
        return offset > physicalStart;
    }

    /** True while the line may be searched for another envelope: each search may look at the rest of it. */
    boolean mayResync() {
        return resyncs < MOST_RESYNCS;
    }

    void resynced() {
        resyncs++;
    }

    /** Counts bytes that the line was unrolled to. */
    void unrolled(int bytes) {
        unrolled += bytes;
    }

    /** True when the line was unrolled to much more than the node would write: small events behind a long head. */
    boolean isUnrolledTooFar() {
        return unrolled > FREE_UNROLLED_BYTES + MOST_TIMES_UNROLLED * (offset - physicalStart);
    }

    void enterBlock(byte[] envelopeHead) {
        head = envelopeHead;
    }

    void startSkip(Skip newSkip) {
        skip = newSkip;
    }

    void skip(int bytes) {
        if (skip != null) {
            skip.length += bytes;
        }
    }

    /** Ends passing over: all of it has been passed. */
    void endSkip() {
        if (skip != null) {
            offset += skip.length;
            skip = null;
        }
    }
}
