package io.orderwire.benchmarks.overload;

import io.orderwire.testing.guarantees.Accounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Holds what was seen against what is promised. */
final class Checks {
    private static final long FRESH_MS = 2_000;
    private static final double LEAST_DELIVERED = 0.8;
    private static final double MOST_HEAP_GROWTH = 1.05;
    private static final double MOST_RESIDENT_GROWTH = 1.10;
    /** In less time, growth of memory cannot be distinguished from warming up. */
    private static final int LEAST_SECONDS_FOR_MEMORY = 600;

    /** Kafka's: its segments are files, more of them until retention takes the first. */
    private static final String BROKER = "broker";

    private final List<Check> checks = new ArrayList<>();

    private Checks() {}

    /**
     * Checks a run.
     *
     * @param stats the pipeline's account when all was quiet again, JSON
     * @param written events that were written to the files in all
     * @param capacity orders a second that get through when nothing is in their way, 0 when not measured
     */
    static List<Check> of(OverloadRun.Result result, String stats, long written, double capacity) {
        Checks checks = new Checks();
        checks.accounts(stats, written);
        checks.fresh(result, capacity);
        if (result.last().second() + 1 >= LEAST_SECONDS_FOR_MEMORY) {
            result.early().forEach((part, early) -> {
                Footprint late = result.late().get(part);
                if (late != null) {
                    checks.memory(part, early, late);
                }
            });
        }
        return checks.checks;
    }

    private void accounts(String stats, long written) {
        Accounts reported = Accounts.parse(stats);
        long sum = reported.skippedAtIngest()
                + reported.duplicates()
                + reported.orders()
                + reported.deadLetters()
                + reported.shedByParser();
        checks.add(new Check(
                "every event written is found",
                String.format(Locale.ROOT, "%,d written, %,d found", written, reported.found()),
                reported.found() == written,
                true));
        checks.add(new Check(
                "found = skipped + duplicates + orders + dead letters + shed",
                String.format(
                        Locale.ROOT,
                        "%,d = %,d + %,d + %,d + %,d + %,d",
                        reported.found(),
                        reported.skippedAtIngest(),
                        reported.duplicates(),
                        reported.orders(),
                        reported.deadLetters(),
                        reported.shedByParser()),
                reported.found() == sum,
                true));
        checks.add(new Check(
                "the account is exact",
                stats.contains("\"exact\":true") ? "exact" : "not exact",
                stats.contains("\"exact\":true"),
                true));
    }

    private void fresh(OverloadRun.Result result, double capacity) {
        long p99 = result.ages().getValueAtPercentile(99);
        checks.add(new Check(
                "less than 2 s from file to client",
                String.format(
                        Locale.ROOT,
                        "p50 %,d ms, p99 %,d ms, max %,d ms over %,d orders",
                        result.ages().getValueAtPercentile(50),
                        p99,
                        result.ages().getMaxValue(),
                        result.ages().getTotalCount()),
                result.ages().getTotalCount() > 0 && result.ages().getMaxValue() < FRESH_MS,
                false));
        if (capacity > 0) {
            double least = Math.min(result.rate(), capacity) * LEAST_DELIVERED;
            checks.add(new Check(
                    "at least 80 % of the capacity is delivered",
                    String.format(
                            Locale.ROOT,
                            "%,.0f orders/s of %,.0f lines/s written, capacity %,.0f: %.0f %%",
                            result.delivered(),
                            result.rate(),
                            capacity,
                            100 * result.delivered() / Math.min(result.rate(), capacity)),
                    result.delivered() >= least,
                    false));
        }
    }

    private void memory(String part, Footprint early, Footprint late) {
        checks.add(new Check(
                "memory of the " + part + " does not grow",
                String.format(
                        Locale.ROOT,
                        "live heap %.1f to %.1f MiB, resident %.0f to %.0f MiB, threads %d to %d, files %d to %d",
                        mib(early.liveHeapBytes()),
                        mib(late.liveHeapBytes()),
                        mib(early.residentBytes()),
                        mib(late.residentBytes()),
                        early.threads(),
                        late.threads(),
                        early.fileDescriptors(),
                        late.fileDescriptors()),
                late.liveHeapBytes() <= early.liveHeapBytes() * MOST_HEAP_GROWTH
                        && late.residentBytes() <= early.residentBytes() * MOST_RESIDENT_GROWTH
                        && (part.equals(BROKER)
                                || late.threads() <= early.threads()
                                        && late.fileDescriptors() <= early.fileDescriptors()),
                false));
    }

    static double mib(long bytes) {
        return bytes / (double) (1 << 20);
    }
}
