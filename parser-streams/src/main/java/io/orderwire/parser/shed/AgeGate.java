package io.orderwire.parser.shed;

import io.orderwire.runtime.kafka.NewerRecords;

/**
 * Lets blocks of one partition pass or not, by how long they have waited for the parser. One that has waited too long is
 * shed only for newer ones, and all before those with it: they have waited about half the bound, or are the newest there
 * are where these have waited longer. Where a block is old because its way to Kafka was long, shedding it would make
 * nothing younger. No clock of a host has a part in this: the timestamps of blocks are not looked at.
 *
 * <p>Not thread-safe.
 */
public final class AgeGate {
    private final int partition;
    private final NewerRecords newer;
    private final PassedOver passedOver;
    private long goOnAt;
    private long lastOffset;

    AgeGate(int partition, NewerRecords newer, PassedOver passedOver) {
        this.partition = partition;
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

    /** How long that block could have been read; {@link NewerRecords#waitedMs}. */
    public long waitedMs(long offset) {
        return newer.waitedMs(partition, offset);
    }

    /** Whether a block is to be shed. */
    public boolean stops(long offset) {
        long nothingBehind = passedOver.nothingBehind(partition);
        if (offset <= lastOffset || goOnAt <= nothingBehind) {
            // Read again, or of a topic that was made anew, or the newest after all: what was found before does not
            // hold.
            goOnAt = 0;
        }
        lastOffset = offset;
        if (offset >= goOnAt) {
            goOnAt = newer.instead(partition, Math.max(offset, nothingBehind));
            if (offset < goOnAt) {
                passedOver.until(partition, goOnAt);
            }
        }
        return offset < goOnAt;
    }
}
