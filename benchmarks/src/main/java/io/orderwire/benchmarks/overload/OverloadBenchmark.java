package io.orderwire.benchmarks.overload;

import io.orderwire.benchmarks.Cores;
import io.orderwire.benchmarks.Deployment;
import io.orderwire.benchmarks.LatencyProbe;
import io.orderwire.benchmarks.Load;
import io.orderwire.benchmarks.Waiting;
import io.orderwire.testing.guarantees.Accounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code bench overload}: measures what the pipeline carries, loads it with a multiple of that for minutes, measures again,
 * and prints and draws what it saw. Each part runs in a JVM of its own with a small fixed heap.
 */
public final class OverloadBenchmark {
    private static final int WARM_UP_RATE = 20_000;
    private static final int FIRST_RATE = 20_000;
    private static final int COUNTING_SECONDS = 600;
    private static final List<String> COINS = List.of("ETH", "BTC", "SOL", "HYPE", "XRP", "DOGE", "SUI", "LINK");

    private final OverloadOptions options;

    /** @throws IllegalArgumentException naming an option that is none, or out of range */
    public OverloadBenchmark(Map<String, String> words) {
        options = OverloadOptions.of(words);
    }

    /** Runs it; an {@link AssertionError} names the promises that were broken. */
    public void run() throws Exception {
        Cores cores = options.apart() ? Cores.apart() : Cores.shared();
        Deployment.Parts parts = new Deployment.Parts(cores, "latest", "one", 512, 128, 384, 384);
        System.out.println("overload, " + options.shape().option() + ", " + parts);
        List<LatencyProbe> probes = new ArrayList<>();
        try (Deployment deployment = Deployment.separate(options.shape(), parts, List.of())) {
            for (int i = 0; i < options.clients().healthy(); i++) {
                probes.add(new LatencyProbe(deployment.ws(), COINS.get(i % COINS.size())));
            }
            try (StuckClients stuck =
                    new StuckClients(deployment.ws(), options.clients().stuck())) {
                System.out.println(probes.size() + " clients, and " + stuck.count() + " that never read");
                measure(deployment, probes.get(0));
            }
        } finally {
            probes.forEach(LatencyProbe::close);
        }
    }

    private void measure(Deployment deployment, LatencyProbe probe) throws Exception {
        System.out.println("warming up for " + options.warmUpSeconds() + " s");
        long written = Load.write(deployment.data(), options.shape(), WARM_UP_RATE, options.warmUpSeconds());
        Waiting.untilQuiet(deployment::orders);
        CapacitySearch before = search(deployment, probe, FIRST_RATE);
        double rate = options.load().of(before.best());
        written += before.written();
        if (options.backlogGib() > 0) {
            written += new ColdBacklog(deployment, probe, options.shape()).run((long) options.backlogGib() << 30);
        }
        System.out.printf(
                Locale.ROOT,
                "writing %,.0f lines/s for %d s%n",
                rate,
                options.load().seconds());
        OverloadRun.Result result = new OverloadRun(deployment, probe, options, rate, written).run();
        written += result.written();
        Waiting.untilQuiet(deployment::orders);
        CapacitySearch after = search(deployment, probe, before.best() * 0.8);
        written += after.written();
        String stats = settled(deployment, written);
        List<Check> checks = Checks.of(result, stats, written, Math.max(before.best(), after.best()));
        OverloadReport report = new OverloadReport(options, result, checks, before.best(), after.best(), stats);
        System.out.print(report.table());
        report.draw();
        System.out.println("drawn into " + options.report());
        fail(checks);
    }

    private CapacitySearch search(Deployment deployment, LatencyProbe probe, double firstRate) throws Exception {
        CapacitySearch search = new CapacitySearch(
                deployment,
                probe,
                options.shape(),
                options.load().stepSeconds(),
                line -> System.out.println("  " + line));
        if (options.load().stepSeconds() > 0) {
            System.out.println("what gets through with nothing in the way");
            search.run(firstRate);
        }
        return search;
    }

    /** The account, once the shed events are counted too. */
    private static String settled(Deployment deployment, long written) throws Exception {
        System.out.println("waiting until all shed events are counted");
        Waiting.until(
                () -> {
                    String stats = deployment.stats();
                    return stats.contains("\"exact\":true")
                            && Accounts.parse(stats).found() == written;
                },
                COUNTING_SECONDS);
        return deployment.stats();
    }

    private void fail(List<Check> checks) {
        List<Check> broken = checks.stream()
                .filter(check -> !check.holds() && (check.account() || !options.onlyAccounts()))
                .toList();
        if (!broken.isEmpty()) {
            throw new AssertionError("broken: " + broken);
        }
    }
}
