package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.topic.Headers;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import io.orderwire.testing.broker.KafkaReads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The checkpoint is missing, but the raw topic or published snapshots still show its counts. */
@Timeout(120)
class MissingCheckpointIT extends CheckpointCase {
    @BeforeEach
    void writeLines() throws Exception {
        Files.writeString(hour(), "one\ntwo\nthree\n");
    }

    /** Runs an ingestor until the raw topic has that number of events. */
    private void runIngestor(long events) {
        IngestorProcess process = ingestor(Map.of("partitions", "1", "start", "beginning", "overload", "complete"));
        process.start();
        await().atMost(PATIENCE)
                .until(() -> raw().stream()
                                .map(row -> Headers.number(row.headers(), Headers.EVENTS))
                                .filter(Objects::nonNull)
                                .mapToLong(Long::longValue)
                                .sum()
                        == events);
        process.close();
        assertThat(fatal).isEmpty();
    }

    private void write(String topic, String key, @Nullable String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, 0, key, value)).get();
        }
    }

    private void deleteRaw() throws Exception {
        TopicPartition raw = new TopicPartition(broker.topics().raw(), 0);
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteRecords(Map.of(raw, RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> raw() {
        return KafkaReads.committed(broker.bootstrapServers(), broker.topics().raw(), PATIENCE);
    }

    private Snapshot lastSnapshot() {
        List<ConsumerRecord<byte[], byte[]>> rows =
                KafkaReads.committed(broker.bootstrapServers(), broker.topics().pipeline(), PATIENCE);
        return Snapshot.parse(rows.get(rows.size() - 1).value());
    }

    @Test
    void shouldBeginAtOneAndExactWhereNothingWas() {
        runIngestor(3);
        assertThat(raw())
                .extracting(row -> Headers.number(row.headers(), Headers.SEQ))
                .startsWith(1L);
        assertThat(Reason.texts(lastSnapshot().degraded())).noneMatch(reason -> reason.contains("checkpoint"));
        assertThat(lastSnapshot().figure(StatsNames.GUESSED, -1)).isZero();
    }

    @Test
    void shouldContinueSequencesCountsAndNumberingAfterTheRawTopic() throws Exception {
        runIngestor(3);
        write(broker.topics().ingestor(), KEY, null);
        runIngestor(6);
        List<ConsumerRecord<byte[], byte[]>> rows = raw();
        assertThat(rows)
                .extracting(row -> Headers.number(row.headers(), Headers.SEQ))
                .endsWith(4L);
        assertThat(rows.stream()
                        .map(row -> Headers.text(row.headers(), Headers.NUMBERING))
                        .distinct())
                .hasSize(1)
                .doesNotContainNull();
        Snapshot snapshot = lastSnapshot();
        assertThat(Reason.texts(snapshot.degraded()))
                .anyMatch(reason -> reason.startsWith("the checkpoint is missing; sequences continue at [4]"));
        assertThat(snapshot.figure(StatsNames.FOUND, 0)).isEqualTo(6);
        assertThat(snapshot.figure(StatsNames.GUESSED, 0)).isPositive();
    }

    @Test
    void shouldContinueAfterThePublishedSequencesWhereTheRawTopicIsEmpty() throws Exception {
        runIngestor(3);
        write(broker.topics().ingestor(), KEY, null);
        deleteRaw();
        runIngestor(3);
        assertThat(raw())
                .extracting(row -> Headers.number(row.headers(), Headers.SEQ))
                .startsWith(4L);
        assertThat(lastSnapshot().figure(StatsNames.FOUND, 0)).isEqualTo(6);
    }

    @Test
    void shouldIgnoreForeignCheckpointsAndNameThem() throws Exception {
        runIngestor(3);
        Files.writeString(hour(), "four\n", StandardOpenOption.APPEND);
        String forged = "{\"version\":2,\"owner\":\"x\",\"nextSeq\":[77]}";
        for (String key : List.of("", "nobody", "by-block ", "BY-BLOCK", "plain\u0000")) {
            write(broker.topics().ingestor(), key, forged);
            write(broker.topics().ingestor(), key, "garbage");
        }
        runIngestor(4);
        assertThat(raw())
                .extracting(row -> Headers.number(row.headers(), Headers.SEQ))
                .endsWith(4L);
        Snapshot snapshot = lastSnapshot();
        assertThat(snapshot.figure(StatsNames.FOUND, 0)).isEqualTo(4);
        assertThat(snapshot.figure(StatsNames.GUESSED, -1)).isZero();
        assertThat(Reason.texts(snapshot.degraded()))
                .anyMatch(reason -> reason.contains("foreign records ignored, the last at "
                        + broker.topics().ingestor()));
    }

    /** Sequences that continue before it would make the next events look like repetitions. */
    @Test
    void shouldNotStartIfALaterVersionWroteTheLastBlock() throws Exception {
        runIngestor(3);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            ProducerRecord<String, String> later =
                    new ProducerRecord<>(broker.topics().raw(), 0, null, "later");
            later.headers().add(Headers.VERSION, Headers.value(2));
            producer.send(later).get();
        }
        write(broker.topics().ingestor(), KEY, null);
        IngestorProcess process = ingestor(Map.of("partitions", "1"));
        assertThatThrownBy(process::start)
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.KAFKA))
                .hasMessageStartingWith(
                        "the checkpoint is missing, and " + broker.topics().raw() + "-0 offset ")
                .hasMessageEndingWith(
                        "cannot be read: ow.version is 2: a later version wrote the record, this one reads up"
                                + " to 1");
        process.close();
    }

    /** A block without the name of the numbering was not written by an ingestor. */
    @Test
    void shouldNotContinueAfterAForgedBlock() throws Exception {
        runIngestor(3);
        ConsumerRecord<byte[], byte[]> block = raw().get(0);
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            ProducerRecord<String, String> forged = new ProducerRecord<>(
                    broker.topics().raw(), 0, null, new String(block.value(), StandardCharsets.UTF_8));
            block.headers().forEach(header -> forged.headers().add(header));
            forged.headers().remove(Headers.NUMBERING);
            forged.headers().remove(Headers.SEQ);
            forged.headers().add(Headers.SEQ, Headers.value(1L << 50));
            producer.send(forged).get();
        }
        write(broker.topics().ingestor(), KEY, null);
        runIngestor(9);
        assertThat(raw())
                .extracting(row -> Headers.number(row.headers(), Headers.SEQ))
                .endsWith(4L);
    }
}
