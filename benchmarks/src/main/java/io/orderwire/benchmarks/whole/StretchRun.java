package io.orderwire.benchmarks.whole;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Writes lines at a rate for some seconds, waits until they have arrived, and measures. */
public final class StretchRun {
    private static final long HOPELESS_US = 3_000_000;
    private static final long QUIET_MS = 3_000;
    private static final long POLL_MS = 50;
    private static final long SAMPLE_MS = 1_000;
    private static final long DRAIN_MS = 60_000;
    private static final int PROGRESS_SECONDS = 5;
    private static final String LOAD = "simulator";

    private final Pipeline pipeline;
    private final CpuMeter cpu;
    private final Consumer<String> log;
    private boolean resume;

    /** Measures that pipeline. */
    public StretchRun(Pipeline pipeline, Consumer<String> log) {
        this.pipeline = pipeline;
        this.log = log;
        this.cpu = new CpuMeter(pipeline.pids(), Pipeline.RECEIVERS);
    }

    /** Writes at a rate, lines a second, and returns what was measured. */
    public Stretch run(String label, double rate, int seconds) throws IOException, InterruptedException {
        reset();
        int firstBlock = pipeline.intended().lines().length;
        long bytes = pipeline.lines().bytes();
        Losses losses = pipeline.losses();
        Map<String, Map<Long, Long>> allocated = pipeline.allocation().read();
        Traffic traffic = Traffic.of(pipeline.pids().values());
        Map<String, Cpu> before = cpu.read();
        PacedLoad load = new PacedLoad(pipeline.lines(), pipeline.intended(), rate, seconds);
        double took = write(label, load, losses, seconds);
        drain(load.written(), losses);
        Map<String, Cpu> used = new LinkedHashMap<>();
        cpu.read().forEach((name, use) -> used.put(name, use.minus(before.getOrDefault(name, Cpu.NONE))));
        used.put(LOAD, load.used());
        Traffic moved = Traffic.of(pipeline.pids().values()).minus(traffic);
        Losses lost = pipeline.losses().minus(losses);
        boolean whole = load.written() == Math.round(rate * seconds);
        Stretch stretch = new Stretch(
                label,
                new Stretch.Written(rate, load.written(), pipeline.lines().bytes() - bytes, took, whole),
                new Stretch.Ages(pipeline.all().ages(), pipeline.committed().ages()),
                new Stretch.Costs(
                        used,
                        AllocationMeter.between(allocated, pipeline.allocation().read()),
                        moved,
                        pipeline.all().bytes(),
                        pipeline.committed().bytes()),
                lost,
                new OutputCheck(pipeline).broken(load.written(), lost, firstBlock),
                lost.none());
        resume = !lost.none();
        return stretch;
    }

    private void reset() {
        pipeline.all().reset(resume);
        pipeline.committed().reset(resume);
        pipeline.filtered().forEach(received -> received.reset(resume));
    }

    /** Returns the seconds that it took; a load that is hopeless is stopped. */
    private double write(String label, PacedLoad load, Losses before, int seconds)
            throws IOException, InterruptedException {
        Thread thread = new Thread(load, LOAD);
        long begin = System.nanoTime();
        thread.start();
        long worst = 0;
        int second = 0;
        while (thread.isAlive()) {
            // For compiler threads that end before the stretch does.
            cpu.read();
            long p99 =
                    Math.max(pipeline.all().takeNewest(), pipeline.committed().takeNewest());
            worst = Math.max(worst, p99);
            if (p99 > HOPELESS_US || !pipeline.losses().minus(before).none()) {
                load.stop();
            }
            if (second++ % PROGRESS_SECONDS == 0 && second > 1) {
                log.accept(String.format(
                        Locale.ROOT,
                        "%s: %d of %d s, %,d lines, p99 of the last second at most %,d ms",
                        label,
                        second - 1,
                        seconds,
                        load.written(),
                        worst / 1_000));
                worst = 0;
            }
            thread.join(SAMPLE_MS);
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /** Until everybody has everything, or nothing arrives any more. */
    private void drain(long written, Losses before) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        long quietSince = begin;
        long last = -1;
        while (millisSince(begin) < DRAIN_MS && millisSince(quietSince) < QUIET_MS) {
            List<Received> filtered = pipeline.filtered();
            long others = filtered.stream().mapToLong(Received::orders).sum();
            long expected = written - pipeline.losses().minus(before).deadLetters();
            boolean complete = pipeline.all().orders() >= expected
                    && pipeline.committed().orders() >= expected
                    && others >= expectedByFilters();
            if (complete) {
                return;
            }
            long now = pipeline.all().orders() + pipeline.committed().orders() + others;
            if (now != last) {
                last = now;
                quietSince = System.nanoTime();
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    private long expectedByFilters() {
        long[] sum = new long[1];
        pipeline.committed().between(() -> {
            for (int i = 0; i < pipeline.filtered().size(); i++) {
                sum[0] += pipeline.filters().sum(i).orders();
            }
        });
        return sum[0];
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
