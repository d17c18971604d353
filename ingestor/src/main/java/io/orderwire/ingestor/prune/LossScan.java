package io.orderwire.ingestor.prune;

import io.orderwire.contract.topic.RecordVersion;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** Reads the topics of gaps to their end. */
final class LossScan {
    /** Largest size of a gap in Kafka's log, including Kafka's own bytes. */
    private static final long MOST_GAP_BYTES = 1_024;

    private final BoundedAdmin admin;
    private final BoundedConsumer consumer;
    private final Clock clock;

    /**
     * @param clock clock for the age of gaps, which is compared with the retention of their topics
     */
    LossScan(BoundedAdmin admin, BoundedConsumer consumer, Clock clock) {
        this.admin = admin;
        this.consumer = consumer;
        this.clock = clock;
    }

    /** Reads those topics. */
    ReportedLosses read(Set<String> gaps) throws ExecutionException, InterruptedException, TimeoutException {
        ReportedLosses losses = new ReportedLosses();
        for (String topic : gaps) {
            TopicPartition partition = new TopicPartition(topic, 0);
            long begin = admin.offset(partition, OffsetSpec.earliest());
            // The end of the log, not the last stable offset: a transaction whose offsets were read may not have its
            // marker in this topic yet.
            long end = admin.offset(partition, OffsetSpec.latest());
            long oldestMs = read(partition, begin, end, losses);
            if (begin > 0) {
                losses.knownFrom(knownFromMs(topic, end - begin, oldestMs));
            }
        }
        return losses;
    }

    /** Returns the timestamp of the first record, {@link Long#MAX_VALUE} if there is none. */
    private long read(TopicPartition partition, long begin, long end, ReportedLosses losses) throws TimeoutException {
        consumer.assign(List.of(partition));
        consumer.seek(partition, begin);
        long oldestMs = Long.MAX_VALUE;
        long deadline = System.nanoTime() + consumer.timeout().toNanos();
        while (consumer.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> row : consumer.poll()) {
                String text = row.value() == null || RecordVersion.isLater(row.headers())
                        ? ""
                        : new String(row.value(), StandardCharsets.UTF_8);
                losses.add(text, partition.topic() + " at offset " + row.offset(), row.timestamp());
                oldestMs = oldestMs == Long.MAX_VALUE ? row.timestamp() : oldestMs;
            }
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the end of " + partition.topic() + " was not reached within "
                        + consumer.timeout().toMillis() + " ms");
            }
        }
        return oldestMs;
    }

    /**
     * The time since which a topic has all gaps, if its first records were deleted. Records deleted by time are at least as old
     * as the retention time; records deleted by size or otherwise are only known to be older than the first remaining record.
     */
    private long knownFromMs(String topic, long offsets, long oldestMs)
            throws ExecutionException, InterruptedException, TimeoutException {
        Config config = admin.topicConfig(topic);
        long retentionMs = number(config, TopicConfig.RETENTION_MS_CONFIG);
        long retentionBytes = number(config, TopicConfig.RETENTION_BYTES_CONFIG);
        boolean bySize = retentionBytes >= 0 && offsets * MOST_GAP_BYTES >= retentionBytes;
        return bySize || retentionMs < 0 ? oldestMs : Math.min(oldestMs, clock.millis() - retentionMs);
    }

    private static long number(@Nullable Config config, String name) {
        ConfigEntry entry = config == null ? null : config.get(name);
        return entry == null || entry.value() == null ? -1 : Long.parseLong(entry.value());
    }
}
