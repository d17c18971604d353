package io.orderwire.benchmarks.scale;

import io.orderwire.benchmarks.Deployment;
import io.orderwire.benchmarks.fanout.FilterSampler;
import io.orderwire.benchmarks.whole.LineSource;
import io.orderwire.benchmarks.whole.Pipeline;
import io.orderwire.benchmarks.whole.SimulatedLines;
import io.orderwire.benchmarks.whole.Stretch;
import io.orderwire.benchmarks.whole.StretchRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * What a line costs each process as partitions, clients, filters, users and the length of lines grow, one after the other.
 * Each number of partitions and users and each length has a pipeline of its own, so that all have run for as long when they
 * are measured; clients and filters come and go at one.
 */
public final class ScaleBenchmark {
    private static final int SHARED_FILTERS = 200;
    private static final double COLD_PART = 3;

    /** By default a gateway has 2,000. */
    private static final String CONNECTIONS = "gateway.max.connections=10000";

    private final ScaleOptions options;
    private final long beginNanos = System.nanoTime();

    /** A run with these options. */
    public ScaleBenchmark(ScaleOptions options) {
        this.options = options;
    }

    /**
     * Measures, prints and writes the reports.
     *
     * @throws AssertionError if the pipeline's output was not complete and in order, or clients were lost
     */
    public void run() throws Exception {
        log(String.format(Locale.ROOT, "about %d minutes", Math.round(Math.ceil(options.estimateSeconds() / 60.0))));
        List<Point> points = new ArrayList<>();
        for (Map.Entry<Dimension, List<Integer>> each : options.values().entrySet()) {
            if (each.getKey().isOfClients()) {
                points.addAll(clients(each.getKey(), each.getValue()));
            } else {
                for (int value : each.getValue()) {
                    points.add(lines(each.getKey(), value));
                }
            }
        }
        ScaleReport report = new ScaleReport(options, List.copyOf(points));
        System.out.print(report.text());
        report.write();
        if (!report.broken().isEmpty()) {
            throw new AssertionError("the output is not complete and in order:\n" + String.join("\n", report.broken()));
        }
    }

    /** One value, in a pipeline of its own. */
    private Point lines(Dimension dimension, int value) throws Exception {
        int partitions = dimension == Dimension.PARTITIONS ? value : Dimension.PARTITIONS.base();
        try (Deployment deployment =
                        Pipeline.deploy("complete", "one", List.of("partitions=" + partitions), List.of());
                Pipeline pipeline = new Pipeline("", deployment, source(deployment, dimension, value))) {
            StretchRun stretches = new StretchRun(pipeline, this::log);
            warmUp(stretches, label(dimension, value));
            return logged(new Point(dimension, value, run(stretches, dimension, value), 0));
        }
    }

    /** At a part of the rate first, because JVMs that have just started do not carry all of it. */
    private void warmUp(StretchRun stretches, String what) throws IOException, InterruptedException {
        int first = (options.warmUpSeconds() + 1) / 2;
        stretches.run("warm-up for " + what, options.rate() / COLD_PART, first);
        if (options.warmUpSeconds() > first) {
            stretches.run("warm-up for " + what, options.rate(), options.warmUpSeconds() - first);
        }
    }

    private static LineSource source(Deployment deployment, Dimension dimension, int value) throws IOException {
        Path data = deployment.data();
        if (dimension == Dimension.LENGTH) {
            // Beside the data, and deleted with the deployment.
            return PaddedLines.in(data.resolveSibling("lines"), data, value);
        }
        return new SimulatedLines(data, dimension == Dimension.USERS ? value : Dimension.USERS.base());
    }

    /** All values, in one pipeline. */
    private List<Point> clients(Dimension dimension, List<Integer> values) throws Exception {
        List<Point> points = new ArrayList<>();
        try (Deployment deployment = Pipeline.deploy("complete", "one", List.of(), List.of(CONNECTIONS));
                Pipeline pipeline =
                        new Pipeline("", deployment, new SimulatedLines(deployment.data(), Dimension.USERS.base()))) {
            StretchRun stretches = new StretchRun(pipeline, this::log);
            List<String> shared;
            List<String> coins;
            try (FilterSampler sampler = new FilterSampler(deployment.ws())) {
                warmUp(stretches, dimension.key());
                shared = sampler.filters(SHARED_FILTERS);
                coins = sampler.coins();
            }
            for (int value : values) {
                List<String> subscriptions = dimension == Dimension.CLIENTS
                        ? shared
                        : IntStream.range(0, value)
                                .mapToObj(i -> Crowd.neverMatching(i, coins))
                                .toList();
                try (Crowd crowd = Crowd.of(deployment.ws(), subscriptions, value)) {
                    long bytes = crowd.bytes();
                    Stretch stretch = run(stretches, dimension, value);
                    points.add(logged(new Point(dimension, value, stretch, crowd.bytes() - bytes)));
                    if (crowd.lost() > 0) {
                        throw new AssertionError(crowd.lost() + " of " + value + " clients were lost");
                    }
                }
            }
        }
        return points;
    }

    private Stretch run(StretchRun stretches, Dimension dimension, int value) throws IOException, InterruptedException {
        return stretches.run(label(dimension, value), options.rate(), options.seconds());
    }

    private static String label(Dimension dimension, int value) {
        return String.format(Locale.ROOT, "%s %,d", dimension.key(), value);
    }

    private Point logged(Point point) {
        log(String.format(
                Locale.ROOT,
                "%s: %.2f µs of CPU a line, p99 %.0f ms",
                point.stretch().label(),
                point.micros(),
                point.age(99)));
        return point;
    }

    private void log(String line) {
        System.err.printf(
                Locale.ROOT, "%4d s  %s%n", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beginNanos), line);
    }
}
