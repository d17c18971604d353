package io.orderwire.example.postgresql;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
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

    /** Time to leave the group; without an answer, Kafka removes this instance later. */
    private static final Duration LEAVE = Duration.ofSeconds(5);

    /** Interval at which offsets are written that advanced past the ends of Kafka's transactions but not past a record. */
    private static final long OFFSETS_ALONE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Options options;
    private final String topic;
    private final Database database;
    private final int batchBytes;
    private final LogEnds ends;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<Integer, Claim> claims = new TreeMap<>();
    /** Partitions that are not read, because their log has not reached the stored offset. */
    private final Map<TopicPartition, Claim> waiting = new HashMap<>();

    private String topicId = "";
    private long lastWrite = System.nanoTime();
    private long lastLook = System.nanoTime();
    private long lastReport = System.nanoTime();
    private long rowsSinceReport;
    private boolean hasWritten;

    private Session(Options options, Database database, LogEnds ends) {
        this.options = options;
        this.ends = ends;
        this.batchBytes = options.integer(Options.BATCH_BYTES, 1, Integer.MAX_VALUE);
        this.topic = options.text(Options.TOPIC);
        this.database = database;
        this.consumer = KafkaClients.consumer(options);
    }

    /** @param ends the ends of Kafka's logs as they were last read; shared with later sessions */
    static Session open(Options options, LogEnds ends) throws SQLException {
        Database database = Database.open(options);
        try {
            return new Session(options, database, ends);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Reads and writes until {@code stopping} is true or a step fails. */
    void run(BooleanSupplier stopping) throws SQLException, IOException {
        topicId = KafkaClients.topicId(options);
        consumer.subscribe(List.of(topic), this);
        while (!stopping.getAsBoolean()) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty() || System.nanoTime() - lastWrite >= OFFSETS_ALONE_NANOS) {
                write(records);
            }
            lookForEnds();
            report();
        }
    }

    /** Writes the polled records in transactions of about {@link Options#BATCH_BYTES} bytes. */
    private void write(ConsumerRecords<byte[], byte[]> records) throws SQLException, IOException {
        Batch batch = new Batch();
        Map<Integer, Long> after = new TreeMap<>();
        for (TopicPartition partition : records.partitions()) {
            if (!claims.containsKey(partition.partition())) {
                throw new IllegalStateException("records of a partition that is not claimed: " + partition);
            }
            for (ConsumerRecord<byte[], byte[]> row : records.records(partition)) {
                batch.add(row);
                after.put(partition.partition(), row.offset() + 1);
                if (batch.length() >= batchBytes) {
                    write(batch, after);
                    batch = new Batch();
                    after = new TreeMap<>();
                }
            }
        }
        for (Claim claim : claims.values()) {
            // The position is after all records that poll returned, and after the ends of transactions that the
            // consumer has passed.
            after.put(claim.partition(), consumer.position(new TopicPartition(topic, claim.partition()), ANSWER));
        }
        write(batch, after);
        lastWrite = System.nanoTime();
    }

    /** Writes one transaction, unless no offset advances. */
    private void write(Batch batch, Map<Integer, Long> after) throws SQLException, IOException {
        List<Claim> before = new ArrayList<>();
        List<Long> offsets = new ArrayList<>();
        for (Claim claim : claims.values()) {
            Long offset = after.get(claim.partition());
            if (offset != null && offset > claim.nextOffset()) {
                before.add(claim);
                offsets.add(offset);
            }
        }
        if (before.isEmpty()) {
            return;
        }
        database.write(batch, before, offsets);
        for (int i = 0; i < before.size(); i++) {
            claims.put(before.get(i).partition(), before.get(i).at(offsets.get(i)));
        }
        hasWritten = true;
        rowsSinceReport += batch.rows();
        if (batch.unread().rows() > 0) {
            log.warn(
                    "{} records could not be read and were written to unread_record, with the reasons",
                    batch.unread().rows());
        }
    }

    /** Reads the waiting partitions whose log has reached the stored offset. */
    private void lookForEnds() {
        if (waiting.isEmpty() || System.nanoTime() - lastLook < LOOK_NANOS) {
            return;
        }
        lastLook = System.nanoTime();
        Map<TopicPartition, Long> now = consumer.endOffsets(waiting.keySet(), ANSWER);
        waiting.entrySet().removeIf(each -> {
            TopicPartition partition = each.getKey();
            boolean reached = ends.reach(each.getValue(), now.getOrDefault(partition, 0L), lastLook);
            if (reached) {
                consumer.resume(List.of(partition));
                log.info("partition {} is read: its log has reached the stored offset", partition.partition());
            }
            return reached;
        });
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

    /** Ends a wait for Kafka with an exception. Any thread. */
    void wakeUp() {
        consumer.wakeup();
    }

    /** True if a transaction was committed, which shows that the database and Kafka both work. */
    boolean hasWritten() {
        return hasWritten;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        if (assigned.isEmpty()) {
            return;
        }
        // Read again: a topic that was recreated during the session is assigned again, with another id.
        topicId = KafkaClients.topicId(options);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(assigned, ANSWER);
        Map<TopicPartition, Long> last = consumer.endOffsets(assigned, ANSWER);
        Map<TopicPartition, Long> starts = options.text(Options.START).equals("latest") ? last : beginnings;
        // The order only makes the log readable: each claim is a transaction of its own and locks one row.
        assigned.stream()
                .sorted(Comparator.comparingInt(TopicPartition::partition))
                .forEach(partition -> {
                    Claim claim = claim(
                            partition, beginnings.getOrDefault(partition, 0L), starts.getOrDefault(partition, 0L));
                    waitForEnd(partition, claim, last.getOrDefault(partition, 0L));
                });
    }

    private Claim claim(TopicPartition partition, long beginning, long start) {
        try {
            Claim claim = database.claim(partition.partition(), topicId, beginning, start);
            claims.put(claim.partition(), claim);
            consumer.seek(partition, claim.nextOffset());
            log.info("partition {} from offset {}, epoch {}", claim.partition(), claim.nextOffset(), claim.epoch());
            return claim;
        } catch (SQLException e) {
            throw new IllegalStateException("cannot claim partition " + partition.partition(), e);
        }
    }

    /** Does not read a partition whose log ends before the stored offset: reading there would end the session. */
    private void waitForEnd(TopicPartition partition, Claim claim, long end) {
        if (!ends.reach(claim, end, System.nanoTime())) {
            log.warn(
                    "partition {} waits: Kafka's log ends at offset {}, before the stored offset {}",
                    claim.partition(),
                    end,
                    claim.nextOffset());
            waiting.put(partition, claim);
            consumer.pause(List.of(partition));
        }
    }

    /** Drops the claims: all polled records were written before, or the session has failed. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        revoked.forEach(partition -> claims.remove(partition.partition()));
        waiting.keySet().removeAll(revoked);
    }

    @Override
    public void close() throws SQLException {
        try (database) {
            consumer.close(CloseOptions.timeout(LEAVE));
        }
    }
}
