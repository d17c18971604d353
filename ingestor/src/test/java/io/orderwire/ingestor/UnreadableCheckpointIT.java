package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.fixtures.Fixtures;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A checkpoint that this version cannot read: that of a newer version, or a damaged one. */
@Timeout(120)
class UnreadableCheckpointIT extends CheckpointCase {
    private IngestorProcess ingestor() {
        return ingestor(Map.of("partitions", "2"));
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
        return recorded().replace("\"version\":2", "\"version\":4");
    }

    @Test
    void shouldNotStartAndNameTopicAndKey() {
        IngestorProcess first = ingestor();
        first.start();
        first.close();
        Map<String, String> messages = Map.of(
                newer(), "version 4, this ingestor reads 1 to 3: a newer one wrote it",
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
