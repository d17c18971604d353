package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Meters of the source: records read from the topic of orders, their age, and what interrupted reading. */
public final class SourceMetrics {
    private final MeterRegistry registry;
    private final Counter read;
    private final Counter outOfRange;
    private final Counter agedOut;
    private final Counter topicRecreated;
    private final Counter kafkaErrors;
    private final Timer age;

    SourceMetrics(MeterRegistry registry) {
        this.registry = registry;
        read = GatewayMeter.RECORDS.counter(registry);
        outOfRange = GatewayMeter.OFFSETS_GONE.counter(registry);
        agedOut = GatewayMeter.SHEDS.counter(registry);
        topicRecreated = GatewayMeter.TOPIC_RECREATED.counter(registry);
        kafkaErrors = GatewayMeter.KAFKA_ERRORS.counter(registry);
        age = GatewayMeter.AGE.timer(registry);
    }

    /** Registers a gauge of the age from which records are shed. */
    public void limitAge(long maxAgeMs) {
        GatewayMeter.AGE_LIMIT.constant(registry, maxAgeMs / (double) TimeUnit.SECONDS.toMillis(1));
    }

    /** Counts records that were read. */
    public void read(int count) {
        if (count > 0) {
            read.increment(count);
        }
    }

    /** Records the age of the oldest record of a poll after its records were handled, milliseconds. */
    public void age(long ms) {
        age.record(ms, TimeUnit.MILLISECONDS);
    }

    /** Counts once that records of a partition were shed because of their age. */
    public void agedOut() {
        agedOut.increment();
    }

    /** Counts that the next offsets to read no longer existed in the topic. */
    public void outOfRange() {
        outOfRange.increment();
    }

    /** Counts that the topic was deleted and created again. */
    public void topicRecreated() {
        topicRecreated.increment();
    }

    /** Counts a failure of reading orders or replays, after which a new consumer is created. */
    public void kafkaError() {
        kafkaErrors.increment();
    }
}
