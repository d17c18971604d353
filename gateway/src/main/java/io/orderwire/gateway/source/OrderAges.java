package io.orderwire.gateway.source;

import io.orderwire.runtime.agent.OwnerCheck;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.RecordAges;
import io.orderwire.runtime.clock.SteadyClock;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Computes the ages of orders, whose timestamps come from the ingestor's clock. The skew between that clock and this host's
 * is known from the ingestor's snapshots, once a second. If that clock is set back, timestamps go backwards at once, and
 * ages are unknown until snapshots have shown the new skew. Ages are only reported: nothing is shed by them.
 */
public final class OrderAges {
    /** Smaller steps back are normal: orders of an aborted transaction are repeated with timestamps some hundred ms old. */
    private static final long SET_BACK_MS = 1_000;

    /** Ages are unknown for this long after a step back, longer than the estimate of the skew needs to follow it. */
    private static final long UNSETTLED_MS = 10_000;

    private final SteadyClock clock;
    private final ClockSkew skew;
    private final RecordAges ages;
    private final OwnerCheck owner = new OwnerCheck("the ages of orders");
    private long[] lastMs = {};
    private long unsettledUntilMs = Long.MIN_VALUE;

    /** @param skew between this host's clock and the ingestor's */
    public OrderAges(SteadyClock clock, ClockSkew skew) {
        this.clock = clock;
        this.skew = skew;
        this.ages = new RecordAges(clock, skew);
    }

    /** Epoch milliseconds for intervals, not to be stored. */
    long nowMs() {
        return clock.millis();
    }

    /** The ingestor's time as far as known, epoch milliseconds. */
    long ingestorsMs() {
        return skew.othersMillis();
    }

    /** The ages of the oldest of those records, now. */
    Oldest of(ConsumerRecords<byte[], byte[]> rows) {
        owner.check();
        Oldest oldest = Oldest.NONE;
        for (TopicPartition partition : rows.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> part = rows.records(partition);
            follow(
                    partition.partition(),
                    part.get(0).timestamp(),
                    part.get(part.size() - 1).timestamp());
            oldest = oldest.and(Oldest.of(part, this::ageMs));
        }
        return oldest;
    }

    private void follow(int partition, long firstMs, long lastOfPoll) {
        if (partition >= lastMs.length) {
            int before = lastMs.length;
            lastMs = Arrays.copyOf(lastMs, partition + 1);
            Arrays.fill(lastMs, before, lastMs.length, Long.MIN_VALUE / 2);
        }
        if (Math.min(firstMs, lastOfPoll) < lastMs[partition] - SET_BACK_MS) {
            unsettledUntilMs = clock.millis() + UNSETTLED_MS;
        }
        lastMs[partition] = lastOfPoll;
    }

    private long ageMs(long writtenMs) {
        boolean settled = clock.millis() >= unsettledUntilMs;
        return settled ? ages.ageMs(writtenMs, RecordAges.UNKNOWN) : RecordAges.UNKNOWN;
    }
}
