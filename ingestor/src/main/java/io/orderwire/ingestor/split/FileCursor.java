package io.orderwire.ingestor.split;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.jspecify.annotations.Nullable;

/**
 * How far a file has been split. Between lines only the offset counts. Within an envelope its head is kept as well, so
 * that splitting can stop between two events; bytes that are too long are {@linkplain Skip skipped} in steps.
 */
public final class FileCursor {
    /** Bytes that unrolling may produce for each byte of a line; a node's blocks become less than twice as long. */
    private static final int MOST_TIMES_UNROLLED = 8;

    private static final long FREE_UNROLLED_BYTES = 1 << 20;

    private static final long NONE = -1;

    private long offset;
    private long lineStart;
    private byte @Nullable [] head;
    private @Nullable Skip skip;
    private boolean eventPassed;
    private boolean blockEventPassed;
    private long commaAt = NONE;
    private long physicalStart;
    private long unrolled;

    /** Starts at the beginning of a line. */
    public FileCursor(long offset) {
        this.offset = offset;
        this.lineStart = offset;
        this.physicalStart = offset;
    }

    /** Starts at a byte of a line of which earlier bytes were passed. */
    static FileCursor withinLine(long offset) {
        FileCursor cursor = new FileCursor(offset);
        cursor.physicalStart = offset - 1;
        cursor.eventPassed = true;
        return cursor;
    }

    static FileCursor inBlock(long lineStart, long offset, byte[] head, boolean eventPassed) {
        FileCursor cursor = new FileCursor(offset);
        cursor.lineStart = lineStart;
        cursor.physicalStart = lineStart;
        cursor.head = head;
        cursor.eventPassed = eventPassed;
        cursor.blockEventPassed = eventPassed;
        return cursor;
    }

    /** The first byte that was not passed on; the next byte to read, unless bytes are being skipped. */
    public long offset() {
        return offset;
    }

    /**
     * Where the envelope that contains {@link #offset()} begins. Outside an envelope it is {@link #offset()}, where the
     * line or the rest of it begins.
     */
    public long lineStart() {
        return lineStart;
    }

    /** Next byte to read; after {@link #offset()} while bytes are being skipped. */
    public long readOffset() {
        return skip == null ? offset : offset + skip.length();
    }

    /** True if all bytes of that file were passed on, with the end of the last line. */
    public boolean isAtEndOf(FileChannel file) {
        try {
            return head == null && offset >= file.size();
        } catch (IOException expected) {
            // Reported where the file is read.
            return false;
        }
    }

    /** The head of the envelope that contains {@link #offset()} and whose events are passed one by one, or null. */
    public byte @Nullable [] head() {
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
        blockEventPassed = true;
        commaAt = NONE;
    }

    /** The comma at the offset was passed, ahead of blanks that are skipped; the next event has not begun. */
    void passedComma() {
        commaAt = offset;
        offset++;
    }

    /** True when a comma of the envelope was passed, but not yet the event that it announces. */
    boolean hasPassedComma() {
        return commaAt != NONE;
    }

    /** Where the comma is that was passed; only if {@link #hasPassedComma()}. */
    long commaAt() {
        return commaAt;
    }

    /** True when an event of the line has been passed. */
    boolean hasPassedEvent() {
        return eventPassed;
    }

    /** True when an event of the envelope that contains the offset has been passed. */
    boolean hasPassedBlockEvent() {
        return blockEventPassed;
    }

    void endLine() {
        head = null;
        commaAt = NONE;
        eventPassed = false;
        lineStart = offset;
        physicalStart = offset;
        unrolled = 0;
    }

    /** Ends an envelope, an event or garbage that is followed by more bytes on the same line. */
    void endPart() {
        head = null;
        commaAt = NONE;
        lineStart = offset;
    }

    /** True when the offset is not at the beginning of the line. */
    boolean isWithinLine() {
        return offset > physicalStart;
    }

    /** Counts bytes that unrolling the line has produced. */
    void unrolled(int bytes) {
        unrolled += bytes;
    }

    /** True when unrolling produced far more bytes than it does for a node's lines: small events after a long head. */
    boolean isUnrolledTooFar() {
        return unrolled > FREE_UNROLLED_BYTES + MOST_TIMES_UNROLLED * (offset - physicalStart);
    }

    /** Enters the envelope that begins at the offset. */
    void enterBlock(byte[] envelopeHead) {
        lineStart = offset;
        offset += envelopeHead.length;
        head = envelopeHead;
        blockEventPassed = false;
        commaAt = NONE;
    }

    void startSkip(Skip newSkip) {
        skip = newSkip;
    }

    /** Ends the skip and moves the offset past its bytes. */
    void endSkip() {
        if (skip != null) {
            offset += skip.length();
            skip = null;
        }
    }
}
