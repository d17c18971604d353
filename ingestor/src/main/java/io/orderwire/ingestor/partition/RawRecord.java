package io.orderwire.ingestor.partition;

import org.jspecify.annotations.Nullable;

/**
 * A record of the raw topic, ready to send.
 *
 * @param partition the partition of its events' users
 * @param source the origin of its bytes
 * @param firstSeq sequence of its first event; in a marker, of the first event after it
 * @param events number of events
 * @param places the places of its events
 * @param oversizedLength length of the only event, of which the record holds the start; 0 if the events are complete
 * @param value whole lines, each with its line feed
 * @param gap the gap that a marker reports, as JSON; null in every other record. A marker does not hold events
 */
@SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
public record RawRecord(
        int partition,
        Source source,
        long firstSeq,
        int events,
        Places places,
        long oversizedLength,
        byte[] value,
        byte @Nullable [] gap) {
    private static final byte[] NOTHING = {};

    /**
     * The origin of a record's bytes.
     *
     * @param file the hour file as text, UTF-8
     * @param replay true if a start position requested them
     */
    public record Source(byte[] file, boolean replay) {
        static final Source NONE = new Source(NOTHING, false);
    }

    /**
     * The places of events.
     *
     * @param offsets in their file, {@link io.orderwire.contract.position.Offsets}
     * @param indexes in their blocks, {@link io.orderwire.contract.position.Indexes}; null if all are unknown
     */
    public record Places(byte[] offsets, byte @Nullable [] indexes) {
        private static final Places NONE = new Places(NOTHING, null);
    }

    /** The marker of a gap in one partition. */
    static RawRecord marker(int partition, long nextSeq, byte[] gap) {
        return new RawRecord(partition, Source.NONE, nextSeq, 0, Places.NONE, 0, NOTHING, gap);
    }

    /** The hour file as text, UTF-8. */
    public byte[] file() {
        return source.file;
    }

    /** True if a start position requested it. */
    public boolean replay() {
        return source.replay;
    }

    /** Offsets of its events in their file. */
    public byte[] offsets() {
        return places.offsets;
    }

    /** Indexes of its events in their blocks, or null if all are unknown. */
    public byte @Nullable [] indexes() {
        return places.indexes;
    }
}
