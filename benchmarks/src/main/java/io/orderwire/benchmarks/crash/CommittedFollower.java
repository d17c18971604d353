package io.orderwire.benchmarks.crash;

import io.orderwire.benchmarks.LocalTimes;
import io.orderwire.contract.topic.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** A read_committed consumer of all orders from the first one on, through all kills: counts them, and is timed. */
final class CommittedFollower implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CATCH_UP = Duration.ofSeconds(30);
    private static final long JOIN_MS = 5_000;

    private final Map<String, Object> kafka;
    private final int partitions;
    private final KillLog log;
    private final ReaderWaits waits;
    private final LocalTimes times = new LocalTimes();
    private final Thread thread;
    private final AtomicLong orders = new AtomicLong();
    private volatile boolean closing;

    /** @param kafka settings of a consumer that may read the orders */
    CommittedFollower(Map<String, Object> kafka, int partitions, KillLog log) {
        this.kafka = Map.copyOf(kafka);
        this.partitions = partitions;
        this.log = log;
        this.waits = log.follow("committed");
        this.thread = new Thread(this::run, "committed-follower");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(number -> new TopicPartition(Topics.DEFAULT.orders(), number))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(all);
            consumer.seekToBeginning(all);
            while (!closing) {
                poll(consumer);
            }
        }
    }

    private void poll(KafkaConsumer<byte[], byte[]> consumer) {
        try {
            ConsumerRecords<byte[], byte[]> rows = consumer.poll(POLL);
            long now = System.currentTimeMillis();
            for (TopicPartition partition : rows.partitions()) {
                List<ConsumerRecord<byte[], byte[]>> found = rows.records(partition);
                orders.addAndGet(
                        found.stream().filter(row -> row.value() != null).count());
                byte[] newest = found.get(found.size() - 1).value();
                if (newest != null) {
                    log.saw(waits, partition.partition(), times.epochMs(newest), now);
                }
            }
        } catch (KafkaException expected) {
            // A broker that was killed: the next poll tries again.
        }
    }

    /** Orders that it has got. */
    long orders() {
        return orders.get();
    }

    /** Waits until it has got so many, or half a minute. */
    void awaitOrders(long count) throws InterruptedException {
        long deadline = System.nanoTime() + CATCH_UP.toNanos();
        while (orders.get() < count && deadline - System.nanoTime() > 0) {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
