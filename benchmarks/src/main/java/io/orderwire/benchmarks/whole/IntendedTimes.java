package io.orderwire.benchmarks.whole;

import java.util.Arrays;

/**
 * When each block of lines was to be written, epoch milliseconds, and how many lines it has. The load generator appends
 * blocks, and receivers find the block of a line by the line's {@code local_time}: lines of a block have its intended time or
 * times that are later by less than the distance to the next block. So an age counts from the schedule, and a write that is
 * late makes all of its lines older instead of fewer (coordinated omission). Thread-safe.
 */
public final class IntendedTimes {
    private static final int FIRST_CAPACITY = 1_024;

    private long[] times = new long[FIRST_CAPACITY];
    private int[] lines = new int[FIRST_CAPACITY];
    private int count;

    /**
     * Appends a block.
     *
     * @throws IllegalArgumentException if its time is not later than that of the block before
     */
    synchronized void append(long epochMs, int ofLines) {
        if (count > 0 && epochMs <= times[count - 1]) {
            throw new IllegalArgumentException("blocks must ascend: " + epochMs + " after " + times[count - 1]);
        }
        if (count == times.length) {
            times = Arrays.copyOf(times, 2 * count);
            lines = Arrays.copyOf(lines, 2 * count);
        }
        times[count] = epochMs;
        lines[count++] = ofLines;
    }

    /** Number of the last block that is not later than {@code epochMs}; -1 if all are. */
    synchronized int blockAt(long epochMs, int guess) {
        if (isBlock(guess, epochMs)) {
            return guess;
        }
        int found = Arrays.binarySearch(times, 0, count, epochMs);
        return found >= 0 ? found : -found - 2;
    }

    private boolean isBlock(int block, long epochMs) {
        return block >= 0
                && block < count
                && times[block] <= epochMs
                && (block + 1 == count || epochMs < times[block + 1]);
    }

    /** When that block was to be written. */
    synchronized long timeOf(int block) {
        return times[block];
    }

    /** Lines of each block, in order. */
    synchronized int[] lines() {
        return Arrays.copyOf(lines, count);
    }
}
