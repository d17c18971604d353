package io.orderwire.ingestor.split;

import org.jspecify.annotations.Nullable;

/**
 * The next piece of a file as a reader found it: the bytes to pass on, where the piece ends, and the state after it. The {@link
 * Emitter} then passes it to the sink, and {@link FileCursor#advance} moves past it.
 *
 * <p>Each splitter has one piece, which every step overwrites, because an object per line would cost too much. Indexes refer to
 * the {@link Window}, except those of the bytes to pass on. References are stored only if they change, which is rare, because
 * each store into a long-lived object costs a barrier of the garbage collector.
 */
final class Piece {
    /** The kind of call that the sink receives. */
    enum Kind {
        /** Nothing, and the cursor stays: the window does not hold enough bytes to recognize the piece. */
        INCOMPLETE,
        /** Nothing; the cursor moves. */
        SILENT,
        /** A whole event, or its first bytes if it is too long. */
        EVENT,
        /** A whole line, whose length need not be checked. */
        LINE,
        /** An event of an envelope, as an envelope of its own. */
        UNROLLED,
        /** The bytes of a {@link Skip}. */
        SKIPPED,
        /** The head of an envelope without events. */
        EMPTY_ENVELOPE
    }

    /** Ends the envelope into which an event is unrolled. */
    static final byte[] ENVELOPE_TAIL = {']', '}'};

    static final byte[] NOTHING = {};

    private Kind kind = Kind.INCOMPLETE;
    private byte[] bytes = NOTHING;
    private int from;
    private int to;
    private long position;
    private byte @Nullable [] user;
    private boolean numbered;
    private int events;
    private long number;
    private boolean torn;
    private boolean comma;
    private byte @Nullable [] head;
    private @Nullable Skip skip;
    private int end;
    private State next = State.LINE;

    /** More bytes are needed. */
    Piece incomplete() {
        kind = Kind.INCOMPLETE;
        return this;
    }

    /** Bytes that do not become an event. */
    Piece silent() {
        return begin(Kind.SILENT);
    }

    /** {@code [from, to)} of {@code bytes} becomes an event or a line, whose offset in the file is {@code position}. */
    Piece passes(Kind newKind, byte[] newBytes, int newFrom, int newTo, long newPosition, byte @Nullable [] newUser) {
        begin(newKind);
        if (bytes != newBytes) {
            bytes = newBytes;
        }
        if (user != newUser) {
            user = newUser;
        }
        from = newFrom;
        to = newTo;
        position = newPosition;
        return this;
    }

    /** Adds to an event or line what {@link BlockNumber} finds in it. */
    Piece numbered(int newEvents, long newNumber) {
        numbered = true;
        events = newEvents;
        number = newNumber;
        return this;
    }

    /** The head of an envelope whose events follow one by one. */
    Piece opens(byte[] newHead) {
        begin(Kind.SILENT);
        head = newHead;
        return this;
    }

    /** The end of the cursor's skip, whose bytes become an event. */
    Piece skipped() {
        return begin(Kind.SKIPPED);
    }

    private Piece begin(Kind newKind) {
        if (kind != newKind) {
            kind = newKind;
        }
        if (head != null) {
            head = null;
        }
        if (skip != null) {
            skip = null;
        }
        numbered = false;
        torn = false;
        comma = false;
        return this;
    }

    /** Marks that events may be missing here, because the piece is not a whole event or line. */
    Piece torn() {
        torn = true;
        return this;
    }

    /** Marks that the last byte is a comma of the envelope; the event after it is not part of the piece. */
    Piece comma() {
        comma = true;
        return this;
    }

    /** The piece ends before {@code newEnd}, where {@code newNext} is the state; a line feed at {@code newEnd} belongs to it. */
    Piece then(int newEnd, State newNext) {
        if (next != newNext) {
            next = newNext;
        }
        end = newEnd;
        return this;
    }

    /** The piece ends before {@code newEnd}, where {@code begun} begins. */
    Piece thenSkip(int newEnd, Skip begun) {
        skip = begun;
        return then(newEnd, begun.state());
    }

    Kind kind() {
        return kind;
    }

    boolean isIncomplete() {
        return kind == Kind.INCOMPLETE;
    }

    /** True if the sink receives an event. */
    boolean hasEvent() {
        return kind != Kind.SILENT && kind != Kind.EMPTY_ENVELOPE;
    }

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    int length() {
        return to - from;
    }

    /** Length of the event in an envelope of its own. */
    int unrolledLength(byte[] itsHead) {
        return itsHead.length + length() + ENVELOPE_TAIL.length;
    }

    long position() {
        return position;
    }

    byte @Nullable [] user() {
        return user;
    }

    /** Whether {@link #events()} and {@link #number()} are known. */
    boolean isNumbered() {
        return numbered;
    }

    /** Index at which the events of the line begin, or -1. */
    int events() {
        return events;
    }

    /** Number of the line's block, or -1. */
    long number() {
        return number;
    }

    boolean isTorn() {
        return torn;
    }

    boolean endsWithComma() {
        return comma;
    }

    /** The head of the envelope that the piece opens, or null. */
    byte @Nullable [] head() {
        return head;
    }

    /** The skip that begins after the piece, or null. */
    @Nullable
    Skip skip() {
        return skip;
    }

    /** Index after the last byte, without the line feed. */
    int end() {
        return end;
    }

    State next() {
        return next;
    }

    /** Index where the next piece begins. */
    int after() {
        return next == State.LINE ? end + 1 : end;
    }
}
