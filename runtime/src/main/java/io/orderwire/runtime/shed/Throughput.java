package io.orderwire.runtime.shed;

import java.util.Arrays;

/**
 * How much a stage can do in a second, as the median of recent slices of busy time: a collection of garbage, or a process
 * that was stopped for seconds while it worked, spoils one slice and not the median. Not thread-safe.
 */
final class Throughput {
    /** Shortest busy time that is worth a measurement: batches, buffers and timers even out in it. */
    static final long SLICE_NANOS = 200_000_000;

    /** The median follows a change after half of them, 1 s of busy time. */
    private static final int SLICES = 9;

    private final double[] slices = new double[SLICES];
    private int next;
    private double median;
    private double units;
    private long busyNanos;

    /** @param assumed units a second until there are measurements */
    Throughput(double assumed) {
        Arrays.fill(slices, assumed);
        median = assumed;
    }

    /**
     * Adds work.
     *
     * @param loaded whether there was more work than could be done. If there was not, batches were small, which costs time:
     *     the measurement is only a lower bound, and counts only if it is higher than the present estimate.
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

    /** Begins a new slice: what follows is done under another load. */
    void begin() {
        units = 0;
        busyNanos = 0;
    }

    double perSecond() {
        return median;
    }
}
