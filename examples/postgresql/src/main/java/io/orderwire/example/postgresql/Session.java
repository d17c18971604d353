package io.orderwire.example.postgresql;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Kafka consumer and one connection to the database, from the first poll to the first failure. Nothing in memory
 * outlives the session: the next one resumes at the offsets in the database. Not thread-safe.
 */
final class Session implements ConsumerRebalanceListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Session.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /** Interval at which offsets are written that advanced past the ends of Kafka's transactions but not past a record. */
    private static final long OFFSETS_ALONE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Options options;
    private final String topic;
    private final Database database;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, Claim> claims = new TreeMap<>();
    private String topicId = "";
    private long lastWrite = System.nanoTime();
    private long lastReport = System.nanoTime();
    private long rowsSinceReport;
    private boolean hasWritten;

    private Session(Options options, Database database) {
        this.options = options;
        this.topic = options.text(Options.TOPIC);
        this.database = database;
        Map<String, Object> kafka = options.kafka();
        // On the broker's host, the default of 64 KiB makes TCP drop segments.
        kafka.putIfAbsent(ConsumerConfig.RECEIVE_BUFFER_CONFIG, "-1");
        kafka.put(ConsumerConfig.GROUP_ID_CONFIG, options.text(Options.GROUP));
        kafka.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        kafka.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        kafka.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        // Otherwise the broker would create a deleted topic again, with default settings, for this consumer's request.
        kafka.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        kafka.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, options.text(Options.BATCH_RECORDS));
        kafka.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        this.consumer = new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    static Session open(Options options) throws SQLException {
        Database database = Database.open(options);
        try {
            return new Session(options, database);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Reads and writes until {@code stopping} is true or a step fails. */
    void run(BooleanSupplier stopping) throws SQLException, IOException {
        topicId = topicId();
        consumer.subscribe(List.of(topic), this);
        while (!stopping.getAsBoolean()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty() || System.nanoTime() - lastWrite >= OFFSETS_ALONE_NANOS) {
                write(records);
            }
            report();
        }
    }

    private void write(ConsumerRecords<byte[], byte[]> records) throws SQLException, IOException {
        for (TopicPartition partition : records.partitions()) {
            if (!claims.containsKey(partition.partition())) {
                throw new IllegalStateException("records of a partition that is not claimed: " + partition);
            }
        }
        Batch batch = new Batch();
        for (ConsumerRecord<byte[], byte[]> row : records) {
            batch.add(row);
        }
        List<Claim> before = new ArrayList<>();
        List<Long> after = new ArrayList<>();
        for (Claim claim : claims.values()) {
            // The position is after all records that poll returned, and after the ends of transactions that the
            // consumer has passed.
            long position = consumer.position(new TopicPartition(topic, claim.partition()), ANSWER);
            if (position > claim.nextOffset()) {
                before.add(claim);
                after.add(position);
            }
        }
        lastWrite = System.nanoTime();
        if (before.isEmpty()) {
            return;
        }
        database.write(batch, before, after);
        for (int i = 0; i < before.size(); i++) {
            claims.put(before.get(i).partition(), before.get(i).at(after.get(i)));
        }
        hasWritten = true;
        rowsSinceReport += records.count();
        if (batch.unread().rows() > 0) {
            log.warn(
                    "{} records could not be read and were written to unread_record, with the reasons",
                    batch.unread().rows());
        }
    }

    private void report() {
        long nanos = System.nanoTime() - lastReport;
        if (nanos >= REPORT_NANOS) {
            if (rowsSinceReport > 0) {
                log.info("{} rows/s", rowsSinceReport * TimeUnit.SECONDS.toNanos(1) / nanos);
            }
            rowsSinceReport = 0;
            lastReport += nanos;
        }
    }

    /** True if a transaction was committed, which shows that the database and Kafka both work. */
    boolean hasWritten() {
        return hasWritten;
    }

    private String topicId() {
        try (Admin admin = Admin.create(options.kafka())) {
            return admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(ANSWER.toSeconds(), TimeUnit.SECONDS)
                    .values()
                    .iterator()
                    .next()
                    .topicId()
                    .toString();
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("cannot describe topic " + topic, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while describing topic " + topic, e);
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        if (assigned.isEmpty()) {
            return;
        }
        // Read again: a topic that was recreated during the session is assigned again, with another id.
        topicId = topicId();
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(assigned, ANSWER);
        Map<TopicPartition, Long> starts =
                options.text(Options.START).equals("latest") ? consumer.endOffsets(assigned, ANSWER) : beginnings;
        // The order only makes the log readable: each claim is a transaction of its own and locks one row.
        assigned.stream()
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .forEach(partition ->
                        claim(partition, beginnings.getOrDefault(partition, 0L), starts.getOrDefault(partition, 0L)));
    }

    private void claim(TopicPartition partition, long beginning, long start) {
        try {
            Claim claim = database.claim(partition.partition(), topicId, beginning, start);
            claims.put(claim.partition(), claim);
            consumer.seek(partition, claim.nextOffset());
            log.info("partition {} from offset {}, epoch {}", claim.partition(), claim.nextOffset(), claim.epoch());
        } catch (SQLException e) {
            throw new IllegalStateException("cannot claim partition " + partition.partition(), e);
        }
    }

    /** Drops the claims: all polled records were written before, or the session has failed. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        revoked.forEach(partition -> claims.remove(partition.partition()));
    }

    @Override
    public void close() throws SQLException {
        try (database) {
            consumer.close();
        }
    }
}
