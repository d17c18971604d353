package io.orderwire.ingestor.partition;

import org.jspecify.annotations.Nullable;

/**
 * A record of the raw topic, ready to send.
 *
 * @param partition the partition of its users
 * @param file the hour file as text, UTF-8
 * @param firstSeq sequence of its first event; in a marker, of the first event behind it
 * @param events how many events it holds
 * @param offsets where they stand, {@link io.orderwire.contract.position.Offsets}
 * @param indexes their places in their blocks, {@link io.orderwire.contract.position.Indexes}; null if none is known
 * @param oversizedLength length of the one event whose start this is, or 0
 * @param replay true when a start position asked for it
 * @param value whole lines, each ended by a line feed
 * @param gap the gap that a marker stands for, as JSON; null in every other record. A marker holds no events
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
public record RawRecord(
        int partition,
        byte[] file,
        long firstSeq,
        int events,
        byte[] offsets,
        byte @Nullable [] indexes,
        long oversizedLength,
        boolean replay,
        byte[] value,
        byte @Nullable [] gap) {
    private static final byte[] NOTHING = {};

    /** The marker of a gap in one partition. */
    static RawRecord marker(int partition, long nextSeq, byte[] gap) {
        return new RawRecord(partition, NOTHING, nextSeq, 0, NOTHING, null, 0, false, NOTHING, gap);
    }
}
