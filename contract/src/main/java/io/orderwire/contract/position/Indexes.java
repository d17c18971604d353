package io.orderwire.contract.position;

import org.jspecify.annotations.Nullable;

/**
 * The block indexes of a raw record's events, as text. In the text, indexes are counted from 1, and 0 means unknown. For each
 * event, the difference from the previous index (from 0 for the first event) is written in zigzag Base64 VLQ: the differences
 * 0, -1, 1, -2, … become the numbers 0, 1, 2, 3, …, which are written as in {@link Offsets}. Indexes increase within a block,
 * so most differences take one or two characters.
 */
public final class Indexes {
    /** Stands for the index of an event whose place in its block is not known. */
    public static final int UNKNOWN = -1;

    /** Returned by {@link Reader#next()} if all indexes have been read or the text is malformed. */
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

    /** The indexes added since the last {@link #clear()}, as a header value; null if all of them are unknown. */
    public byte @Nullable [] toHeader() {
        return known ? differences.text() : null;
    }

    /** Forgets all, for reuse. */
    public void clear() {
        differences.clear();
        last = 0;
        known = false;
    }

    /** Reads the indexes in a header value, in their order. */
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
