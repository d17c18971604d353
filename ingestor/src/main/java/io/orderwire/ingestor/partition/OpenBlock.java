package io.orderwire.ingestor.partition;

import io.orderwire.contract.position.Indexes;
import io.orderwire.contract.position.Offsets;
import java.util.Arrays;

/** The block of one partition to which events are appended. Its memory is reused. Not thread-safe. */
final class OpenBlock {
    private static final int FIRST_BYTES = 16 * 1024;

    private final Offsets offsets = new Offsets();
    private final Indexes indexes = new Indexes();
    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;
    private int events;

    /** Makes room for so many bytes. */
    void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }

    /** Appends a part of a line, for which there is room. */
    void append(byte[] source, int from, int to) {
        if (from < to) {
            System.arraycopy(source, from, bytes, length, to - from);
            length += to - from;
        }
    }

    /** Ends the line of an event with a line feed, for which there is room. */
    void end(long position, int index) {
        bytes[length++] = '\n';
        offsets.add(position);
        indexes.add(index);
        events++;
    }

    /** Bytes of its lines. */
    int length() {
        return length;
    }

    /** Number of events in the block. */
    int events() {
        return events;
    }

    /** Returns the events, the first of which has the sequence {@code firstSeq}, and empties the block. */
    RawRecord close(int partition, RawRecord.Source source, long firstSeq, long oversizedLength) {
        RawRecord.Places places = new RawRecord.Places(offsets.toHeader(), indexes.toHeader());
        RawRecord closed = new RawRecord(
                partition, source, firstSeq, events, places, oversizedLength, Arrays.copyOf(bytes, length), null);
        offsets.clear();
        indexes.clear();
        length = 0;
        events = 0;
        return closed;
    }
}
