package io.orderwire.ingestor.partition;

import org.jspecify.annotations.Nullable;

/**
 * A record of the raw topic, ready to send.
 *
 * @param partition the partition of its users
 * @param source the bytes that it was read from
 * @param firstSeq sequence of its first event; in a marker, of the first event after it
 * @param events how many events it holds
 * @param places where its events stand
 * @param oversizedLength length of the one event whose start this is, or 0
 * @param value whole lines, each ended by a line feed
 * @param gap the gap that a marker stands for, as JSON; null in every other record. A marker holds no events
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
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
     * The bytes of a record's events.
     *
     * @param file the hour file as text, UTF-8
     * @param replay true when a start position asked for them
     */
    public record Source(byte[] file, boolean replay) {
        static final Source NONE = new Source(NOTHING, false);
    }

    /**
     * Where events stand.
     *
     * @param offsets in their file, {@link io.orderwire.contract.position.Offsets}
     * @param indexes in their blocks, {@link io.orderwire.contract.position.Indexes}; null if none is known
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

    /** True when a start position asked for it. */
    public boolean replay() {
        return source.replay;
    }

    /** Where its events stand in their file. */
    public byte[] offsets() {
        return places.offsets;
    }

    /** Where its events stand in their blocks, or null if none is known. */
    public byte @Nullable [] indexes() {
        return places.indexes;
    }
}
