package io.orderwire.benchmarks.attackers;

import org.HdrHistogram.Histogram;

/** What a witness saw of the orders that were written in one phase. Confined to the lock of its witness. */
final class Phase {
    private static final long HIGHEST_MS = 600_000;

    private final Histogram ages = new Histogram(HIGHEST_MS, 3);
    private long ofCoin;
    private long missing;
    private long reported;

    void order(long ageMs, boolean isOfCoin) {
        ages.recordValue(Math.min(HIGHEST_MS, Math.max(0, ageMs)));
        ofCoin += isOfCoin ? 1 : 0;
    }

    void missing(long events) {
        missing += events;
    }

    void reported(long events) {
        reported += events;
    }

    long orders() {
        return ages.getTotalCount();
    }

    /** Events that are missing in the sequences or were reported as lost, which is the same where both are known. */
    long lost() {
        return Math.max(missing, reported);
    }

    Figures figures() {
        return new Figures(
                orders(),
                ofCoin,
                lost(),
                ages.getValueAtPercentile(50),
                ages.getValueAtPercentile(99),
                ages.getMaxValue());
    }

    /**
     * The result of a phase.
     *
     * @param ofCoin orders of the coin that the second witness is subscribed to
     * @param p50Ms age; so are the others
     */
    record Figures(long orders, long ofCoin, long lost, long p50Ms, long p99Ms, long maxMs) {}
}
