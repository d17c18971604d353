package io.orderwire.benchmarks.whole;

import io.orderwire.benchmarks.Deployment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The whole way of an order: simulator or real file, ingestor, Kafka, parser, Kafka, gateway, a client of all orders, clients
 * with filters, and a plain consumer group. Searches the highest rate that is held, then measures ages and costs at some
 * rates.
 */
public final class WholeBenchmark {
    private static final int START_SECONDS = 20;
    private static final int DRAIN_SECONDS = 5;
    private static final int WARM_UP_PARTS = 4;
    private static final double HALF = 0.5;

    private final WholeOptions options;
    private final long beginNanos = System.nanoTime();

    /** A run with these options. */
    public WholeBenchmark(WholeOptions options) {
        this.options = options;
    }

    /**
     * Measures, prints and writes the reports.
     *
     * @throws AssertionError if the pipeline's output was not complete and in order
     */
    public void run() throws Exception {
        log(String.format(
                Locale.ROOT,
                "about %d minutes at most; hour files take up to %d MiB, and each partition of two topics %d MiB and what"
                        + " is written in 20 s",
                Math.round(Math.ceil(estimateSeconds() / 60.0)),
                (LineSource.KEPT_FILES + 1) * LineSource.FILE_BYTES >> 20,
                Pipeline.RETENTION_BYTES >> 20));
        touch();
        List<Floor> floors = Floor.measure(options.form().floorSeconds(), this::log);
        WholeReport report;
        try (Deployment deployment = Pipeline.deploy(options.form());
                Pipeline pipeline = new Pipeline(options, deployment)) {
            StretchRun stretches = new StretchRun(pipeline, this::log);
            warmUp(pipeline, stretches);
            List<Stretch> tried = new ArrayList<>();
            RateSearch.Found found = search(stretches, tried);
            List<Stretch> measured = new ArrayList<>();
            for (double rate : rates(found)) {
                measured.add(logged(stretches.run(label(rate), rate, options.seconds())));
            }
            report = new WholeReport(
                    options,
                    List.copyOf(pipeline.pids().keySet()),
                    found,
                    floors,
                    List.copyOf(tried),
                    List.copyOf(measured));
        }
        System.out.print(report.text());
        report.write();
        if (!report.broken().isEmpty()) {
            throw new AssertionError("the output is not complete and in order:\n" + String.join("\n", report.broken()));
        }
    }

    private long estimateSeconds() {
        long stretches = options.search().steps() + options.rates().size() + 2L;
        long floors = options.form().floorSeconds() == 0
                ? 0
                : 2L * START_SECONDS + 3L * options.form().floorSeconds();
        return floors + START_SECONDS + options.warmUpSeconds() + stretches * (options.seconds() + DRAIN_SECONDS);
    }

    /** Has a JVM touch memory, so that the hypervisor backs the pages which the kernel uses for files later. */
    private void touch() throws IOException, InterruptedException {
        if (options.form().touchMib() == 0) {
            return;
        }
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:+AlwaysPreTouch",
                        "-Xms" + options.form().touchMib() + "m",
                        "-Xmx" + options.form().touchMib() + "m",
                        "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
            process.destroyForcibly();
            throw new IOException("could not touch " + options.form().touchMib() + " MiB; touch=0 leaves it out");
        }
        log("touched " + options.form().touchMib() + " MiB");
    }

    private void warmUp(Pipeline pipeline, StretchRun stretches) throws IOException, InterruptedException {
        int first = Math.max(1, options.warmUpSeconds() / WARM_UP_PARTS);
        double rate = Math.min(options.search().to(), 2.0 * options.search().from());
        stretches.run("warm-up", rate, first);
        pipeline.addFiltered(options.filtered());
        if (options.warmUpSeconds() > first) {
            stretches.run("warm-up", rate, options.warmUpSeconds() - first);
        }
    }

    private RateSearch.Found search(StretchRun stretches, List<Stretch> tried) {
        if (options.search().steps() == 0) {
            return new RateSearch.Found(options.search().to(), Double.POSITIVE_INFINITY);
        }
        return options.rateSearch().run(rate -> {
            String label = String.format(
                    Locale.ROOT,
                    "step %d of %d",
                    tried.size() + 1,
                    options.search().steps());
            try {
                Stretch stretch = logged(stretches.run(label + ", " + label(rate), rate, options.seconds()));
                tried.add(stretch);
                return stretch.held();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        });
    }

    private List<Double> rates(RateSearch.Found found) {
        List<Double> rates = new ArrayList<>();
        options.rates().forEach(rate -> rates.add(rate.doubleValue()));
        if (found.held() > 0) {
            rates.add(RateSearch.rounded(found.held() * HALF));
            rates.add(found.held());
        }
        return rates.stream().sorted().distinct().toList();
    }

    private static String label(double rate) {
        return String.format(Locale.ROOT, "%,.0f lines/s", rate);
    }

    private Stretch logged(Stretch stretch) {
        log(String.format(
                Locale.ROOT,
                "%s: %s, p99 %.1f ms to the client and %.1f to the consumer, %,d shed%s",
                stretch.label(),
                stretch.held() ? "held" : "not held",
                stretch.ages().client().getValueAtPercentile(99) / 1e3,
                stretch.ages().consumer().getValueAtPercentile(99) / 1e3,
                stretch.losses().shed() + stretch.losses().dropped(),
                stretch.broken().isEmpty() ? "" : ", BROKEN: " + stretch.broken()));
        return stretch;
    }

    private void log(String line) {
        System.err.printf(
                Locale.ROOT, "%4d s  %s%n", TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beginNanos), line);
    }
}
