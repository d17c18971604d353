package io.orderwire.benchmarks.overload;

import io.orderwire.benchmarks.Deployment;
import io.orderwire.benchmarks.LatencyProbe;
import io.orderwire.benchmarks.Waiting;
import io.orderwire.contract.position.Source;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/** An ingestor that finds gigabytes which were written while it was down, and lines that go on coming. */
final class ColdBacklog {
    private static final double BACKLOG_RATE = 2_000_000;
    private static final int BACKLOG_SECONDS = 900;
    private static final double LIVE_RATE = 20_000;
    private static final int LIVE_SECONDS = 60;
    private static final int FIRST_ORDER_SECONDS = 50;

    private final Deployment deployment;
    private final LatencyProbe probe;
    private final Source shape;

    ColdBacklog(Deployment deployment, LatencyProbe probe, Source shape) {
        this.deployment = deployment;
        this.probe = probe;
        this.shape = shape;
    }

    /**
     * Writes so many bytes with no ingestor, and then starts one while lines are written.
     *
     * @return events written
     */
    long run(long bytes) throws Exception {
        deployment.stopIngestor();
        long until = size() + bytes;
        long backlog = write(BACKLOG_RATE, BACKLOG_SECONDS, () -> {
            Waiting.until(() -> size() >= until, BACKLOG_SECONDS);
            return null;
        });
        System.out.printf(
                Locale.ROOT,
                "%,d events in %,d bytes were written while no ingestor ran%n",
                backlog,
                size() - until + bytes);
        long live = write(LIVE_RATE, LIVE_SECONDS, this::start);
        Waiting.untilQuiet(deployment::orders);
        return backlog + live;
    }

    private Void start() throws Exception {
        long before = probe.orders();
        long begin = System.nanoTime();
        deployment.startIngestor();
        long readyMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        Waiting.until(() -> probe.orders() > before, FIRST_ORDER_SECONDS);
        long firstMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        probe.takeLatencies();
        TimeUnit.SECONDS.sleep(2);
        Histogram ages = probe.takeLatencies();
        System.out.printf(
                Locale.ROOT,
                "ready %,d ms after its start, the first order %,d ms; two seconds later p50 %,d ms, max %,d ms%n",
                readyMs,
                firstMs,
                ages.getValueAtPercentile(50),
                ages.getMaxValue());
        return null;
    }

    /** Writes at that rate until something is done; returns how many events. */
    private long write(double rate, int seconds, Callable<Void> meanwhile) throws Exception {
        SimulatorOptions options = SimulatorOptions.builder(deployment.data())
                .shape(shape)
                .linesPerSecond(rate)
                .seconds(seconds)
                .build();
        try (Simulator simulator = new Simulator(options)) {
            Thread writing = new Thread(simulator, "simulator");
            writing.start();
            try {
                meanwhile.call();
            } finally {
                simulator.stop();
                writing.join();
            }
            return simulator.events();
        }
    }

    private long size() throws IOException {
        try (Stream<Path> files = Files.walk(deployment.data())) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
