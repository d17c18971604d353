package io.orderwire.contract.position;

import org.jspecify.annotations.Nullable;

/**
 * The block indexes of a raw record's events, as text. An index is counted from 1 here and is 0 if it is unknown; for each
 * event, the difference from the one before it (from 0 for the first) is written in zigzag Base64 VLQ: 0, -1, 1, -2, … are
 * the numbers 0, 1, 2, 3, … in the form of {@link Offsets}. Indexes rise within a block, so most differences take one or two
 * characters.
 */
public final class Indexes {
    /** The index of an event whose place in its block is not known. */
    public static final int UNKNOWN = -1;

    /** What {@link Reader#next()} returns if there is no further index or the text is broken. */
    public static final int NONE = -2;

    private final Vlq.Writer differences = new Vlq.Writer();
    private long last;
    private boolean known;

    /** Appends the index of the next event, or {@link #UNKNOWN}. */
    public void add(int index) {
        long value = index + 1L;
        if (value < 0) {
            throw new IllegalArgumentException("index must be -1 or more, found " + index);
        }
        long difference = value - last;
        differences.add(difference << 1 ^ difference >> 63);
        last = value;
        known |= value > 0;
    }

    /** The indexes added since the last {@link #clear()}, as a header value; null if none of them is known. */
    public byte @Nullable [] toHeader() {
        return known ? differences.text() : null;
    }

    /** Forgets all, for reuse. */
    public void clear() {
        differences.clear();
        last = 0;
        known = false;
    }

    /** Reads a header value back, in order. */
    public static final class Reader {
        private final Vlq.Reader differences;
        private long last;

        /** Starts before the first index. */
        public Reader(byte[] text) {
            this.differences = new Vlq.Reader(text);
        }

        /** The next index, {@link #UNKNOWN}, or {@link #NONE}. */
        public int next() {
            long zigzag = differences.next();
            if (zigzag < 0) {
                return NONE;
            }
            last += zigzag >>> 1 ^ -(zigzag & 1);
            return last < 0 || last > Integer.MAX_VALUE ? NONE : (int) last - 1;
        }
    }

    /** True if the text holds exactly {@code count} indexes and nothing else. */
    public static boolean holds(byte[] text, int count) {
        Reader reader = new Reader(text);
        for (int i = 0; i < count; i++) {
            if (reader.next() == NONE) {
                return false;
            }
        }
        return reader.differences.atEnd();
    }
}
