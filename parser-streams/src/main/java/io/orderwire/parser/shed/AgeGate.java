package io.orderwire.parser.shed;

import io.orderwire.runtime.kafka.NewerRecords;

/**
 * Decides which blocks of one partition are shed, by how long they have waited for the parser. A block that has waited too
 * long is shed only if the thread cannot catch up in time ({@link ThreadLag}), and only for newer ones, together with all
 * blocks before those: the newer ones have waited about half the bound, or are the newest if even these have waited longer.
 * Shedding a block that is old because it took long to reach Kafka would not make the rest younger. The timestamps of blocks are
 * not used, so this does not depend on the clock of any host.
 *
 * <p>Not thread-safe.
 */
public final class AgeGate {
    private final int partition;
    private final NewerRecords newer;
    private final ShedOffsets shedOffsets;
    private final ThreadLags lags;
    private final ThreadLag lag;
    private long resumeAt;
    private long lastOffset;

    AgeGate(int partition, NewerRecords newer, ShedOffsets shedOffsets, ThreadLags lags) {
        this.partition = partition;
        this.newer = newer;
        this.shedOffsets = shedOffsets;
        this.lags = lags;
        this.lag = lags.open(partition);
        shedOffsets.nothing(partition);
    }

    /** Restores a range of offsets that an earlier task instance shed; its blocks may have been skipped already. */
    public void resume(long from, long until) {
        resumeAt = until;
        lastOffset = until - 1;
        shedOffsets.resume(partition, from, until);
    }

    /** Forgets the shed blocks when the partition's task ends: the next task may begin before them and judges again. */
    public void close() {
        shedOffsets.nothing(partition);
        lags.close(lag, partition);
    }

    /** Offset of the first block wanted after the shed ones; at most that of the current block when there are none. */
    public long resumeAt() {
        return resumeAt;
    }

    /** Whether blocks that are missing just before {@code offset} were shed; to be called before {@link #stops}. */
    public boolean shedBefore(long offset) {
        return lastOffset < resumeAt && resumeAt <= offset;
    }

    /** How long the block at {@code offset} could have been read; {@link NewerRecords#waitedMs}. */
    public long waitedMs(long offset) {
        return newer.waitedMs(partition, offset);
    }

    /** A block that a start position asked for is parsed, however old it is. */
    public void replays(BlockAt block) {
        lag.replays(partition, block);
    }

    /** Whether to shed a block. */
    public boolean stops(BlockAt block) {
        long offset = block.offset();
        long newestBefore = shedOffsets.newestBefore(partition);
        if (offset <= lastOffset || resumeAt <= newestBefore) {
            // The block is read again, or is of a topic that was created again, or those before resumeAt are the newest
            // after all: the offset that was found before is not valid.
            resumeAt = 0;
        }
        lastOffset = offset;
        if (offset >= resumeAt) {
            long instead = newer.instead(partition, Math.max(offset, newestBefore));
            boolean tooOld = instead > offset;
            resumeAt = lag.sheds(partition, block, tooOld) && tooOld ? instead : 0;
            if (offset < resumeAt) {
                shedOffsets.until(partition, resumeAt);
            }
        }
        if (offset < resumeAt) {
            lag.shed(partition, resumeAt);
        }
        return offset < resumeAt;
    }

    /** The block at hand was parsed. */
    public void parsed(int events) {
        lag.parsed(events);
    }

    /** The record at {@code offset}, whatever it is, was handled. */
    public void handled(long offset) {
        lag.handled(partition, offset);
    }
}
