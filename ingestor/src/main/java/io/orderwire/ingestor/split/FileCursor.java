package io.orderwire.ingestor.split;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The position up to which a file has been split: the offset, and the {@link State} of the splitter there with its data, which
 * is the head of the open envelope and the {@link Skip} that has begun. Pieces move the cursor; {@link Resumption} restores it
 * after a restart. Not thread-safe.
 */
public final class FileCursor {
    /**
     * Largest number of bytes that unrolling may produce for each byte of a line. A node's blocks become less than twice as
     * long.
     */
    private static final int MOST_TIMES_UNROLLED = 8;

    private static final long FREE_UNROLLED_BYTES = 1 << 20;

    private static final long NONE = -1;

    private State state = State.LINE;
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

    /** Starts within a line whose earlier bytes were passed on. */
    static FileCursor withinLine(long offset) {
        FileCursor cursor = new FileCursor(offset);
        cursor.state = State.WITHIN_LINE;
        // Unknown, but earlier.
        cursor.physicalStart = offset - 1;
        cursor.eventPassed = true;
        return cursor;
    }

    /**
     * Starts within the envelope that begins at {@code lineStart} with {@code head}.
     *
     * @param eventPassed whether an event of the envelope was passed on
     */
    static FileCursor inEnvelope(long lineStart, long offset, byte[] head, boolean eventPassed) {
        FileCursor cursor = new FileCursor(offset);
        cursor.state = State.ENVELOPE;
        cursor.lineStart = lineStart;
        cursor.physicalStart = lineStart;
        cursor.head = head;
        cursor.eventPassed = eventPassed;
        cursor.blockEventPassed = eventPassed;
        return cursor;
    }

    /** The first byte that was not passed on. It is the next byte to read, except while bytes are being skipped. */
    public long offset() {
        return offset;
    }

    /**
     * Where the envelope that contains {@link #offset()} begins. Outside an envelope, this is {@link #offset()} itself, where a
     * line or the rest of a line begins.
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
            // The failure is reported when the file is read.
            return false;
        }
    }

    /**
     * The head of the envelope that contains {@link #offset()} and whose events are passed one by one; null outside such an
     * envelope.
     */
    public byte @Nullable [] head() {
        return head;
    }

    /** The state of the splitter at {@link #readOffset()}. */
    State state() {
        return state;
    }

    /** The head of the open envelope; may be called in {@link State#ENVELOPE} only. */
    byte[] openHead() {
        return Objects.requireNonNull(head);
    }

    /** The bytes skipped so far; may be called only in a state that {@link SkipReader} reads. */
    Skip openSkip() {
        return Objects.requireNonNull(skip);
    }

    /** True if a comma of the envelope was passed, but not the event after it. */
    boolean hasPassedComma() {
        return commaAt != NONE;
    }

    /** Offset of the comma that was passed; may be called only if {@link #hasPassedComma()}. */
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

    /** True if unrolling produced far more bytes than it does for a node's lines, as for small events after a long head. */
    boolean isUnrolledTooFar() {
        return unrolled > FREE_UNROLLED_BYTES + MOST_TIMES_UNROLLED * (offset - physicalStart);
    }

    /** Whether the cursor is at that position or after it. */
    boolean hasReached(long otherLineStart, long otherOffset) {
        return offset > otherOffset || offset == otherOffset && lineStart >= otherLineStart;
    }

    /** Moves past a piece that begins at the index {@code from}, into the state that follows. */
    void advance(Piece piece, int from) {
        State next = piece.next();
        if (skip == null) {
            offset += piece.end() - from;
        } else if (next == state) {
            // The piece has more bytes of the same skip, whose end is not known yet.
            return;
        } else {
            offset += skip.length();
            skip = null;
        }
        if (piece.hasEvent()) {
            passedEvent(piece);
        }
        if (piece.endsWithComma()) {
            commaAt = offset - 1;
        }
        if (state != next) {
            state = next;
        }
        switch (next) {
            case LINE -> beginLine();
            case WITHIN_LINE -> endPart();
            case ENVELOPE -> openEnvelope(piece.head());
            default -> beginSkip(piece.skip());
        }
    }

    private void passedEvent(Piece piece) {
        eventPassed = true;
        blockEventPassed = true;
        commaAt = NONE;
        if (piece.kind() == Piece.Kind.UNROLLED) {
            unrolled += piece.unrolledLength(openHead());
        }
    }

    /** Moves past the line feed. */
    private void beginLine() {
        offset++;
        eventPassed = false;
        physicalStart = offset;
        unrolled = 0;
        endPart();
    }

    private void endPart() {
        if (head != null) {
            head = null;
        }
        commaAt = NONE;
        lineStart = offset;
    }

    /** Enters an envelope, unless the piece was part of the open one. */
    private void openEnvelope(byte @Nullable [] newHead) {
        if (newHead != null) {
            head = newHead;
            lineStart = offset - newHead.length;
            blockEventPassed = false;
            commaAt = NONE;
        }
    }

    private void beginSkip(@Nullable Skip begun) {
        skip = begun;
        if (head == null) {
            // In an envelope, lineStart stays at the head, because a restart reads the head first.
            endPart();
        }
    }
}
