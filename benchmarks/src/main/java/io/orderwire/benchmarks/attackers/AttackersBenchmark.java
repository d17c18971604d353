package io.orderwire.benchmarks.attackers;

import io.orderwire.benchmarks.Deployment;
import io.orderwire.benchmarks.Waiting;
import io.orderwire.contract.position.Source;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * {@code bench attackers}: attackers within every limit of the gateway, one kind of cost after the other, beside an honest
 * client of all orders. Each attack is compared with a phase without one just before it, because machines are noisy, and was
 * rehearsed, because Java runs new code slowly. The load never pauses; an order counts for the phase in which it was written.
 */
public final class AttackersBenchmark {
    private static final Source SHAPE = Source.STREAMING;
    private static final String COIN = "BTC";
    private static final int SEED = 18;

    /** As the launcher starts {@code run}. */
    private static final List<String> JVM = List.of("-Xms1g", "-Xmx1g", "-XX:MetaspaceSize=128m", "-XX:+UseParallelGC");

    private static final int ARRIVAL_SECONDS = 60;
    private static final int SETTLING_SECONDS = 30;
    private static final long SETTLED_AGE_MS = 250;
    private static final long PAUSE_MS = 2_000;

    private final AttackersOptions options;

    /** @throws IllegalArgumentException naming an option that is none, or out of range */
    public AttackersBenchmark(Map<String, String> words) {
        options = AttackersOptions.of(words);
    }

    /** Prints the table; an {@link AssertionError} lists the promises that did not hold. */
    public void run() throws Exception {
        System.out.printf(
                Locale.ROOT,
                "attackers, %s, %,d lines/s, phases of %d s after %d s and %d s of each attack; attackers at %d %%, nice %d%n",
                SHAPE.option(),
                options.rate(),
                options.phases().seconds(),
                options.phases().warmUpSeconds(),
                options.phases().rehearsalSeconds(),
                options.percent(),
                options.nice());
        try (Deployment deployment = Deployment.standalone(SHAPE, options.overload(), JVM);
                Witness all = new Witness(deployment.ws(), COIN, true);
                Witness coin = new Witness(deployment.ws(), COIN, false);
                Newcomers newcomers = new Newcomers(deployment.ws(), deployment.http());
                AttackerProcess attackers = new AttackerProcess(deployment.log("attackers"), deployment.ws(), options);
                Simulator simulator = new Simulator(SimulatorOptions.builder(deployment.data())
                        .shape(SHAPE)
                        .linesPerSecond(options.rate())
                        .seed(SEED)
                        .build())) {
            Phases phases = new Phases(deployment, all, coin, newcomers, attackers);
            Thread load = new Thread(simulator, "load");
            load.setDaemon(true);
            load.start();
            List<String> broken = phases.run(load);
            simulator.stop();
            load.join();
            broken.addAll(total(all, simulator.events(), phases.lostInWarmUp()));
            System.out.println(deployment.stats());
            if (!broken.isEmpty()) {
                throw new AssertionError("broken: " + String.join("; ", broken));
            }
        }
    }

    /** Over the whole run each event that was written has come once, but for those lost while Java was cold. */
    private static List<String> total(Witness all, long events, long lostInWarmUp) throws Exception {
        long written = events - lostInWarmUp;
        Waiting.until(() -> all.ask(StreamCheck::orders) >= written, ARRIVAL_SECONDS);
        long orders = all.ask(StreamCheck::orders);
        long repeated = all.ask(StreamCheck::repeated);
        System.out.printf(
                Locale.ROOT,
                "%,d events written, %,d of them lost in the warm-up, %,d orders at the witness, %d of them repeated; its"
                        + " connection ended %d times%n",
                events,
                lostInWarmUp,
                orders,
                repeated,
                all.ends());
        return orders == written && repeated == 0 && all.ends() == 0
                ? List.of()
                : List.of((written - orders) + " orders missing of " + written + ", " + repeated + " repeated, "
                        + all.ends() + " connections of the witness ended");
    }

    /** The phases in turn. */
    private final class Phases {
        private final Deployment deployment;
        private final Witness all;
        private final Witness coin;
        private final Newcomers newcomers;
        private final AttackerProcess attackers;
        private long lostInWarmUp;

        Phases(Deployment deployment, Witness all, Witness coin, Newcomers newcomers, AttackerProcess attackers) {
            this.deployment = deployment;
            this.all = all;
            this.coin = coin;
            this.newcomers = newcomers;
            this.attackers = attackers;
        }

        /** Events that were lost before the first attack. */
        long lostInWarmUp() {
            return lostInWarmUp;
        }

        /** Returns the promises that did not hold. */
        List<String> run(Thread load) throws Exception {
            Phase warmUp = all.begin(System.currentTimeMillis());
            TimeUnit.SECONDS.sleep(options.phases().warmUpSeconds());
            long warmMs = System.currentTimeMillis();
            all.begin(warmMs);
            Waiting.until(() -> all.isPast(warmMs), ARRIVAL_SECONDS);
            lostInWarmUp = all.figures(warmUp).lost();
            System.out.println(Row.head());
            List<String> broken = new ArrayList<>();
            for (Scenario scenario : options.scenarios()) {
                rehearse(scenario);
                settle();
                Measured without = measure(() -> {}, List::of);
                Measured with = measure(() -> attackers.begin(scenario), attackers::end);
                Row row = new Row(scenario, without.side, with.side, with.counts);
                System.out.print(row.text());
                broken.addAll(row.broken(options.require()));
                if (!load.isAlive()) {
                    throw new IllegalStateException("the simulator ended");
                }
            }
            return broken;
        }

        private void rehearse(Scenario scenario) throws Exception {
            if (options.phases().rehearsalSeconds() > 0) {
                attackers.begin(scenario);
                TimeUnit.SECONDS.sleep(options.phases().rehearsalSeconds());
                attackers.end();
            }
        }

        /** Waits until the effects of the last attack are over, so that they do not count for the next phase. */
        private void settle() throws Exception {
            Waiting.until(() -> all.ask(StreamCheck::lastAgeMs) < SETTLED_AGE_MS, SETTLING_SECONDS);
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }

        private Measured measure(Step begin, Ending end) throws Exception {
            Newcomers.Served served = newcomers.begin();
            long startNanos = System.nanoTime();
            long pipelineCpu = pipelineCpu();
            long attackerCpu = attackers.cpuNanos();
            long startMs = System.currentTimeMillis();
            Phase ofAll = all.begin(startMs);
            Phase ofCoin = coin.begin(startMs);
            begin.run();
            TimeUnit.SECONDS.sleep(options.phases().seconds());
            long endMs = System.currentTimeMillis();
            Phase settlingAll = all.begin(endMs);
            Phase settlingCoin = coin.begin(endMs);
            double nanos = System.nanoTime() - startNanos;
            double pipelineCores = (pipelineCpu() - pipelineCpu) / nanos;
            double attackerCores = (attackers.cpuNanos() - attackerCpu) / nanos;
            List<String> counts = end.run();
            newcomers.begin();
            Waiting.until(() -> all.isPast(endMs) && coin.isPast(endMs), ARRIVAL_SECONDS);
            boolean arrived = all.isPast(endMs) && coin.isPast(endMs);
            Phase.Figures figures = all.figures(ofAll);
            long lost = figures.lost() + all.figures(settlingAll).lost();
            long lostOfCoin =
                    coin.figures(ofCoin).lost() + coin.figures(settlingCoin).lost();
            long missingOfCoin = figures.ofCoin() - coin.figures(ofCoin).orders();
            return new Measured(
                    new Row.Side(
                            figures,
                            Math.max(lost, Math.max(lostOfCoin, missingOfCoin)),
                            arrived,
                            pipelineCores,
                            attackerCores,
                            served),
                    counts);
        }

        private long pipelineCpu() {
            return Objects.requireNonNull(deployment.parts().get("standalone")).cpuNanos();
        }
    }

    private interface Step {
        void run() throws Exception;
    }

    private interface Ending {
        List<String> run() throws Exception;
    }

    private record Measured(Row.Side side, List<String> counts) {}
}
