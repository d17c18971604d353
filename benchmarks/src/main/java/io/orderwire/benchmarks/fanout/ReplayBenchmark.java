package io.orderwire.benchmarks.fanout;

import io.orderwire.benchmarks.ChildProcess;
import io.orderwire.benchmarks.Cores;
import io.orderwire.benchmarks.Deployment;
import io.orderwire.benchmarks.LatencyProbe;
import io.orderwire.benchmarks.Load;
import io.orderwire.benchmarks.Waiting;
import io.orderwire.contract.position.Source;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Clients that begin in the past while orders are written: how fast they get what Kafka holds, how long it takes
 * until they are live, and how fresh the stream of a live client is meanwhile. That client is measured first without any
 * replay, which shows what replays cost it.
 */
public final class ReplayBenchmark {
    private static final String GATEWAY = "gateway";
    private static final int LONGEST_SECONDS = 300;
    private static final long AGES_SECONDS = 20;
    private static final long POLL_MS = 20;

    private final int clients;
    private final int rate;
    private final long seconds;
    private final int limit;
    private final String coin;
    private final Source shape;

    /** Options as in the usage of {@code bench}. */
    public ReplayBenchmark(Map<String, String> options) {
        clients = Integer.parseInt(options.getOrDefault("clients", "1"));
        rate = Integer.parseInt(options.getOrDefault("rate", "23500"));
        seconds = Integer.parseInt(options.getOrDefault("seconds", "60"));
        limit = Integer.parseInt(options.getOrDefault("limit", "100000"));
        coin = options.getOrDefault("coin", "");
        shape = Source.of(options.getOrDefault("shape", "streaming"));
    }

    /** Prints the table. */
    public void run() throws Exception {
        System.out.printf(
                Locale.ROOT,
                "replay, %s, %,d lines/s; %d clients from the earliest order%s, gateway.replay.rate=%d%n",
                shape.option(),
                rate,
                clients,
                coin.isEmpty() ? "" : " of " + coin,
                limit);
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try (Deployment deployment = Deployment.separate(
                        shape,
                        new Deployment.Parts(Cores.shared(), "latest", "one", 512, 128, 384, 384),
                        List.of("gateway.replay.rate=" + limit));
                LatencyProbe live = new LatencyProbe(deployment.ws(), "");
                CountingClients counting = new CountingClients(deployment.ws(), false)) {
            Load.write(deployment.data(), shape, rate, seconds);
            Waiting.untilQuiet(live::orders);
            long kept = deployment.orders();
            System.out.printf(Locale.ROOT, "kept          %,d orders%n", kept);
            Future<Long> load =
                    writer.submit(() -> Load.write(deployment.data(), shape, rate, 2 * AGES_SECONDS + LONGEST_SECONDS));
            TimeUnit.SECONDS.sleep(AGES_SECONDS / 4);
            live.takeLatencies();
            TimeUnit.SECONDS.sleep(AGES_SECONDS);
            System.out.println("live, alone   " + FanoutBenchmark.ages(live.takeLatencies()));
            replay(deployment, counting, live);
            load.cancel(true);
        } finally {
            writer.shutdownNow();
            writer.awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    private void replay(Deployment deployment, CountingClients counting, LatencyProbe live) throws Exception {
        ChildProcess gateway = Objects.requireNonNull(deployment.parts().get(GATEWAY));
        long cpu = gateway.cpuNanos();
        double readBefore = deployment.gatewayMeter("orderwire_gateway_replayed_total");
        long start = System.nanoTime();
        String filter = coin.isEmpty() ? "" : ",\"coins\":[\"" + coin + "\"]";
        for (int i = 0; i < clients; i++) {
            counting.add("{\"type\":\"orders\",\"id\":\"x\",\"from\":\"earliest\"" + filter + "}");
        }
        while (deployment.gatewayMeter("orderwire_gateway_replayed_total") == readBefore
                || deployment.gatewayMeter("orderwire_gateway_replays") > 0) {
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
            if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(LONGEST_SECONDS)) {
                throw new AssertionError("not live after " + LONGEST_SECONDS + " s");
            }
        }
        double took = (System.nanoTime() - start) / 1e9;
        double read = deployment.gatewayMeter("orderwire_gateway_replayed_total") - readBefore;
        Histogram meanwhile = live.takeLatencies();
        System.out.printf(
                Locale.ROOT,
                "replay        live after %.1f s: %,.0f records read, %,.0f a second; %,.0f bytes a second to each client%n",
                took,
                read,
                read / took,
                counting.bytes() / took / clients);
        System.out.println("live, beside  " + FanoutBenchmark.ages(meanwhile));
        System.out.printf(
                Locale.ROOT,
                "gateway       %.2f cores, %d MiB; losses were reported to a live client in %d frames%n",
                (gateway.cpuNanos() - cpu) / 1e9 / took,
                gateway.residentBytes() >> 20,
                live.dropped());
        System.out.println(deployment.stats());
        if (counting.open() < clients) {
            throw new AssertionError("clients were lost");
        }
    }
}
