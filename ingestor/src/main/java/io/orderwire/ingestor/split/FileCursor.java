package io.orderwire.ingestor.split;

import org.jspecify.annotations.Nullable;

/**
 * How far a file has been split. Between lines only the offset counts; a by-block line that is longer than the read
 * buffer is left in its middle, with its head kept, and an event that is too long is passed over in steps.
 */
public final class FileCursor {
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

    /** Starts at the beginning of a line. */
    public FileCursor(long offset) {
        this.offset = offset;
        this.lineStart = offset;
    }

    static FileCursor inBlock(long lineStart, long offset, byte[] head, boolean eventPassed) {
        FileCursor cursor = new FileCursor(offset);
        cursor.lineStart = lineStart;
        cursor.head = head;
        cursor.eventPassed = eventPassed;
        return cursor;
    }

    /** Next byte to read, while nothing is being passed over: what comes before has been handed on. */
    public long offset() {
        return offset;
    }

    /** Where the line that holds {@link #offset()} begins; the same when between lines. */
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
