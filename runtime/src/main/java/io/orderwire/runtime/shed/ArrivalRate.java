package io.orderwire.runtime.shed;

/** The rate at which a stage's data arrives, as an average that forgets after about a second. Not thread-safe. */
final class ArrivalRate {
    /** Evens out the blocks of a node, of which several a second arrive at once, and follows a change of load. */
    private static final double MEMORY_NANOS = 1e9;

    private boolean begun;
    private long total;
    private long firstNanos;
    private long lastNanos;
    private double perNano;

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
        // All samples since the first count alike until they span the memory.
        double weight = Math.max(-Math.expm1(-passed / MEMORY_NANOS), passed / (nowNanos - firstNanos));
        perNano += (now - perNano) * weight;
        total = totalSoFar;
        lastNanos = nowNanos;
    }

    /**
     * Units a second. As long as arrivals have hardly been observed, the lag shows the rate as well: so many units arrived
     * within the age of the oldest of them.
     */
    double perSecond(long lag, long ageMs) {
        double trust = Math.min(1, (lastNanos - firstNanos) / MEMORY_NANOS);
        double ofLag = ageMs > 0 ? lag * 1e3 / ageMs : 0;
        return perNano * 1e9 * trust + ofLag * (1 - trust);
    }
}
