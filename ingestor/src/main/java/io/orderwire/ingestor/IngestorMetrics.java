package io.orderwire.ingestor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/** Every meter of the ingestor. */
final class IngestorMetrics {
    private final Counter events;
    private final Counter bytes;
    private final Counter failures;
    private final Timer commits;

    IngestorMetrics(MeterRegistry meters) {
        events = Counter.builder("orderwire.ingestor.events")
                .description("Events committed to the raw topic by this process")
                .register(meters);
        bytes = Counter.builder("orderwire.ingestor.bytes")
                .description("Bytes of the files passed by this process")
                .baseUnit("bytes")
                .register(meters);
        failures = Counter.builder("orderwire.ingestor.failures")
                .description("Transactions that failed and were read again from the files")
                .register(meters);
        commits = Timer.builder("orderwire.ingestor.commit")
                .description("Time from a cycle's handing over to its commit")
                .publishPercentiles(0.5, 0.99)
                .register(meters);
    }

    <T> void gauges(MeterRegistry meters, T agent, ToDoubleFunction<T> behindBytes, ToDoubleFunction<T> ageMs) {
        Gauge.builder("orderwire.ingestor.behind", agent, behindBytes)
                .description("Bytes in the files that are not in Kafka")
                .baseUnit("bytes")
                .register(meters);
        Gauge.builder("orderwire.ingestor.age", agent, ageMs)
                .description("Age of the oldest byte not in Kafka")
                .baseUnit("milliseconds")
                .register(meters);
    }

    void committed(long eventCount, long byteCount, long nanos) {
        events.increment(eventCount);
        bytes.increment(byteCount);
        commits.record(Duration.ofNanos(nanos));
    }

    void failed() {
        failures.increment();
    }
}
