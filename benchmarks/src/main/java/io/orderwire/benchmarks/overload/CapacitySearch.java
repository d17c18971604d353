package io.orderwire.benchmarks.overload;

import io.orderwire.benchmarks.Deployment;
import io.orderwire.benchmarks.LatencyProbe;
import io.orderwire.benchmarks.Load;
import io.orderwire.benchmarks.Waiting;
import io.orderwire.contract.position.Source;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * How many orders a second get through an idle pipeline: the rate grows until more than 1 % is shed or the measured
 * client's p99 is not below 2 s. The highest rate that was held counts.
 */
final class CapacitySearch {
    private static final double STEP = 1.25;
    private static final double MOST_GIVEN_UP = 0.01;
    private static final long FRESH_MS = 2_000;

    private final Deployment deployment;
    private final LatencyProbe probe;
    private final Source shape;
    private final int stepSeconds;
    private final Consumer<String> log;
    private double best;
    private long written;

    CapacitySearch(Deployment deployment, LatencyProbe probe, Source shape, int stepSeconds, Consumer<String> log) {
        this.deployment = deployment;
        this.probe = probe;
        this.shape = shape;
        this.stepSeconds = stepSeconds;
        this.log = log;
    }

    /** Tries rates from that one on, or lower ones when that is too much. */
    void run(double firstRate) throws Exception {
        double rate = firstRate;
        while (true) {
            double delivered = measure(rate);
            if (delivered > 0) {
                best = Math.max(best, delivered);
                rate *= STEP;
            } else if (best > 0 || rate < 1_000) {
                return;
            } else {
                rate /= STEP * STEP;
            }
        }
    }

    /** Orders a second, 0 when it has not run. */
    double best() {
        return best;
    }

    /** Events written so far. */
    long written() {
        return written;
    }

    /** Orders delivered a second, 0 when the rate was not held. */
    private double measure(double rate) throws Exception {
        Sampler sampler = new Sampler(deployment, probe, () -> written);
        Sample before = sampler.take(0);
        long begin = System.nanoTime();
        long events = Load.write(deployment.data(), shape, rate, stepSeconds);
        double seconds = (System.nanoTime() - begin) / 1e9;
        written += events;
        Waiting.untilQuiet(deployment::orders);
        Sample after = sampler.take(0);
        long delivered = after.events().delivered() - before.events().delivered();
        boolean held =
                events - delivered <= events * MOST_GIVEN_UP && after.latency().p99Ms() < FRESH_MS;
        log.accept(String.format(
                Locale.ROOT,
                "%,10.0f lines/s: %,10.0f orders/s delivered, %,d of %,d shed, p99 %,d ms%s",
                rate,
                delivered / seconds,
                events - delivered,
                events,
                after.latency().p99Ms(),
                held ? "" : ": not held"));
        return held ? delivered / seconds : 0;
    }
}
