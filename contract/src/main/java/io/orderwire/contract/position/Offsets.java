package io.orderwire.contract.position;

/**
 * The byte offsets of a raw record's lines, as text: for each line the distance from the offset of the previous line (from 0
 * for the first line), in unsigned Base64 VLQ: five bits per character, the lowest bits first, and the sixth bit (value 32) set
 * if more characters follow, over the alphabet {@code A-Za-z0-9+/}. The lines of a record are in file order, so a distance is
 * never negative.
 */
public final class Offsets {
    private final Vlq.Writer distances = new Vlq.Writer();
    private long last;

    /** Appends an offset that is not less than the previous one. */
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

    /** Reads the offsets in a header value, in their order. */
    public static final class Reader {
        private final Vlq.Reader distances;
        private long last;

        /** Starts before the first offset. */
        public Reader(byte[] text) {
            this.distances = new Vlq.Reader(text);
        }

        /** The next offset, or -1 if all have been read or the text is malformed. */
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
