package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.broker.TestBroker;
import io.orderwire.testing.fixtures.Fixtures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint that this version cannot read: that of a newer version, or a damaged one. */
@Timeout(120)
class UnreadableCheckpointIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String KEY = "by-block";

    @TempDir
    private Path data;

    private final List<ProcessExit> fatal = new CopyOnWriteArrayList<>();
    private TestBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.shared();
        Files.createDirectories(hour().getParent());
        Files.writeString(hour(), "");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private Path hour() {
        return data.resolve("node_order_statuses_by_block/hourly/20260505/17");
    }

    private IngestorProcess ingestor() {
        return new IngestorProcess(
                TestContext.of(broker, Map.of("data.dir", data.toString(), "partitions", "2"), fatal::add), "me");
    }

    /** As another ingestor does: with its transactional id, which fences this one. */
    private void commit(String checkpoint) {
        try (Producer<String, String> producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "transactional.id",
                        broker.topics().named("orderwire-ingestor")),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(broker.topics().ingestor(), 0, KEY, checkpoint));
            producer.commitTransaction();
        }
    }

    private static String recorded() {
        return new String(
                Fixtures.of("0.1.0").records("checkpoints").get(0).row().value(), StandardCharsets.UTF_8);
    }

    private static String newer() {
        return recorded().replace("\"version\":2", "\"version\":3");
    }

    @Test
    void shouldNotStartAndNameTopicAndKey() {
        IngestorProcess first = ingestor();
        first.start();
        first.close();
        Map<String, String> messages = Map.of(
                newer(), "version 3, this ingestor reads 1 to 2: a newer one wrote it",
                recorded().substring(0, 200), "not an ingestor's state",
                recorded().replace("\"offset\":9900", "\"offset\":null"), "offset must be an integer");
        messages.forEach((checkpoint, message) -> {
            commit(checkpoint);
            IngestorProcess second = ingestor();
            assertThatThrownBy(second::start)
                    .isInstanceOfSatisfying(
                            ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.KAFKA))
                    .hasMessageStartingWith(
                            "the checkpoint in " + broker.topics().ingestor() + " under key by-block cannot be read: ")
                    .hasMessageContaining(message);
            second.close();
            List<String> left =
                    KafkaReads.committed(
                                    broker.bootstrapServers(), broker.topics().ingestor(), PATIENCE)
                            .stream()
                            .map(row -> new String(row.value(), StandardCharsets.UTF_8))
                            .toList();
            assertThat(left).endsWith(checkpoint);
        });
    }

    @Test
    void shouldGiveWayToANewerVersionThatTookOver() throws Exception {
        IngestorProcess old = ingestor();
        old.start();
        commit(newer());
        Files.writeString(hour(), "one\n", StandardOpenOption.APPEND);
        await().atMost(PATIENCE).until(() -> !fatal.isEmpty());
        assertThat(fatal).extracting(ProcessExit::code).containsExactly(ExitCode.FENCED);
        old.close();
    }
}
