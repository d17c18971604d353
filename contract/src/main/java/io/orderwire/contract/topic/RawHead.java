package io.orderwire.contract.topic;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Indexes;
import io.orderwire.contract.position.Offsets;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.position.Sequence;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a block in the raw topic, checked.
 *
 * @param file the hour file and its generation
 * @param numbering name of the numbering that its sequences belong to; empty in a block of version 0.1.0
 * @param firstSeq sequence of its first event
 * @param events number of events, which is the number of lines
 * @param offsets positions of the events in the file, {@link Offsets}; exactly one for each event
 * @param indexes places of the events in their blocks, {@link Indexes}, exactly one for each event; null if all are unknown
 * @param oversized whether the only line is the head of an event that is over the limit
 * @param replay whether a start position requested the block
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record RawHead(
        HourFile file,
        String numbering,
        long firstSeq,
        int events,
        byte[] offsets,
        byte @Nullable [] indexes,
        boolean oversized,
        boolean replay) {
    private static final int LONGEST_NUMBERING = 64;

    /**
     * Reads the head of a record.
     *
     * @param value the record's value
     * @throws RecordVersion.LaterVersionException if a later version wrote the record
     * @throws IllegalArgumentException naming the header, if no ingestor wrote the record
     */
    public static RawHead of(org.apache.kafka.common.header.Headers headers, byte @Nullable [] value) {
        RecordVersion.require(headers);
        require(value != null && value.length > 0, "the value", "there");
        long seq = number(headers, Headers.SEQ);
        long events = number(headers, Headers.EVENTS);
        require(events <= Sequence.MOST_IN_RECORD, Headers.EVENTS, "at most 2^18");
        require(Sequence.isPossible(seq + events - 1), Headers.SEQ, "at most 2^53 - 1");
        byte[] offsets = Headers.bytes(headers, Headers.OFFSETS);
        require(offsets != null && Offsets.holds(offsets, (int) events), Headers.OFFSETS, "one offset for each event");
        byte[] indexes = Headers.bytes(headers, Headers.INDEXES);
        boolean whole = indexes == null ? !has(headers, Headers.INDEXES) : Indexes.holds(indexes, (int) events);
        require(whole, Headers.INDEXES, "one index for each event");
        boolean oversized = has(headers, Headers.OVERSIZED);
        require(
                !oversized || events == 1 && number(headers, Headers.OVERSIZED) > 0,
                Headers.OVERSIZED,
                "a length, on one event");
        boolean replay = has(headers, Headers.REPLAY);
        require(!replay || "1".equals(text(headers, Headers.REPLAY)), Headers.REPLAY, "1");
        partitions(headers);
        return new RawHead(
                file(headers),
                numbering(headers),
                seq,
                (int) events,
                offsets == null ? new byte[0] : offsets,
                indexes,
                oversized,
                replay);
    }

    /**
     * The name of the numbering that a record's sequence belongs to, empty if the record does not have that header.
     *
     * @throws IllegalArgumentException if the header does not hold a valid name
     */
    public static String numbering(org.apache.kafka.common.header.Headers headers) {
        if (!has(headers, Headers.NUMBERING)) {
            return "";
        }
        String text = text(headers, Headers.NUMBERING);
        boolean fits = text != null && !text.isEmpty() && text.length() <= LONGEST_NUMBERING;
        require(fits, Headers.NUMBERING, "1 to " + LONGEST_NUMBERING + " characters");
        return String.valueOf(text);
    }

    /**
     * The number of partitions among which users were distributed when a block was written, 0 if the record does not have that
     * header.
     *
     * @throws IllegalArgumentException if the header does not hold a valid number
     */
    public static int partitions(org.apache.kafka.common.header.Headers headers) {
        if (!has(headers, Headers.PARTITIONS)) {
            return 0;
        }
        long partitions = number(headers, Headers.PARTITIONS);
        require(partitions <= Integer.MAX_VALUE, Headers.PARTITIONS, "at most 2^31 - 1");
        return (int) partitions;
    }

    private static HourFile file(org.apache.kafka.common.header.Headers headers) {
        String text = String.valueOf(text(headers, Headers.FILE));
        try {
            HourFile file = HourFile.parse(text);
            require(file.toString().equals(text), Headers.FILE, file.toString());
            return file;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(Headers.FILE + ": " + e.getMessage(), e);
        }
    }

    private static boolean has(org.apache.kafka.common.header.Headers headers, String name) {
        return headers.lastHeader(name) != null;
    }

    private static @Nullable String text(org.apache.kafka.common.header.Headers headers, String name) {
        return Headers.text(headers, name);
    }

    private static long number(org.apache.kafka.common.header.Headers headers, String name) {
        Long number = Headers.number(headers, name);
        require(number != null && number >= 1 && number <= Sequence.MAX, name, "one number from 1 to 2^53 - 1");
        return number == null ? 0 : number;
    }

    private static void require(boolean holds, String name, String expected) {
        if (!holds) {
            throw new IllegalArgumentException(name + " must be " + expected);
        }
    }

    /** Sequence of its last event. */
    public long lastSeq() {
        return firstSeq + events - 1;
    }

    /** Position of its first event. */
    public Position firstPosition() {
        return new Position(file, new Offsets.Reader(offsets).next());
    }
}
