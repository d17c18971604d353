package io.orderwire.runtime.shed;

/**
 * The rate at which a stage's data arrives: the lower one of two averages. The one over about a second follows a load that
 * falls; the one over about ten seconds ignores short peaks, such as that of an upstream stage that catches up. A load that
 * rises permanently is noticed when catching up fails. Not thread-safe.
 */
final class ArrivalRate {
    /** Smooths the bursts of a node, which writes several blocks per second. */
    private static final double SHORT_NANOS = 1e9;

    private static final double LONG_NANOS = 10e9;

    private boolean begun;
    private long total;
    private long firstNanos;
    private long lastNanos;
    private double lately;
    private double onTheWhole;

    /**
     * Updates the rate: {@code totalSoFar} units have arrived until now. A total that fell, for example because a file was
     * truncated, counts as no arrivals.
     */
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

    /** All samples since the first one have the same weight until they span the memory of the average. */
    private double weight(double passed, double memory, long nowNanos) {
        return Math.max(-Math.expm1(-passed / memory), passed / (nowNanos - firstNanos));
    }

    /**
     * Units per second. While arrivals have been observed for less than a second, the rate is estimated from the lag as well:
     * {@code lag} units arrived within the age of the oldest of them.
     */
    double perSecond(long lag, long ageMs) {
        double trust = Math.min(1, (lastNanos - firstNanos) / SHORT_NANOS);
        double ofLag = ageMs > 0 ? lag * 1e3 / ageMs : 0;
        return Math.min(lately, onTheWhole) * 1e9 * trust + ofLag * (1 - trust);
    }
}
