package io.orderwire.ingestor.split;

import io.orderwire.contract.order.LineReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Passes events to the sink, only the first bytes of those that are too long, and counts the bytes. Not thread-safe. */
final class Emitter {
    private static final byte[] NOTHING = {};
    private static final byte[] ENVELOPE_TAIL = {']', '}'};

    private final int maxEventBytes;
    private final LineReader slowReader = new LineReader();
    private long produced;

    /** Events longer than {@code maxEventBytes} are oversized. */
    Emitter(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /** Resets the count of {@link #produced()}. */
    void begin() {
        produced = 0;
    }

    /** Bytes passed to the sink since {@link #begin()}. */
    long produced() {
        return produced;
    }

    /** Passes on a line unchanged; the caller has checked the length of its only event. */
    void line(byte[] bytes, int from, int to, long position, byte @Nullable [] user, EventSink sink) {
        sink.event(NOTHING, bytes, from, to, NOTHING, position, user);
        produced += to - from;
    }

    /** Passes on {@code [from, to)} unchanged, or as oversized. */
    void whole(byte[] bytes, int from, int to, long position, byte @Nullable [] user, EventSink sink) {
        if (to - from > maxEventBytes) {
            sink.oversized(start(bytes, from, to), to - from, position);
            produced += LineSplitter.OVERSIZED_START;
        } else {
            line(bytes, from, to, position, user, sink);
        }
    }

    /** Passes on an event of an envelope as an envelope of its own with the same head. */
    void unrolled(
            byte[] bytes,
            int from,
            int to,
            long position,
            byte[] head,
            ObjectScan scan,
            FileCursor cursor,
            EventSink sink) {
        sink.event(head, bytes, from, to, ENVELOPE_TAIL, position, user(scan, bytes, from, to));
        int made = head.length + to - from + ENVELOPE_TAIL.length;
        produced += made;
        cursor.unrolled(made);
    }

    /** Passes on skipped bytes as one event, now that their end is known, and ends the skip. */
    void skipped(FileCursor cursor, Skip skip, EventSink sink) {
        byte[] start = skip.start();
        if (skip.length() <= Math.min(start.length, maxEventBytes)) {
            line(start, 0, start.length, skip.position(), null, sink);
        } else {
            sink.oversized(start, skip.length(), skip.position());
            produced += start.length;
        }
        cursor.endSkip();
        cursor.passedEvent();
    }

    /** Announces the envelope that the cursor is in, if it has just entered one. */
    static void entered(FileCursor cursor, EventSink sink) {
        byte[] head = cursor.head();
        if (head != null) {
            sink.envelope(head);
        }
    }

    /** The first bytes of {@code [from, to)}, at most {@link LineSplitter#OVERSIZED_START}. */
    private static byte[] start(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, Math.min(to, from + LineSplitter.OVERSIZED_START));
    }

    /** The user that {@code scan} found, or null if it found none. */
    byte @Nullable [] user(ObjectScan scan, byte[] bytes, int from, int to) {
        if (scan.escaped()) {
            return slowReader.readUser(bytes, from, to) ? slowReader.user() : null;
        }
        return scan.userFound() ? scan.user() : null;
    }
}
