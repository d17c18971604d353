package io.orderwire.runtime.shed;

/**
 * The rate at which a stage's data arrives: the lower one of an average over about a second, which follows a load that falls,
 * and one over about ten. A stage before this one that catches up delivers for a moment much more than will keep arriving; a
 * load that rises for good is noticed when catching up fails. Not thread-safe.
 */
final class ArrivalRate {
    /** Evens out the blocks of a node, of which several a second arrive at once. */
    private static final double SHORT_NANOS = 1e9;

    private static final double LONG_NANOS = 10e9;

    private boolean begun;
    private long total;
    private long firstNanos;
    private long lastNanos;
    private double lately;
    private double onTheWhole;

    /** {@code totalSoFar} units have arrived by now; a total that fell, as that of a file that was cut, counts as none. */
    void arrived(long totalSoFar, long nowNanos) {
        if (!begun) {
            begun = true;
            total = totalSoFar;
            firstNanos = nowNanos;
            lastNanos = nowNanos;
            return;
        }
        double passed = nowNanos - lastNanos;
        if (passed <= 0) {
            return;
        }
        double now = Math.max(0, totalSoFar - total) / passed;
        lately += (now - lately) * weight(passed, SHORT_NANOS, nowNanos);
        onTheWhole += (now - onTheWhole) * weight(passed, LONG_NANOS, nowNanos);
        total = totalSoFar;
        lastNanos = nowNanos;
    }

    /** All samples since the first count alike until they span the memory. */
    private double weight(double passed, double memory, long nowNanos) {
        return Math.max(-Math.expm1(-passed / memory), passed / (nowNanos - firstNanos));
    }

    /**
     * Units a second. As long as arrivals have hardly been observed, the lag shows the rate as well: so many units arrived
     * within the age of the oldest of them.
     */
    double perSecond(long lag, long ageMs) {
        double trust = Math.min(1, (lastNanos - firstNanos) / SHORT_NANOS);
        double ofLag = ageMs > 0 ? lag * 1e3 / ageMs : 0;
        return Math.min(lately, onTheWhole) * 1e9 * trust + ofLag * (1 - trust);
    }
}
