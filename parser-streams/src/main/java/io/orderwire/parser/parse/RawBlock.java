package io.orderwire.parser.parse;

import io.orderwire.orders.Headers;
import io.orderwire.orders.Offsets;
import io.orderwire.orders.RawHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Record;

/**
 * A block of the raw topic, checked as a whole before any of its lines is handled, and read line by line.
 *
 * <p>Not thread-safe; the bytes are the record's own.
 */
final class RawBlock implements RawRecord {
    private final RawHead head;
    private final byte[] file;
    private final byte[] bytes;
    private final int[] lineEnds;
    private final long[] positions;
    private long base;
    private int first;
    private int line;

    private RawBlock(RawHead head, byte[] bytes, int[] lineEnds, long[] positions) {
        this.head = head;
        this.file = head.file().toString().getBytes(StandardCharsets.US_ASCII);
        this.bytes = bytes;
        this.lineEnds = lineEnds;
        this.positions = positions;
        this.line = -1;
    }

    /**
     * The block in a record.
     *
     * @throws IllegalArgumentException naming what is wrong, if no ingestor wrote the record
     */
    static RawBlock of(Record<byte[], byte[]> raw) {
        RawHead head = RawHead.of(raw.headers(), raw.value());
        int[] lineEnds = lineEnds(raw.value(), head.events());
        Offsets.Reader offsets = new Offsets.Reader(head.offsets());
        long[] positions = new long[head.events()];
        Arrays.setAll(positions, event -> offsets.next());
        return new RawBlock(head, raw.value(), lineEnds, positions);
    }

    private static int[] lineEnds(byte[] bytes, int events) {
        int[] ends = new int[events];
        int count = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                if (count < events) {
                    ends[count] = i;
                }
                count++;
            }
        }
        if (count != events || bytes[bytes.length - 1] != '\n') {
            throw new IllegalArgumentException(
                    Headers.EVENTS + " must be the number of lines, which is " + count + " and not " + events);
        }
        return ends;
    }

    /** Counts its sequences from there on. */
    void countFrom(long newBase) {
        base = newBase;
    }

    /** Leaves out its events up to that sequence, which is below its last one. */
    void leaveOutUpTo(long seq) {
        first = (int) Math.max(0, seq - base - head.firstSeq() + 1);
        line = first - 1;
    }

    /** The name of the numbering that its sequences count in, empty in a block of version 0.1.0. */
    String numbering() {
        return head.numbering();
    }

    /** Sequence of its first event in the ingestor's numbering. */
    long rawSeq() {
        return head.firstSeq();
    }

    /** Events in the record, whether they are left out or not. */
    int rawEvents() {
        return head.events();
    }

    /** Goes to the next line. */
    void next() {
        line++;
    }

    /** Where the first event stands, as a text. */
    String firstPosition() {
        return head.file() + "@" + firstOffset();
    }

    /** Where the first event stands in the file. */
    long firstOffset() {
        return positions[first];
    }

    /** Where the last event stands in the file. */
    long lastOffset() {
        return positions[positions.length - 1];
    }

    byte[] file() {
        return file;
    }

    long firstSeq() {
        return base + head.firstSeq() + first;
    }

    long lastSeq() {
        return base + head.lastSeq();
    }

    int events() {
        return head.events() - first;
    }

    boolean oversized() {
        return head.oversized();
    }

    boolean replay() {
        return head.replay();
    }

    byte[] bytes() {
        return bytes;
    }

    int lineFrom() {
        return line == 0 ? 0 : lineEnds[line - 1] + 1;
    }

    /** Where the line ends, its line feed left out. */
    int lineTo() {
        return lineEnds[line];
    }

    /** Where the line's event stands in the file. */
    long offset() {
        return positions[line];
    }
}
