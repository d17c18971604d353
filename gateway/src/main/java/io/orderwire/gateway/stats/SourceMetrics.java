package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;

/** Meters of the source: records read from the topic of orders, their age, and what interrupted reading. */
public final class SourceMetrics {
    private final Counter read;
    private final Counter outOfRange;
    private final Counter agedOut;
    private final Counter topicRecreated;
    private final Counter kafkaErrors;
    private final DistributionSummary age;

    SourceMetrics(MeterRegistry registry) {
        Meters meters = new Meters(registry);
        read = meters.counter(
                "orderwire.gateway.records",
                "Records read from the topic of orders, however many orders are in each, gap markers included");
        outOfRange = meters.counter(
                "orderwire.gateway.offsets.gone", "Times that the next offsets to read no longer existed in the topic");
        agedOut = meters.counter(
                "orderwire.gateway.age.jumps", "Times that records of a partition were shed because of their age");
        topicRecreated = meters.counter(
                "orderwire.gateway.topic.recreated", "Times that the topic was deleted and created again");
        kafkaErrors = meters.counter(
                "orderwire.gateway.kafka.errors", "Failures of reading, each of which is followed by a new consumer");
        age = DistributionSummary.builder("orderwire.gateway.age")
                .description("Age of the oldest record of a poll after its records were handled")
                .baseUnit("milliseconds")
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }

    /** Counts records that were read. */
    public void read(int count) {
        if (count > 0) {
            read.increment(count);
        }
    }

    /** Records the age of the oldest record of a poll after its records were handled, milliseconds. */
    public void age(long ms) {
        age.record(ms);
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
