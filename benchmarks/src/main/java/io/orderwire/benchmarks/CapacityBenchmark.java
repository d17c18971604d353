package io.orderwire.benchmarks;

import io.orderwire.contract.position.Source;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Writes faster and faster. A rate is held when a client of one coin still gets its orders within 2 s and all that was
 * written has come out. Each part runs in a JVM of its own, which separates its CPU time per line from that of the simulator
 * and of the client, which run in this JVM.
 */
final class CapacityBenchmark {
    private static final String PROBE_COIN = "ETH";
    private static final long FRESH_MS = 2_000;

    private final List<Integer> rates;
    private final long seconds;
    private final Source shape;
    private final boolean oneJvm;
    private final long warmUpSeconds;
    private final String records;

    CapacityBenchmark(Map<String, String> options) {
        rates = Rates.parse(options.getOrDefault("rates", "25000,50000,100000,150000,200000"));
        seconds = Long.parseLong(options.getOrDefault("seconds", "15"));
        oneJvm = options.getOrDefault("jvms", "each").equals("one");
        warmUpSeconds = Long.parseLong(options.getOrDefault("warmup", "30"));
        records = options.getOrDefault("records", "one");
        shape = Source.of(options.getOrDefault("shape", "streaming"));
    }

    void run() throws Exception {
        System.out.println("capacity, " + shape.option() + (oneJvm ? ", all in one JVM" : ", a JVM for each part")
                + ", records=" + records);
        System.out.println("  lines/s  written/s   out/s    p50 ms   p99 ms   max ms  held  CPU µs a line");
        try (Deployment deployment = deploy();
                LatencyProbe probe = new LatencyProbe(deployment.ws(), PROBE_COIN)) {
            Load.write(deployment.data(), shape, rates.get(0), warmUpSeconds);
            Waiting.untilQuiet(deployment::orders);
            for (int rate : rates) {
                if (!measure(deployment, probe, rate)) {
                    break;
                }
            }
            System.out.println("resident MiB " + deployment.residentMib());
            System.out.println(deployment.stats());
        }
    }

    private Deployment deploy() throws IOException {
        return oneJvm
                ? Deployment.standalone(
                        shape,
                        "complete",
                        List.of("-Xmx1g", "-XX:+UseParallelGC"),
                        List.of("orders.records=" + records))
                : Deployment.separate(shape, Deployment.Parts.complete(records), List.of());
    }

    private boolean measure(Deployment deployment, LatencyProbe probe, int rate) throws Exception {
        probe.takeLatencies();
        long ordersBefore = deployment.orders();
        Map<String, Long> cpuBefore = deployment.cpuNanos();
        long start = System.nanoTime();
        long written = Load.write(deployment.data(), shape, rate, seconds);
        double writing = (System.nanoTime() - start) / 1e9;
        Waiting.until(() -> deployment.orders() - ordersBefore >= written, 120);
        double draining = (System.nanoTime() - start) / 1e9;
        Map<String, Long> cpuAfter = deployment.cpuNanos();
        Waiting.untilQuiet(probe::orders);
        Histogram latencies = probe.takeLatencies();
        boolean held = latencies.getValueAtPercentile(99) < FRESH_MS && probe.dropped() == 0;
        StringBuilder cpu = new StringBuilder();
        double sum = 0;
        for (Map.Entry<String, Long> part : cpuAfter.entrySet()) {
            double micros = (part.getValue() - cpuBefore.getOrDefault(part.getKey(), 0L)) / 1e3 / written;
            sum += micros;
            cpu.append(String.format(Locale.ROOT, "%s %.2f  ", part.getKey(), micros));
        }
        System.out.printf(
                Locale.ROOT,
                "%9d %10.0f %8.0f %8d %8d %8d  %s  %s= %.2f%n",
                rate,
                written / writing,
                written / draining,
                latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(99),
                latencies.getMaxValue(),
                held ? "yes " : "no  ",
                cpu,
                sum);
        TimeUnit.SECONDS.sleep(1);
        return held;
    }
}
