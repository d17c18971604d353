package io.orderwire.contract.order;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bytes that lines of one kind have in common: everything between their scalar values, so all names, braces, commas and
 * quotes of names. A line that has these bytes, and between them values that {@link ScalarEnd} accepts, is valid JSON with the
 * same members in the same order as the line from which the shape was learned. Immutable.
 */
final class LineShape {
    /** Part of a value that no reader needs. */
    static final byte OTHER = -1;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int EVENT = Part.EVENT.index();
    private static final byte[] KINDS = new byte[Part.values().length];
    private static final byte STRING = 1;
    private static final byte INTEGER = 2;

    static {
        for (Part part : Part.values()) {
            KINDS[part.index()] = switch (part.kind()) {
                case OBJECT, ANY -> 0;
                case STRING -> STRING;
                case INTEGER -> INTEGER;
            };
        }
    }

    /**
     * A place in one of the constant runs.
     *
     * @param run number of the run, from 0
     * @param back bytes from there to the end of the run
     */
    record Place(int run, int back) {}

    /** The constant runs one after another, with eight more bytes, so that a long can be read at every byte of them. */
    private final byte[] constants;

    private final int[] runLengths;
    private final byte[] parts;
    private final Place eventFrom;
    private final Place eventTo;

    /**
     * Creates a shape.
     *
     * @param constants the constant runs, one after another
     * @param runLengths length of each run; one more than there are values
     * @param parts for each value the {@linkplain Part#index index} of its part, or {@link #OTHER}
     */
    LineShape(byte[] constants, int[] runLengths, byte[] parts, Place eventFrom, Place eventTo) {
        this.constants = Arrays.copyOf(constants, constants.length + Long.BYTES);
        this.runLengths = runLengths.clone();
        this.parts = parts.clone();
        this.eventFrom = eventFrom;
        this.eventTo = eventTo;
    }

    /**
     * The index after the bytes from {@code from} on that have this shape, or {@link ScalarEnd#NONE} if none have before {@code to}.
     * Their parts are then in {@code found}, else {@code found} is undefined.
     */
    int end(byte[] bytes, int from, int to, Parts found) {
        int at = from;
        int constant = 0;
        int eventAt = 0;
        for (int i = 0; i < parts.length; i++) {
            int length = runLengths[i];
            if (to - at <= length || !equal(constant, bytes, at, length)) {
                return ScalarEnd.NONE;
            }
            at += length;
            constant += length;
            if (i == eventFrom.run) {
                eventAt = at - eventFrom.back;
            }
            if (i == eventTo.run) {
                found.set(EVENT, eventAt, at - eventTo.back);
            }
            int end = valueEnd(parts[i], bytes, at, to);
            if (end == ScalarEnd.NONE) {
                return ScalarEnd.NONE;
            }
            if (parts[i] != OTHER) {
                found.set(parts[i], at, end);
            }
            at = end;
        }
        int length = runLengths[parts.length];
        if (to - at < length || !equal(constant, bytes, at, length)) {
            return ScalarEnd.NONE;
        }
        at += length;
        if (eventTo.run == parts.length) {
            found.set(EVENT, eventAt, at - eventTo.back);
        }
        return at;
    }

    private static int valueEnd(byte part, byte[] bytes, int at, int to) {
        if (part == OTHER || KINDS[part] == 0) {
            return ScalarEnd.of(bytes, at, to);
        }
        return KINDS[part] == STRING ? ScalarEnd.string(bytes, at, to) : ScalarEnd.integer(bytes, at, to);
    }

    /** Compares the constants from {@code constant} with the line's bytes, which has at least {@code length} bytes more. */
    private boolean equal(int constant, byte[] bytes, int at, int length) {
        int i = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            if ((long) LONGS.get(constants, constant + i) != (long) LONGS.get(bytes, at + i)) {
                return false;
            }
        }
        int rest = length - i;
        if (rest == 0) {
            return true;
        }
        if (at + i + Long.BYTES <= bytes.length) {
            long different = (long) LONGS.get(constants, constant + i) ^ (long) LONGS.get(bytes, at + i);
            return different << (Long.BYTES - rest) * Byte.SIZE == 0;
        }
        for (; i < length; i++) {
            if (constants[constant + i] != bytes[at + i]) {
                return false;
            }
        }
        return true;
    }
}
