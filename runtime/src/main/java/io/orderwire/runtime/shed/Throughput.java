package io.orderwire.runtime.shed;

import java.util.Arrays;

/**
 * How many units a stage can handle per second: the median of recent slices of busy time. A garbage collection or a stop of the
 * process for seconds distorts one slice but not the median. Not thread-safe.
 */
final class Throughput {
    /** Shortest busy time of a measurement: long enough to average out batches, buffers and timers. */
    static final long SLICE_NANOS = 200_000_000;

    /** The median follows a change after half of the slices, which are 1 s of busy time. */
    private static final int SLICES = 9;

    private final double[] slices = new double[SLICES];
    private int next;
    private double median;
    private double units;
    private long busyNanos;

    /**
     * @param assumed units per second until there are measurements
     */
    Throughput(double assumed) {
        Arrays.fill(slices, assumed);
        median = assumed;
    }

    /**
     * Adds work.
     *
     * @param loaded whether there was more work than the stage could do. Otherwise batches were small, which costs time: the
     *     measurement is a lower bound, and counts only if it is higher than the current estimate.
     * @return whether there is a new estimate
     */
    boolean add(long doneUnits, long doneBusyNanos, boolean loaded) {
        units += doneUnits;
        busyNanos += doneBusyNanos;
        if (busyNanos < SLICE_NANOS) {
            return false;
        }
        double measured = units * 1e9 / busyNanos;
        begin();
        if (!loaded && measured <= median) {
            return false;
        }
        slices[next] = measured;
        next = (next + 1) % SLICES;
        double[] sorted = slices.clone();
        Arrays.sort(sorted);
        median = sorted[SLICES / 2];
        return true;
    }

    /** Begins a new slice, because the load changes now. */
    void begin() {
        units = 0;
        busyNanos = 0;
    }

    double perSecond() {
        return median;
    }
}
