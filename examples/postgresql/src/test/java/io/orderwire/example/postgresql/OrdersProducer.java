package io.orderwire.example.postgresql;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes a topic of orders as the parser does, in transactions, until it is closed: orders, gap markers, transactions that are
 * aborted, and records of a later version.
 */
final class OrdersProducer implements AutoCloseable {
    private static final List<String> STATUSES = List.of("open", "filled", "canceled", "badAloPxRejected");
    private static final int MOST_RECORDS = 60;

    private final String topic;
    private final int partitions;
    private final Random random;
    private final KafkaProducer<byte[], byte[]> producer;
    private final OrderValues values;
    private final AtomicLong committed = new AtomicLong();
    private final Thread thread = new Thread(this::run, "orders-producer");
    private volatile boolean stopping;
    private volatile @Nullable RuntimeException failure;
    private long gaps;

    OrdersProducer(String bootstrapServers, String topic, int partitions, long seed) {
        this.topic = topic;
        this.partitions = partitions;
        this.random = new Random(seed);
        this.values = new OrderValues(partitions);
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        topic + "-test",
                        ProducerConfig.COMPRESSION_TYPE_CONFIG,
                        "lz4"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    void start() {
        producer.initTransactions();
        thread.start();
    }

    long committed() {
        return committed.get();
    }

    private void run() {
        try {
            while (!stopping) {
                producer.beginTransaction();
                int count = 1 + random.nextInt(MOST_RECORDS);
                for (int i = 0; i < count; i++) {
                    producer.send(next());
                }
                if (random.nextInt(10) == 0) {
                    producer.abortTransaction();
                } else {
                    producer.commitTransaction();
                    committed.addAndGet(count);
                }
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private ProducerRecord<byte[], byte[]> next() {
        int partition = random.nextInt(partitions);
        int kind = random.nextInt(200);
        if (kind == 0) {
            return new ProducerRecord<>(topic, partition, null, "{\"version\":2}".getBytes(StandardCharsets.UTF_8));
        }
        if (kind < 4) {
            ProducerRecord<byte[], byte[]> marker = new ProducerRecord<>(topic, partition, null, null);
            marker.headers()
                    .add(new RecordHeader(
                            Headers.GAP, Headers.value(gap(partition).toJson())));
            return marker;
        }
        String user = OrderValues.user(random.nextInt(50));
        String event =
                OrderValues.event(user, STATUSES.get(random.nextInt(STATUSES.size())), "BTC", random.nextInt(9_999));
        return new ProducerRecord<>(
                topic, partition, user.getBytes(StandardCharsets.US_ASCII), values.next(partition, event));
    }

    private Gap gap(int partition) {
        int lost = 1 + random.nextInt(20);
        long first = values.skip(partition, lost);
        return Gap.builder("parser-age-" + ++gaps, Gap.Where.PARSER, Gap.Reason.AGE)
                .partition(partition)
                .seqs(first, first + lost - 1)
                .events((long) lost)
                .times(1_778_002_752_524L, 1_778_002_753_024L)
                .build();
    }

    /** Ends after the transaction that is open. */
    void stop() throws InterruptedException {
        stopping = true;
        thread.join(30_000);
        RuntimeException failed = failure;
        if (failed != null) {
            throw new IllegalStateException("the producer failed", failed);
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join(30_000);
        producer.close();
    }
}
