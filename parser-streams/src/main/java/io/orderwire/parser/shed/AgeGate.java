package io.orderwire.parser.shed;

import io.orderwire.runtime.kafka.NewerRecords;

/**
 * Decides which blocks of one partition are shed, by how long they have waited for the parser. A block that has waited too
 * long is shed only if the thread cannot catch up in time ({@link ThreadLag}), and only for newer ones, together with all
 * blocks before those: the newer ones have waited about half the bound, or are the newest if even these have waited longer.
 * BlockShedding a block that is old because it took long to reach Kafka would make nothing younger. The timestamps of blocks are
 * not used, so this does not depend on the clock of any host.
 *
 * <p>Not thread-safe.
 */
public final class AgeGate {
    private final int partition;
    private final NewerRecords newer;
    private final ShedOffsets passedOver;
    private final ThreadLags backlogs;
    private final ThreadLag backlog;
    private long goOnAt;
    private long lastOffset;

    AgeGate(int partition, NewerRecords newer, ShedOffsets passedOver, ThreadLags backlogs) {
        this.partition = partition;
        this.newer = newer;
        this.passedOver = passedOver;
        this.backlogs = backlogs;
        this.backlog = backlogs.open(partition);
        passedOver.nothing(partition);
    }

    /** Restores a range of offsets that an earlier task instance shed; its blocks may have been skipped already. */
    public void resume(long from, long until) {
        goOnAt = until;
        lastOffset = until - 1;
        passedOver.resume(partition, from, until);
    }

    /** Forgets the shed blocks when the partition's task ends: the next task may begin before them and judges again. */
    public void close() {
        passedOver.nothing(partition);
        backlogs.close(backlog, partition);
    }

    /** Offset of the first block wanted after the shed ones; at most that of the current block when there are none. */
    public long goOnAt() {
        return goOnAt;
    }

    /** Whether blocks that are missing just before {@code offset} were shed; to be called before {@link #stops}. */
    public boolean passedOverBefore(long offset) {
        return lastOffset < goOnAt && goOnAt <= offset;
    }

    /** How long the block at {@code offset} could have been read; {@link NewerRecords#waitedMs}. */
    public long waitedMs(long offset) {
        return newer.waitedMs(partition, offset);
    }

    /** A block that a start position asked for is parsed, however old it is. */
    public void replays(BlockAt block) {
        backlog.replays(partition, block);
    }

    /** Whether to shed a block. */
    public boolean stops(BlockAt block) {
        long offset = block.offset();
        long nothingBehind = passedOver.nothingBehind(partition);
        if (offset <= lastOffset || goOnAt <= nothingBehind) {
            // The block is read again, or is of a topic that was created again, or those before goOnAt are the newest
            // after all: the offset that was found before is not valid.
            goOnAt = 0;
        }
        lastOffset = offset;
        if (offset >= goOnAt) {
            long instead = newer.instead(partition, Math.max(offset, nothingBehind));
            boolean tooOld = instead > offset;
            goOnAt = backlog.sheds(partition, block, tooOld) && tooOld ? instead : 0;
            if (offset < goOnAt) {
                passedOver.until(partition, goOnAt);
            }
        }
        if (offset < goOnAt) {
            backlog.shed(partition, goOnAt);
        }
        return offset < goOnAt;
    }

    /** The block at hand was parsed. */
    public void parsed(int events) {
        backlog.parsed(events);
    }

    /** The record at {@code offset}, whatever it is, was handled. */
    public void handled(long offset) {
        backlog.handled(partition, offset);
    }
}
