package io.orderwire.benchmarks.overload;

import io.orderwire.benchmarks.ChildProcess;
import io.orderwire.benchmarks.Deployment;
import io.orderwire.benchmarks.LatencyProbe;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The load itself: lines at a rate for some time, a sample each second, and each process's footprint at two moments. */
final class OverloadRun {
    private static final int SETTLED_SECONDS = 180;
    private static final int FOOTPRINT_ROUNDS = 8;

    /**
     * What was seen.
     *
     * @param written events written by this load
     * @param rate events written a second
     * @param samples one a second; the last is the one at the end of the load
     * @param ages of what the measured client got, milliseconds
     * @param early footprints, by process, once the load had settled
     * @param late footprints when it ended
     */
    record Result(
            long written,
            double rate,
            List<Sample> samples,
            Histogram ages,
            int earlySecond,
            Map<String, Footprint> early,
            Map<String, Footprint> late) {
        Sample first() {
            return samples.get(0);
        }

        Sample last() {
            return samples.get(samples.size() - 1);
        }

        /** Orders that the gateway had for clients, a second. */
        double delivered() {
            return (double) (last().events().delivered() - first().events().delivered())
                    / Math.max(1, last().second() - first().second());
        }
    }

    private final Deployment deployment;
    private final LatencyProbe probe;
    private final OverloadOptions options;
    private final double rate;
    private final long writtenBefore;

    /** @param writtenBefore events in the files already */
    OverloadRun(Deployment deployment, LatencyProbe probe, OverloadOptions options, double rate, long writtenBefore) {
        this.deployment = deployment;
        this.probe = probe;
        this.options = options;
        this.rate = rate;
        this.writtenBefore = writtenBefore;
    }

    Result run() throws Exception {
        SimulatorOptions load = SimulatorOptions.builder(deployment.data())
                .shape(options.shape())
                .linesPerSecond(rate)
                .seconds(options.load().seconds())
                .build();
        try (Simulator simulator = new Simulator(load)) {
            Thread writing = new Thread(simulator, "simulator");
            writing.start();
            try {
                return watch(simulator);
            } finally {
                simulator.stop();
                writing.join();
            }
        }
    }

    private Result watch(Simulator simulator) throws Exception {
        Sampler sampler = new Sampler(deployment, probe, () -> writtenBefore + simulator.events());
        List<Sample> samples = new ArrayList<>();
        int earlySecond = Math.min(SETTLED_SECONDS, options.load().seconds() / 3);
        Map<String, Footprint> early = Map.of();
        // What came while it was cold is not of this load.
        probe.takeLatencies();
        long begin = System.nanoTime();
        for (int second = 0; second < options.load().seconds(); second = next(begin)) {
            samples.add(sampler.take(second));
            if (early.isEmpty() && second >= earlySecond) {
                early = footprints();
            }
        }
        Map<String, Footprint> late = footprints();
        long written = simulator.events();
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Result(written, written / seconds, samples, sampler.takeAll(), earlySecond, early, late);
    }

    /** Waits for the next whole second of the load. */
    private static int next(long beginNanos) throws InterruptedException {
        long second = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - beginNanos) + 1;
        TimeUnit.NANOSECONDS.sleep(beginNanos + TimeUnit.SECONDS.toNanos(second) - System.nanoTime());
        return (int) second;
    }

    private Map<String, Footprint> footprints() throws IOException, InterruptedException {
        Map<String, Footprint> footprints = new LinkedHashMap<>();
        for (int round = 0; round < FOOTPRINT_ROUNDS; round++) {
            for (Map.Entry<String, ChildProcess> part : deployment.parts().entrySet()) {
                footprints.merge(part.getKey(), Footprint.of(part.getValue()), Footprint::orLater);
            }
        }
        return footprints;
    }
}
