package io.orderwire.parser.shed;

import io.orderwire.runtime.kafka.NewerRecords;

/**
 * Lets blocks of one partition pass or not, by their age. One that is too old is given up only for newer ones, and all
 * before those with it: they are about half the bound old, or the newest there are where these are older. Where a block's
 * age is not the parser's doing, but its way to Kafka was long, giving it up would make nothing younger. Four bounds old it
 * is given up in any case.
 *
 * <p>Not thread-safe.
 */
public final class AgeGate {
    /** So many bounds old a block is of no use to anyone who wants fresh orders, were it the newest there is. */
    private static final long TOO_LATE = 4;

    private final int partition;
    private final long maxAgeMs;
    private final NewerRecords newer;
    private final PassedOver passedOver;
    private long goOnAt;
    private long lastOffset;

    /** @param maxAgeMs the bound; {@link Long#MAX_VALUE} for a gate that never shuts */
    AgeGate(int partition, long maxAgeMs, NewerRecords newer, PassedOver passedOver) {
        this.partition = partition;
        this.maxAgeMs = maxAgeMs;
        this.newer = newer;
        this.passedOver = passedOver;
        passedOver.nothing(partition);
    }

    /** Takes up what was found in an earlier life: blocks of that range of offsets may have been passed over already. */
    public void resume(long from, long until) {
        goOnAt = until;
        lastOffset = until - 1;
        passedOver.resume(partition, from, until);
    }

    /** The partition's task has ended: where it begins again, maybe before what was found here, blocks are judged anew. */
    public void close() {
        passedOver.nothing(partition);
    }

    /** Offset of the first block wanted behind those given up; at most that of the block at hand when there are none. */
    public long goOnAt() {
        return goOnAt;
    }

    /** Whether blocks that are missing just before that offset are among those given up; asked before {@link #stops}. */
    public boolean passedOverBefore(long offset) {
        return lastOffset < goOnAt && goOnAt <= offset;
    }

    /**
     * Whether a block is to be given up.
     *
     * @param timestampMs when the ingestor read it, epoch milliseconds
     */
    public boolean stops(long offset, long timestampMs, long nowMs) {
        long nothingBehind = passedOver.nothingBehind(partition);
        if (offset <= lastOffset || goOnAt <= nothingBehind) {
            // Read again, or of a topic that was made anew, or the newest after all: what was found before does not
            // hold.
            goOnAt = 0;
        }
        lastOffset = offset;
        long ageMs = nowMs - timestampMs;
        if (offset >= goOnAt && ageMs > maxAgeMs) {
            goOnAt = newer.instead(partition, Math.max(offset, nothingBehind), timestampMs, nowMs);
            if (offset < goOnAt) {
                passedOver.until(partition, goOnAt);
            }
        }
        return offset < goOnAt || ageMs / TOO_LATE > maxAgeMs;
    }
}
