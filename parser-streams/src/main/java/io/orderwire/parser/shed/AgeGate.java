package io.orderwire.parser.shed;

import io.orderwire.runtime.kafka.NewerRecords;

/**
 * Decides which blocks of one partition are shed, by how long they have waited for the parser. A block that has waited too long
 * is shed only if the thread cannot catch up in time ({@link ThreadLag}), and only if there are newer ones, together with all
 * blocks before those. The newer ones have waited about half the bound; if even the newest blocks have waited longer, they are
 * the newest. A block that is old because it took long to reach Kafka is not shed, because this would not make later blocks
 * younger. The timestamps of blocks are not used, so this does not depend on the clock of any host.
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

    /** Forgets the shed blocks when the partition's task ends: the next task may begin before them and decides itself. */
    public void close() {
        shedOffsets.nothing(partition);
        lags.close(lag, partition);
    }

    /** Offset of the first block to parse after the shed ones; not greater than that of the current block if none are shed. */
    public long resumeAt() {
        return resumeAt;
    }

    /** Whether blocks that are missing just before {@code offset} were shed; to be called before {@link #stops}. */
    public boolean shedBefore(long offset) {
        return lastOffset < resumeAt && resumeAt <= offset;
    }

    /** For how long the block at {@code offset} could have been read; see {@link NewerRecords#waitedMs}. */
    public long waitedMs(long offset) {
        return newer.waitedMs(partition, offset);
    }

    /** Reports a block that a start position requested. It is parsed regardless of its age. */
    public void replays(BlockAt block) {
        lag.replays(partition, block);
    }

    /** Whether to shed a block. */
    public boolean stops(BlockAt block) {
        long offset = block.offset();
        long newestBefore = shedOffsets.newestBefore(partition);
        if (offset <= lastOffset || resumeAt <= newestBefore) {
            // The earlier target is not valid: the block is read again, or its topic was created again, or the blocks
            // before resumeAt turned out to be the newest.
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

    /** Reports that the current block was parsed. */
    public void parsed(int events) {
        lag.parsed(events);
    }

    /** Reports that the record at {@code offset}, of any kind, was handled. */
    public void handled(long offset) {
        lag.handled(partition, offset);
    }
}
