package io.orderwire.benchmarks;

import org.HdrHistogram.Histogram;

/**
 * How old the orders of frames are at a client, milliseconds: from {@code local_time}, which the simulator stamps just before
 * it writes the line, and from {@code block_time}, which is the chain's. Ages below 0 count as 0, those above ten minutes as
 * ten minutes. Not thread-safe.
 */
final class FrameAges {
    private static final String BLOCK_TIME = "\"block_time\":\"";
    private static final long HIGHEST_MS = 600_000;

    private final LocalTimes lineTimes = new LocalTimes();
    private final LocalTimes blockTimes = new LocalTimes();
    private Histogram fromFile = new Histogram(HIGHEST_MS, 3);
    private Histogram fromBlock = new Histogram(HIGHEST_MS, 3);

    /** Records the orders of a message that arrived at {@code nowMs}; returns how many there were. */
    int record(String message, long nowMs) {
        int orders = 0;
        int block = message.indexOf(BLOCK_TIME);
        int line = message.indexOf(LocalTimes.MEMBER);
        while (line >= 0) {
            int from = line + LocalTimes.MEMBER.length();
            record(fromFile, nowMs - lineTimes.epochMs(message, from));
            if (block >= 0 && block < line) {
                record(fromBlock, nowMs - blockTimes.epochMs(message, block + BLOCK_TIME.length()));
                block = message.indexOf(BLOCK_TIME, from);
            }
            orders++;
            line = message.indexOf(LocalTimes.MEMBER, from);
        }
        return orders;
    }

    private static void record(Histogram ages, long ageMs) {
        ages.recordValue(Math.min(HIGHEST_MS, Math.max(0, ageMs)));
    }

    /** Ages from the file since the last call. */
    Histogram takeFromFile() {
        Histogram taken = fromFile;
        fromFile = new Histogram(HIGHEST_MS, 3);
        return taken;
    }

    /** Ages from the block since the last call. */
    Histogram takeFromBlock() {
        Histogram taken = fromBlock;
        fromBlock = new Histogram(HIGHEST_MS, 3);
        return taken;
    }
}
