package io.orderwire.standalone.status;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.RecordVersion;
import io.orderwire.runtime.kafka.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads the gaps that were written since a moment, up to a bound on their number. */
final class GapReading {
    /** More than a minute of shedding in every partition at once makes; they take some 40 MiB. */
    private static final int MOST = 50_000;

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaClients clients;
    private final Duration timeout;
    private final Map<String, Gap> gaps = new HashMap<>();
    private boolean whole = true;

    /**
     * @param timeout timeout of each call, and of reading a topic
     */
    GapReading(KafkaClients clients, Duration timeout) {
        this.clients = clients;
        this.timeout = timeout;
    }

    /** The losses in those topics that were written since {@code fromMs}, epoch milliseconds. */
    RecentGaps read(Collection<String> topics, long fromMs) {
        Consumer<byte[], byte[]> consumer = clients.consumer(Map.of(
                ConsumerConfig.CLIENT_ID_CONFIG,
                "orderwire-status",
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                "read_committed"));
        try {
            for (String topic : topics) {
                read(consumer, new TopicPartition(topic, 0), fromMs);
            }
        } finally {
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
        return RecentGaps.of(gaps.values(), whole);
    }

    private void read(Consumer<byte[], byte[]> consumer, TopicPartition partition, long fromMs) {
        List<TopicPartition> only = List.of(partition);
        consumer.assign(only);
        OffsetAndTimestamp first =
                consumer.offsetsForTimes(Map.of(partition, fromMs), timeout).get(partition);
        if (first == null) {
            return;
        }
        consumer.seek(partition, first.offset());
        long end = consumer.endOffsets(only, timeout).getOrDefault(partition, 0L);
        long began = System.nanoTime();
        while (consumer.position(partition, timeout) < end) {
            for (ConsumerRecord<byte[], byte[]> row : consumer.poll(POLL)) {
                add(row);
            }
            if (!whole) {
                return;
            }
            if (System.nanoTime() - began > timeout.toNanos()) {
                throw new TimeoutException(
                        "the end of " + partition.topic() + " was not reached within " + timeout.toMillis() + " ms");
            }
        }
    }

    /** Leaves out what is not a gap of this version: everyone with the right to write may have written it. */
    private void add(ConsumerRecord<byte[], byte[]> row) {
        if (row.value() == null || RecordVersion.isLater(row.headers())) {
            return;
        }
        try {
            Gap gap = Gap.parse(new String(row.value(), StandardCharsets.UTF_8));
            if (gaps.size() < MOST || gaps.containsKey(gap.id())) {
                gaps.put(gap.id(), gap);
            } else {
                whole = false;
            }
        } catch (IllegalArgumentException expected) {
            // A foreign record.
        }
    }
}
