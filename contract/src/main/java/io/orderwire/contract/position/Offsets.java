package io.orderwire.contract.position;

/**
 * The byte offsets of a raw record's lines, as text: for each line the distance from the one before it (from 0 for the
 * first), in unsigned Base64 VLQ: five bits a character, the lowest first, bit 6 set if more follow, over the
 * alphabet {@code A-Za-z0-9+/}. The lines of a record are in file order, so a distance is never negative.
 */
public final class Offsets {
    private final Vlq.Writer distances = new Vlq.Writer();
    private long last;

    /** Appends an offset not below the last one. */
    public void add(long offset) {
        long distance = offset - last;
        if (distance < 0) {
            throw new IllegalArgumentException("offset " + offset + " after " + last);
        }
        distances.add(distance);
        last = offset;
    }

    /** The offsets added since the last {@link #clear()}, as a header value. */
    public byte[] toHeader() {
        return distances.text();
    }

    /** Forgets all, for reuse. */
    public void clear() {
        distances.clear();
        last = 0;
    }

    /** Reads a header value back, in order. */
    public static final class Reader {
        private final Vlq.Reader distances;
        private long last;

        /** Starts before the first offset. */
        public Reader(byte[] text) {
            this.distances = new Vlq.Reader(text);
        }

        /** The next offset, or -1 when there is none or the text is broken. */
        public long next() {
            long distance = distances.next();
            if (distance < 0) {
                return -1;
            }
            last += distance;
            return last < 0 ? -1 : last;
        }
    }

    /** True if the text holds exactly {@code count} offsets and nothing else. */
    public static boolean holds(byte[] text, int count) {
        Reader reader = new Reader(text);
        for (int i = 0; i < count; i++) {
            if (reader.next() < 0) {
                return false;
            }
        }
        return reader.distances.atEnd();
    }
}
