package io.orderwire.benchmarks.fanout;

import io.orderwire.benchmarks.ChildProcess;
import io.orderwire.benchmarks.Cores;
import io.orderwire.benchmarks.Deployment;
import io.orderwire.benchmarks.LatencyProbe;
import io.orderwire.benchmarks.Load;
import io.orderwire.benchmarks.Waiting;
import io.orderwire.contract.position.Source;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;

/**
 * A gateway's clients by the hundred, beside the rest of the pipeline and the load on the same cores: how fresh orders are
 * at some of them, and what each costs. Measured first with one client, then with all, which separates the cost
 * of clients from that of the stream.
 */
public final class FanoutBenchmark {
    private static final String GATEWAY = "gateway";
    private static final int PROBES = 4;

    private final int clients;
    private final int firehoses;
    private final int filters;
    private final int rate;
    private final long seconds;
    private final long warmUpSeconds;
    private final boolean compressed;
    private final Source shape;

    /** Options as in the usage of {@code bench}. */
    public FanoutBenchmark(Map<String, String> options) {
        clients = number(options, "clients", 1_000);
        firehoses = number(options, "firehoses", 20);
        filters = number(options, "filters", 200);
        rate = number(options, "rate", 23_500);
        seconds = number(options, "seconds", 60);
        warmUpSeconds = number(options, "warmup", 30);
        compressed = options.getOrDefault("compressed", "false").equals("true");
        shape = Source.of(options.getOrDefault("shape", "streaming"));
    }

    private static int number(Map<String, String> options, String name, int otherwise) {
        return Integer.parseInt(options.getOrDefault(name, String.valueOf(otherwise)));
    }

    /** What was measured in one stretch of load. */
    private record Stretch(long written, double seconds, double gatewayCores, long bytes, long residentMib) {}

    /** Prints the table. */
    public void run() throws Exception {
        System.out.printf(
                Locale.ROOT,
                "fan-out, %s, %,d lines/s for %d s; %d clients, %d of them firehoses, the others with %d filters%s%n",
                shape.option(),
                rate,
                seconds,
                clients,
                firehoses,
                filters,
                compressed ? ", compressed" : "");
        // All clients of this benchmark have one address.
        try (Deployment deployment = Deployment.separate(
                        shape,
                        new Deployment.Parts(Cores.shared(), "latest", "one", 512, 128, 384, 384),
                        List.of("gateway.shared.addresses=127.0.0.1"));
                LatencyProbe firehose = new LatencyProbe(deployment.ws(), "");
                CountingClients counting = new CountingClients(deployment.ws(), compressed)) {
            List<String> subscriptions = warmUp(deployment);
            firehose.takeLatencies();
            Stretch alone = measure(deployment, counting);
            System.out.println("one client    " + ages(firehose.takeLatencies()));
            connect(counting, subscriptions);
            Map<String, LatencyProbe> probes = probes(deployment);
            try {
                Load.write(deployment.data(), shape, rate, Math.max(5, seconds / 6));
                Waiting.untilQuiet(firehose::orders);
                firehose.takeLatencies();
                probes.values().forEach(LatencyProbe::takeLatencies);
                Stretch all = measure(deployment, counting);
                report(deployment, counting, firehose, probes, alone, all);
            } finally {
                probes.values().forEach(LatencyProbe::close);
            }
        }
    }

    private List<String> warmUp(Deployment deployment) throws Exception {
        try (FilterSampler sampler = new FilterSampler(deployment.ws())) {
            Load.write(deployment.data(), shape, rate, warmUpSeconds);
            Waiting.untilQuiet(deployment::orders);
            return sampler.filters(filters);
        }
    }

    private void connect(CountingClients counting, List<String> subscriptions) throws Exception {
        for (int i = 0; i < firehoses; i++) {
            counting.add("{\"type\":\"orders\",\"id\":\"x\"}");
        }
        for (int i = 0; i < clients - firehoses - PROBES - 1; i++) {
            counting.add(subscriptions.get(i % subscriptions.size()));
        }
    }

    private static Map<String, LatencyProbe> probes(Deployment deployment) throws Exception {
        Map<String, LatencyProbe> probes = new LinkedHashMap<>();
        for (String coin : List.of("BTC", "ETH", "SOL", "HYPE").subList(0, PROBES)) {
            probes.put(coin, new LatencyProbe(deployment.ws(), coin));
        }
        return probes;
    }

    private Stretch measure(Deployment deployment, CountingClients counting) throws Exception {
        ChildProcess gateway = Objects.requireNonNull(deployment.parts().get(GATEWAY));
        long cpu = gateway.cpuNanos();
        long bytes = counting.bytes();
        long start = System.nanoTime();
        long written = Load.write(deployment.data(), shape, rate, seconds);
        double took = (System.nanoTime() - start) / 1e9;
        Waiting.untilQuiet(deployment::orders);
        return new Stretch(
                written,
                took,
                (gateway.cpuNanos() - cpu) / 1e9 / took,
                counting.bytes() - bytes,
                gateway.residentBytes() >> 20);
    }

    private void report(
            Deployment deployment,
            CountingClients counting,
            LatencyProbe firehose,
            Map<String, LatencyProbe> probes,
            Stretch alone,
            Stretch all)
            throws Exception {
        System.out.println("firehose      " + ages(firehose.takeLatencies()));
        List<String> lossy = new ArrayList<>();
        probes.forEach((coin, probe) -> {
            System.out.printf(Locale.ROOT, "%-13s %s%n", coin, ages(probe.takeLatencies()));
            if (probe.dropped() > 0) {
                lossy.add(coin);
            }
        });
        System.out.printf(
                Locale.ROOT,
                "gateway       %.2f cores with one client, %.2f with all: %.0f µs a second for each client%n",
                alone.gatewayCores,
                all.gatewayCores,
                (all.gatewayCores - alone.gatewayCores) * 1e6 / clients);
        System.out.printf(
                Locale.ROOT,
                "bytes         %,.0f a second in all, %,.0f for each client; %,d frames%n",
                all.bytes / all.seconds,
                all.bytes / all.seconds / counting.open(),
                counting.frames());
        System.out.printf(
                Locale.ROOT,
                "memory        gateway %d MiB with one client, %d with all: %.0f KiB for each client%n",
                alone.residentMib,
                all.residentMib,
                (all.residentMib - alone.residentMib) * 1024.0 / clients);
        System.out.printf(Locale.ROOT, "connected     %d still, losses reported: %s%n", counting.open(), lossy);
        System.out.println(deployment.stats());
        if (counting.open() < clients - PROBES - 1) {
            throw new AssertionError("clients were lost");
        }
    }

    static String ages(Histogram latencies) {
        return String.format(
                Locale.ROOT,
                "p50 %d ms, p99 %d ms, max %d ms of %,d orders",
                latencies.getValueAtPercentile(50),
                latencies.getValueAtPercentile(99),
                latencies.getMaxValue(),
                latencies.getTotalCount());
    }
}
