package io.orderwire.ingestor.sequence;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Bounds how often the node's gaps are reported: some at once, and one a second. Not thread-safe. */
final class GapRate {
    /** Gaps that are reported at once. */
    static final int BURST = 16;

    private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private long left = BURST;
    private long sinceNanos;

    GapRate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.sinceNanos = nanoTime.getAsLong();
    }

    /** Whether a gap may be reported now; if so, it is counted. */
    boolean allows() {
        long passed = (nanoTime.getAsLong() - sinceNanos) / NANOS;
        if (passed > 0) {
            left = Math.min(BURST, left + passed);
            sinceNanos += passed * NANOS;
        }
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
