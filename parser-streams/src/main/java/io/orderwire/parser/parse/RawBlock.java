package io.orderwire.parser.parse;

import io.orderwire.contract.position.Indexes;
import io.orderwire.contract.position.Offsets;
import io.orderwire.contract.text.ByteSearch;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.RawHead;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A block of the raw topic, checked as a whole before any of its lines is handled, and read line by line.
 *
 * <p>Not thread-safe; shares the byte array of the record.
 */
final class RawBlock implements ReceivedRecord {
    private final RawHead head;
    private final byte[] file;
    private final byte[] bytes;
    private final int[] lineEnds;
    private final long[] positions;
    private final int @Nullable [] indexes;
    private final int partitions;
    private long base;
    private int first;
    private int line;

    private RawBlock(
            RawHead head, byte[] bytes, int[] lineEnds, long[] positions, int @Nullable [] indexes, int partitions) {
        this.head = head;
        this.file = head.file().toString().getBytes(StandardCharsets.US_ASCII);
        this.bytes = bytes;
        this.lineEnds = lineEnds;
        this.positions = positions;
        this.indexes = indexes;
        this.partitions = partitions;
        this.line = -1;
    }

    /**
     * The block in a record.
     *
     * @throws IllegalArgumentException naming the invalid header or value, if no ingestor wrote the record
     */
    static RawBlock of(Record<byte[], byte[]> raw) {
        RawHead head = RawHead.of(raw.headers(), raw.value());
        int[] lineEnds = lineEnds(raw.value(), head.events());
        Offsets.Reader offsets = new Offsets.Reader(head.offsets());
        long[] positions = new long[head.events()];
        Arrays.setAll(positions, event -> offsets.next());
        return new RawBlock(head, raw.value(), lineEnds, positions, indexes(head), RawHead.partitions(raw.headers()));
    }

    private static int @Nullable [] indexes(RawHead head) {
        byte[] text = head.indexes();
        if (text == null) {
            return null;
        }
        Indexes.Reader reader = new Indexes.Reader(text);
        int[] indexes = new int[head.events()];
        Arrays.setAll(indexes, event -> reader.next());
        return indexes;
    }

    private static int[] lineEnds(byte[] bytes, int events) {
        int[] ends = new int[events];
        int count = 0;
        int end = ByteSearch.indexOf(bytes, '\n', 0, bytes.length);
        while (end < bytes.length) {
            if (count < events) {
                ends[count] = end;
            }
            count++;
            end = ByteSearch.indexOf(bytes, '\n', end + 1, bytes.length);
        }
        if (count != events || bytes[bytes.length - 1] != '\n') {
            throw new IllegalArgumentException(
                    Headers.EVENTS + " must be the number of lines, which is " + count + " and not " + events);
        }
        return ends;
    }

    /** Sets how far the parser's sequences are ahead of those in the record. */
    void countFrom(long newBase) {
        base = newBase;
    }

    /** Excludes the events up to {@code seq}, which must be less than {@link #lastSeq()}. */
    void leaveOutUpTo(long seq) {
        first = (int) Math.max(0, seq - base - head.firstSeq() + 1);
        line = first - 1;
    }

    /** The name of the numbering of its sequences, empty in a block of version 0.1.0. */
    String numbering() {
        return head.numbering();
    }

    /** Sequence of its first event in the ingestor's numbering. */
    long rawSeq() {
        return head.firstSeq();
    }

    /** Number of events in the record, including excluded ones. */
    int rawEvents() {
        return head.events();
    }

    /** Moves to the next line. */
    void next() {
        line++;
    }

    /** Position of the first event, as text. */
    String firstPosition() {
        return head.file() + "@" + firstOffset();
    }

    /** Offset in the file of the first event. */
    long firstOffset() {
        return positions[first];
    }

    /** Offset in the file of the last event. */
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

    /** Number of partitions among which the ingestor distributed users, 0 if it did not write it. */
    int partitions() {
        return partitions;
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

    /** Index at which the line ends, without its line feed. */
    int lineTo() {
        return lineEnds[line];
    }

    /** Offset in the file of the current line's event. */
    long offset() {
        return positions[line];
    }

    /** Place of the line's event in its block, or {@link Indexes#UNKNOWN}. */
    int index() {
        return indexes == null ? Indexes.UNKNOWN : indexes[line];
    }
}
