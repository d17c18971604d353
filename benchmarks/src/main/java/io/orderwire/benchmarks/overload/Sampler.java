package io.orderwire.benchmarks.overload;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.benchmarks.ChildProcess;
import io.orderwire.benchmarks.Deployment;
import io.orderwire.benchmarks.LatencyProbe;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** Takes samples of a deployment. Not thread-safe. */
final class Sampler {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long HIGHEST_MS = 600_000;

    private final Deployment deployment;
    private final LatencyProbe probe;
    private final LongSupplier written;
    private Histogram all = new Histogram(HIGHEST_MS, 3);

    /** @param written events written to the files so far */
    Sampler(Deployment deployment, LatencyProbe probe, LongSupplier written) {
        this.deployment = deployment;
        this.probe = probe;
        this.written = written;
    }

    /** The pipeline now. */
    Sample take(int second) throws IOException, InterruptedException {
        Histogram latencies = probe.takeLatencies();
        all.add(latencies);
        JsonNode stats = JSON.readTree(deployment.stats());
        Map<String, Long> ages = new LinkedHashMap<>();
        stats.at("/ageMs")
                .properties()
                .forEach(age -> ages.put(age.getKey(), age.getValue().asLong(0)));
        Map<String, Long> resident = new LinkedHashMap<>();
        for (Map.Entry<String, ChildProcess> part : deployment.parts().entrySet()) {
            resident.put(part.getKey(), part.getValue().residentBytes());
        }
        return new Sample(
                second,
                new Sample.Events(
                        written.getAsLong(),
                        stats.at("/events/skippedAtIngest").asLong(),
                        stats.at("/events/orders").asLong(),
                        stats.at("/events/shedByParser").asLong(),
                        stats.at("/gateway/skipped").asLong(),
                        stats.at("/gateway/droppedSlow").asLong()),
                new Sample.Latency(
                        latencies.getValueAtPercentile(50),
                        latencies.getValueAtPercentile(99),
                        latencies.getMaxValue()),
                ages,
                resident);
    }

    /** Ages of all that the measured client got since the last call, milliseconds. */
    Histogram takeAll() {
        Histogram taken = all;
        all = new Histogram(HIGHEST_MS, 3);
        return taken;
    }
}
