package io.orderwire.benchmarks.scale;

import io.orderwire.benchmarks.Load;
import io.orderwire.benchmarks.ParserFleet;
import io.orderwire.benchmarks.Waiting;
import io.orderwire.benchmarks.whole.CpuMeter;
import io.orderwire.contract.position.Source;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Compares a model of the parsers with what parsers carry that have a part of a core each. The model comes from two rates
 * that all parsers together carry without quotas. By default their JVMs have the quick compiler only: with a part of a core,
 * the other one compiles for minutes and takes most of that part. Then lines are written that the parsers cannot read yet,
 * because their quotas are tiny, and are read at the quotas, by fewer and fewer parsers: all of them are warm, and the others
 * ended.
 */
public final class QuotaBenchmark {
    private static final int SESSION_MS = 3_000;
    private static final int MOVED_SECONDS = 20;
    private static final int LOW_PART = 6;
    private static final double HELD_BACK = 0.05;
    private static final double TAKING_OVER = 0.5;

    /** What settles after quotas or parsers change: caches, and the size of transactions. */
    private static final long SETTLE_SECONDS = 3;

    private final QuotaOptions options;
    private final long beginNanos = System.nanoTime();
    private final Map<String, CpuQuota> quotas = new LinkedHashMap<>();

    /** A run with these options. */
    public QuotaBenchmark(QuotaOptions options) {
        this.options = options;
    }

    /**
     * Measures and prints.
     *
     * @throws AssertionError if quotas cannot be set, or the parsers had read everything before the end
     */
    public void run() throws Exception {
        log(String.format(Locale.ROOT, "about %d s", options.estimateSeconds()));
        int most = options.parsers().get(0);
        try {
            for (int i = 0; i < most; i++) {
                String name = name(i);
                quotas.put(
                        name,
                        makeQuota("orderwire-bench-" + ProcessHandle.current().pid() + "-" + name));
            }
            try (ParserFleet fleet = ParserFleet.start(List.of(), SESSION_MS)) {
                measure(fleet, most);
            }
        } finally {
            removeQuotas();
        }
    }

    /** Goes on after a failure, and only logs it: it must neither keep other groups nor hide why the run failed. */
    private void removeQuotas() {
        quotas.forEach((name, quota) -> {
            try {
                quota.close();
            } catch (IOException e) {
                log("the control group of " + name + " cannot be removed: " + e);
            }
        });
    }

    private static CpuQuota makeQuota(String name) {
        try {
            return CpuQuota.make(name);
        } catch (IOException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static String name(int number) {
        return "parser-" + number;
    }

    private void measure(ParserFleet fleet, int most) throws Exception {
        for (String name : quotas.keySet()) {
            fleet.startParser(name, options.compilers());
            quota(name).add(fleet.parser(name).pid());
        }
        for (String name : quotas.keySet()) {
            fleet.awaitParser(name);
        }
        log("warming up " + most + " parsers at " + options.rate() + " lines/s");
        Load.write(fleet.data(), Source.STREAMING, options.rate(), options.warmUpSeconds());
        try (ParsedLines parsed = new ParsedLines(fleet.bootstrapServers())) {
            CpuMeter meter = meter(fleet, most);
            ParserModel.Load high = load(fleet, parsed, meter, options.rate());
            ParserModel.Load low = load(fleet, parsed, meter, options.rate() / LOW_PART);
            ParserModel model = ParserModel.through(low, high, most);
            long written = parsed.count() + fill(fleet, parsed);
            List<QuotaReport.Measured> all = new ArrayList<>();
            for (int parsers : options.parsers()) {
                all.add(atQuota(fleet, parsed, parsers, written));
            }
            System.out.print(new QuotaReport(options.share(), low, high, model, all).text());
        }
    }

    private CpuQuota quota(String name) {
        CpuQuota quota = quotas.get(name);
        if (quota == null) {
            throw new IllegalStateException("no quota for " + name);
        }
        return quota;
    }

    /** CPU time of all parsers at a rate, without compilers. */
    private ParserModel.Load load(ParserFleet fleet, ParsedLines parsed, CpuMeter meter, int rate) throws Exception {
        Waiting.untilQuiet(parsed::count);
        ParserCpu before = ParserCpu.of(meter);
        long begin = System.nanoTime();
        long written = Load.write(fleet.data(), Source.STREAMING, rate, options.seconds());
        double took = (System.nanoTime() - begin) / 1e9;
        ParserCpu after = ParserCpu.of(meter);
        double compilers = after.compilers(before, took);
        ParserModel.Load load = new ParserModel.Load(written / took, after.cores(before, took) - compilers);
        log(String.format(
                Locale.ROOT,
                "%,.0f lines/s: %.3f cores, and %.3f for compilers",
                load.linesPerSecond(),
                load.cores(),
                compilers));
        return load;
    }

    private static CpuMeter meter(ParserFleet fleet, int parsers) {
        Map<String, Long> pids = new LinkedHashMap<>();
        for (int i = 0; i < parsers; i++) {
            pids.put(name(i), fleet.parser(name(i)).pid());
        }
        return new CpuMeter(pids, List.of());
    }

    /** Writes lines while the parsers are held back, and returns their number when all are in the raw topic. */
    private long fill(ParserFleet fleet, ParsedLines parsed) throws Exception {
        Waiting.untilQuiet(parsed::count);
        for (CpuQuota quota : quotas.values()) {
            quota.limit(HELD_BACK);
        }
        long written = Load.write(fleet.data(), Source.STREAMING, Double.POSITIVE_INFINITY, options.fillSeconds());
        Waiting.untilQuiet(parsed::rawEnd);
        log(String.format(Locale.ROOT, "wrote %,d lines", written));
        return written;
    }

    /** Ends parsers until so many are left, and waits until these read all partitions, for which they get more time. */
    private void end(ParserFleet fleet, ParsedLines parsed, int left) throws Exception {
        for (CpuQuota quota : quotas.values()) {
            quota.limit(TAKING_OVER);
        }
        List<String> names = List.copyOf(quotas.keySet());
        names.subList(left, names.size()).parallelStream()
                .forEach(name -> fleet.parser(name).close());
        awaitMoves(parsed);
    }

    /** Until orders of all partitions were written: none of them was read to its end. */
    private static void awaitMoves(ParsedLines parsed) throws Exception {
        Map<Integer, Long> reached = parsed.read();
        boolean[] moved = new boolean[1];
        Waiting.until(
                () -> {
                    Map<Integer, Long> now = parsed.read();
                    moved[0] = reached.entrySet().stream()
                            .allMatch(each -> now.getOrDefault(each.getKey(), 0L) > each.getValue());
                    return moved[0];
                },
                MOVED_SECONDS);
        if (!moved[0]) {
            throw new AssertionError("the parsers have read all of a partition; a longer fill= leaves them more");
        }
    }

    private QuotaReport.Measured atQuota(ParserFleet fleet, ParsedLines parsed, int parsers, long written)
            throws Exception {
        end(fleet, parsed, parsers);
        for (CpuQuota quota : quotas.values()) {
            quota.limit(options.share());
        }
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        CpuMeter meter = meter(fleet, parsers);
        ParserCpu before = ParserCpu.of(meter);
        long begin = System.nanoTime();
        long first = parsed.count();
        TimeUnit.SECONDS.sleep(options.seconds());
        double took = (System.nanoTime() - begin) / 1e9;
        ParserCpu after = ParserCpu.of(meter);
        long last = parsed.count();
        QuotaReport.Measured measured = new QuotaReport.Measured(
                parsers,
                (last - first) / took,
                after.cores(before, took),
                after.compilers(before, took),
                written - last);
        log(String.format(
                Locale.ROOT,
                "%d parsers: %,.0f lines/s, %.3f cores, %,d lines left",
                parsers,
                measured.linesPerSecond(),
                measured.cores(),
                measured.lag()));
        awaitMoves(parsed);
        return measured;
    }

    private void log(String line) {
        System.err.printf(
                Locale.ROOT, "%4d s  %s%n", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beginNanos), line);
    }
}
