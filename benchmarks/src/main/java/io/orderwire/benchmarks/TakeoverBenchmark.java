package io.orderwire.benchmarks;

import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Kills a parser while orders flow, and takes the time until a committed reader has, of every partition, an order that
 * was in the files only after the kill: once with the same parser started again at once, the JVM's start included, once
 * with a second parser that is there already.
 */
final class TakeoverBenchmark {
    private static final long BOUND_MS = 60_000;
    private static final long SETTLE_SECONDS = 8;
    private static final int OUR_SESSION_MS = 3_000;
    private static final int DEFAULT_SESSION_MS = 6_000;
    private static final List<String> DEFAULTS = List.of(
            "transaction.abort.timed.out.transaction.cleanup.interval.ms=10000",
            "group.initial.rebalance.delay.ms=3000",
            "group.min.session.timeout.ms=6000");

    private final int kills;
    private final double rate;
    private final boolean ours;

    TakeoverBenchmark(Map<String, String> options) {
        kills = Integer.parseInt(options.getOrDefault("kills", "5"));
        rate = Double.parseDouble(options.getOrDefault("rate", "1000"));
        ours = options.getOrDefault("brokers", "ours").equals("ours");
    }

    void run() throws Exception {
        int sessionMs = ours ? OUR_SESSION_MS : DEFAULT_SESSION_MS;
        try (ParserFleet fleet = ParserFleet.start(ours ? List.of() : DEFAULTS, sessionMs);
                Simulator simulator = new Simulator(SimulatorOptions.builder(fleet.data())
                        .linesPerSecond(rate)
                        .build());
                CommittedReader reader = new CommittedReader(fleet.bootstrapServers())) {
            Thread load = new Thread(simulator, "simulator");
            load.setDaemon(true);
            load.start();
            fleet.startParser("a");
            fleet.awaitParser("a");
            System.out.printf(
                    Locale.ROOT,
                    "takeover, broker settings %s, session %d ms, %.0f lines/s%n",
                    ours ? "ours" : "Kafka's defaults",
                    sessionMs,
                    rate);
            print("killed and started again", restart(fleet, reader));
            fleet.startParser("b");
            fleet.awaitParser("b");
            print("killed, another takes over", takeOver(fleet, reader));
        }
    }

    private long[] restart(ParserFleet fleet, CommittedReader reader) throws Exception {
        long[] waits = new long[kills];
        for (int i = 0; i < kills; i++) {
            settle(reader);
            long killedMs = System.currentTimeMillis();
            fleet.killParser("a");
            fleet.startParser("a");
            waits[i] = reader.awaitOrdersReadAfter(killedMs, BOUND_MS);
            fleet.awaitParser("a");
        }
        return waits;
    }

    private long[] takeOver(ParserFleet fleet, CommittedReader reader) throws Exception {
        long[] waits = new long[kills];
        for (int i = 0; i < kills; i++) {
            settle(reader);
            String victim = i % 2 == 0 ? "a" : "b";
            long killedMs = System.currentTimeMillis();
            fleet.killParser(victim);
            waits[i] = reader.awaitOrdersReadAfter(killedMs, BOUND_MS);
            fleet.startParser(victim);
            fleet.awaitParser(victim);
        }
        return waits;
    }

    /** Lets the parsers deal out their partitions, and the reader come to the end. */
    private static void settle(CommittedReader reader) throws InterruptedException {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        reader.awaitOrdersReadAfter(System.currentTimeMillis(), BOUND_MS);
    }

    private static void print(String what, long[] waits) {
        LongSummaryStatistics spread = new LongSummaryStatistics();
        StringBuilder all = new StringBuilder();
        for (long wait : waits) {
            spread.accept(wait);
            all.append(' ').append(wait);
        }
        System.out.printf(
                Locale.ROOT,
                "  %s: min %d, mean %.0f, max %d ms (%s )%n",
                what,
                spread.getMin(),
                spread.getAverage(),
                spread.getMax(),
                all);
    }
}
