package io.orderwire.benchmarks;

import io.orderwire.contract.position.Source;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Time from file, and from block, to a client that gets everything, at given rates, through the standalone in one JVM. The
 * simulated node writes a line 0.3 to 3 s after the time of its block.
 */
final class LatencyBenchmark {
    private final List<Integer> rates;
    private final long seconds;
    private final Source shape;

    LatencyBenchmark(Map<String, String> options) {
        rates = Rates.parse(options.getOrDefault("rates", "1000,23500"));
        seconds = Long.parseLong(options.getOrDefault("seconds", "20"));
        shape = Source.of(options.getOrDefault("shape", "streaming"));
    }

    void run() throws Exception {
        System.out.println("latency, " + shape.option() + ", to WebSocket client, ms");
        System.out.println("  lines/s from       p50      p90      p99    p99.9      max    orders  written");
        try (Deployment deployment = Deployment.standalone(shape, "complete", List.of("-Xmx1g"));
                LatencyProbe probe = new LatencyProbe(deployment.ws(), "")) {
            Load.write(deployment.data(), shape, rates.get(0), seconds);
            for (int rate : rates) {
                Load.write(deployment.data(), shape, rate, Math.max(3, seconds / 4));
                Waiting.untilQuiet(probe::orders);
                probe.takeLatencies();
                probe.takeBlockAges();
                long before = probe.orders();
                long written = Load.write(deployment.data(), shape, rate, seconds);
                Waiting.untilQuiet(probe::orders);
                long orders = probe.orders() - before;
                print(rate, "file", probe.takeLatencies(), orders, written);
                print(rate, "block", probe.takeBlockAges(), orders, written);
            }
            System.out.println(deployment.stats());
        }
    }

    private static void print(int rate, String from, Histogram ages, long orders, long written) {
        System.out.printf(
                Locale.ROOT,
                "%9d %-5s %8d %8d %8d %8d %8d %9d %8d%n",
                rate,
                from,
                ages.getValueAtPercentile(50),
                ages.getValueAtPercentile(90),
                ages.getValueAtPercentile(99),
                ages.getValueAtPercentile(99.9),
                ages.getMaxValue(),
                orders,
                written);
    }
}
