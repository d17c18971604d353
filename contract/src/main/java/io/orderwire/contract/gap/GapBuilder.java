package io.orderwire.contract.gap;

import org.jspecify.annotations.Nullable;

/** Builds a {@link Gap}. Values that are not set are unknown; times that are not set are 0. Not thread-safe. */
public final class GapBuilder {
    private static final Gap.Range UNKNOWN_RANGE = new Gap.Range(null, null, null, null, null, null);

    private final String id;
    private final Gap.Words words;
    private @Nullable Integer partition;
    private Gap.Range range = UNKNOWN_RANGE;
    private @Nullable Long events;
    private @Nullable Long bytes;
    private Gap.Times times = new Gap.Times(0, 0);

    GapBuilder(String id, Gap.Words words) {
        this.id = id;
        this.words = words;
    }

    /** The partition that the loss is in; null if it is in all. */
    public GapBuilder partition(@Nullable Integer number) {
        partition = number;
        return this;
    }

    /** First and last sequence, inclusive. */
    public GapBuilder seqs(@Nullable Long from, @Nullable Long to) {
        range = new Gap.Range(from, to, range.fromPos(), range.toPos(), range.fromBlock(), range.toBlock());
        return this;
    }

    /** Position of the first byte, and position after the last one. */
    public GapBuilder positions(@Nullable String from, @Nullable String to) {
        range = new Gap.Range(range.fromSeq(), range.toSeq(), from, to, range.fromBlock(), range.toBlock());
        return this;
    }

    /** First and last block number, inclusive. */
    public GapBuilder blocks(@Nullable Long from, @Nullable Long to) {
        range = new Gap.Range(range.fromSeq(), range.toSeq(), range.fromPos(), range.toPos(), from, to);
        return this;
    }

    /** Number of events lost. */
    public GapBuilder events(@Nullable Long number) {
        events = number;
        return this;
    }

    /** Number of bytes lost. */
    public GapBuilder bytes(@Nullable Long number) {
        bytes = number;
        return this;
    }

    /** Times of the first and the last lost data, epoch milliseconds. */
    public GapBuilder times(long fromMs, long toMs) {
        times = new Gap.Times(fromMs, toMs);
        return this;
    }

    /** The gap. */
    public Gap build() {
        return new Gap(id, words, partition, range, events, bytes, times);
    }
}
