package io.orderwire.ingestor.split;

import io.orderwire.orders.LineReader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Hands on what was found whole, or the beginning of what is too long, and counts the bytes. Not thread-safe. */
final class Emitter {
    private static final byte[] NOTHING = {};
    private static final byte[] ENVELOPE_TAIL = {']', '}'};

    private final int maxEventBytes;
    private final LineReader slowReader = new LineReader();
    private long produced;

    /** Takes events up to that many bytes. */
    Emitter(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /** Counts from 0 again. */
    void begin() {
        produced = 0;
    }

    /** Bytes that were handed on. */
    long produced() {
        return produced;
    }

    /** A line that stays one, whose only event was measured. */
    void line(byte[] bytes, int from, int to, long position, byte @Nullable [] user, EventSink sink) {
        sink.event(NOTHING, bytes, from, to, NOTHING, position, user);
        produced += to - from;
    }

    /** {@code [from, to)} as it is. */
    void whole(byte[] bytes, int from, int to, long position, byte @Nullable [] user, EventSink sink) {
        if (to - from > maxEventBytes) {
            sink.oversized(start(bytes, from, to), to - from, position);
        } else {
            sink.event(NOTHING, bytes, from, to, NOTHING, position, user);
        }
        produced += Math.min(to - from, maxEventBytes);
    }

    /** An event of an envelope, in that head. */
    void emit(
            byte[] bytes,
            int from,
            int to,
            long position,
            byte[] head,
            ObjectScan scan,
            FileCursor cursor,
            EventSink sink) {
        if (to - from > maxEventBytes) {
            sink.oversized(start(bytes, from, to), to - from, position);
            produced += LineSplitter.OVERSIZED_START;
        } else {
            sink.event(head, bytes, from, to, ENVELOPE_TAIL, position, user(scan, bytes, from, to));
            int made = head.length + to - from + ENVELOPE_TAIL.length;
            produced += made;
            cursor.unrolled(made);
        }
    }

    /** What was passed over, once its end is known. */
    static void passedOver(FileCursor cursor, FileCursor.Skip skip, EventSink sink) {
        if (skip.length <= skip.start.length) {
            sink.event(NOTHING, skip.start, 0, (int) skip.length, NOTHING, cursor.offset(), null);
        } else {
            sink.oversized(skip.start, skip.length, cursor.offset());
        }
        cursor.endSkip();
        cursor.passedEvent();
    }

    /** The beginning of what is too long. */
    static byte[] start(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, Math.min(to, from + LineSplitter.OVERSIZED_START));
    }

    /** The user that a walk has found, null when it found none. */
    byte @Nullable [] user(ObjectScan scan, byte[] bytes, int from, int to) {
        if (scan.escaped()) {
            return slowReader.readUser(bytes, from, to) ? slowReader.user() : null;
        }
        return scan.userFound() ? scan.user() : null;
    }
}
