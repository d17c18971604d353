package io.orderwire.parser.shed;

import io.orderwire.orders.Topics;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.NewerRecords;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka how new the committed blocks of the raw topic are, for all partitions at once: they get too old together. A
 * thread that parses waits for the answer, {@link #TIMEOUT_MS} at most, and no two questions come within
 * {@link #PAUSE_MS}.
 */
public final class NewestInKafka implements NewerBlocks, AutoCloseable {
    static final long TIMEOUT_MS = 500;
    static final long PAUSE_MS = 50;
    private static final Logger log = LoggerFactory.getLogger(NewestInKafka.class);
    /**
     * Kafka counts the end of a transaction with the time at which it ended, however old its blocks are. What is found so
     * near behind an old block may be no more than the end of its own transaction.
     */
    private static final long LEAST_OFFSETS = 4;

    private static final long PAUSE_AFTER_FAILURE_MS = 2_000;

    private record Block(long offset, long timestampMs) {}

    private final Admin admin;
    private final int partitions;
    private final long maxAgeMs;
    private final Map<Integer, Block> newest = new ConcurrentHashMap<>();
    private long askedNanos = System.nanoTime() - TimeUnit.HOURS.toNanos(1);
    private long pauseMs = PAUSE_MS;

    /** Asks nothing yet. */
    public NewestInKafka(KafkaClients clients, int partitions, long maxAgeMs) {
        this.admin = clients.admin();
        this.partitions = partitions;
        this.maxAgeMs = maxAgeMs;
    }

    @Override
    public long instead(int partition, long offset, long timestampMs, long nowMs) {
        long known = known(partition, offset, timestampMs);
        if (known > 0) {
            return known;
        }
        ask(partition, offset, timestampMs, nowMs);
        return known(partition, offset, timestampMs);
    }

    private long known(int partition, long offset, long timestampMs) {
        Block block = newest.get(partition);
        if (block == null
                || block.offset() - offset < LEAST_OFFSETS
                || block.timestampMs() - timestampMs < maxAgeMs / 2) {
            return 0;
        }
        return block.offset();
    }

    private synchronized void ask(int partition, long offset, long timestampMs, long nowMs) {
        long waitedMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - askedNanos);
        if (waitedMs < pauseMs || known(partition, offset, timestampMs) > 0) {
            return;
        }
        boolean told = pauseMs > PAUSE_MS;
        pauseMs = PAUSE_MS;
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(TIMEOUT_MS);
        try {
            NewerRecords.search(timestampMs, nowMs, maxAgeMs, maxAgeMs / 2, time -> {
                Map<Integer, Block> found = first(time, deadlineNanos);
                newest.putAll(found);
                return found.containsKey(partition);
            });
        } catch (KafkaException e) {
            pauseMs = PAUSE_AFTER_FAILURE_MS;
            if (!told) {
                log.warn("blocks are old, and Kafka does not tell whether newer ones are there: {}", e.toString());
            }
        }
        askedNanos = System.nanoTime();
    }

    /** The first committed block since a time, by partition. */
    private Map<Integer, Block> first(long timestampMs, long deadlineNanos) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        IntStream.range(0, partitions)
                .forEach(number ->
                        wanted.put(new TopicPartition(Topics.RAW, number), OffsetSpec.forTimestamp(timestampMs)));
        Map<Integer, Block> found = new HashMap<>();
        try {
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> entry : admin.listOffsets(
                            wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs((int) TIMEOUT_MS))
                    .all()
                    .get(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)
                    .entrySet()) {
                ListOffsetsResultInfo first = entry.getValue();
                if (first.offset() >= 0) {
                    found.put(entry.getKey().partition(), new Block(first.offset(), first.timestamp()));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("no offsets of a time: " + e.getMessage(), e);
        }
        return found;
    }

    @Override
    public void close() {
        // Closing waits for calls under way otherwise.
        admin.close(Duration.ZERO);
    }
}
