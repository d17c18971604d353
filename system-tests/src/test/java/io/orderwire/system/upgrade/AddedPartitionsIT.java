package io.orderwire.system.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.broker.BrokerOptions;
import io.orderwire.broker.EmbeddedKafka;
import io.orderwire.contract.position.Source;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.standalone.Main;
import io.orderwire.system.process.Orderwire;
import io.orderwire.system.process.Stats;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.files.FileEvent;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Accounts;
import io.orderwire.testing.guarantees.Guarantees;
import io.orderwire.testing.guarantees.NoDuplicate;
import io.orderwire.testing.guarantees.NoLoss;
import io.orderwire.testing.guarantees.OrderPerUser;
import io.orderwire.testing.guarantees.ReceivedOrder;
import io.orderwire.testing.guarantees.SequenceExplained;
import io.orderwire.testing.process.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Partitions are added to the topics of a pipeline that has data. */
@Tag("adversary")
@Timeout(300)
class AddedPartitionsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int BEFORE = 4;
    private static final int AFTER = 6;
    private static final int REFUSED = 6;
    private static final int LINES = 1_000;
    private static final String CHANGELOG = "orderwire-parser-totals-changelog";

    @TempDir
    private Path folder;

    private static String[] line(EmbeddedKafka kafka, int partitions, String command, String... flags) {
        List<String> line = new ArrayList<>(List.of(command, "--kafka", kafka.bootstrapServers()));
        line.addAll(List.of("--management-port", "0", "-D", "overload=complete", "-D", "partitions=" + partitions));
        line.addAll(Arrays.asList(flags));
        return line.toArray(String[]::new);
    }

    private static void addPartitions(EmbeddedKafka kafka, String... topics) throws Exception {
        Map<String, NewPartitions> more = new HashMap<>();
        for (String topic : topics) {
            more.put(topic, NewPartitions.increaseTo(AFTER));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createPartitions(more).all().get();
        }
    }

    /** Waits until that many events are in the raw topic, parsed or not. */
    private static void awaitRaw(EmbeddedKafka kafka, long events) {
        await("events in the raw topic")
                .atMost(SOON)
                .until(
                        () -> KafkaReads.committed(kafka.bootstrapServers(), Topics.DEFAULT.raw(), SOON).stream()
                                .map(row -> Headers.number(row.headers(), Headers.EVENTS))
                                .filter(Objects::nonNull)
                                .mapToLong(Long::longValue)
                                .sum(),
                        found -> found == events);
    }

    private static List<ConsumerRecord<byte[], byte[]>> orders(EmbeddedKafka kafka, int count) {
        return await("orders in the topic")
                .atMost(SOON)
                .until(
                        () -> KafkaReads.committed(kafka.bootstrapServers(), Topics.DEFAULT.orders(), SOON),
                        found -> found.size() >= count);
    }

    private static void assertRefused(String[] line, String... words) {
        try (ChildJvm refused = ChildJvm.start(Main.class, line)) {
            assertThat(refused.awaitExit(SOON)).isEqualTo(REFUSED);
            assertThat(refused.lastErrors()).contains(words);
        }
    }

    @Test
    void shouldContinueWithMorePartitionsAndParseWhatWasNotReadBefore() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        String[] ingest = {"--data", data.toString(), "--from", "beginning"};
        try (EmbeddedKafka kafka = EmbeddedKafka.start(BrokerOptions.loopback(folder.resolve("kafka"), 0));
                Simulator node = new Simulator(
                        SimulatorOptions.builder(data).seed(41).users(200).build())) {
            String cursor;
            try (Orderwire ingestor = Orderwire.ready(line(kafka, BEFORE, "ingestor", ingest));
                    Orderwire parser = Orderwire.ready(line(kafka, BEFORE, "parser"));
                    Orderwire gateway = Orderwire.ready(line(kafka, BEFORE, "gateway", "--port", "0"));
                    CursorClient client = new CursorClient(gateway.value("ws"), "\"earliest\"")) {
                node.writeBlock(LINES);
                await().atMost(SOON).until(() -> client.orders().size() == LINES);
                cursor = client.cursor();
                assertThat(parser.stop()).isZero();
                node.writeBlock(LINES);
                awaitRaw(kafka, 2 * LINES);
                assertThat(ingestor.stop()).isZero();
                assertThat(gateway.stop()).isZero();
            }

            addPartitions(kafka, Topics.DEFAULT.raw());
            assertRefused(line(kafka, AFTER, "parser"), "6 partitions", "4", "both need the same count");
            addPartitions(kafka, Topics.DEFAULT.orders(), CHANGELOG);
            assertRefused(line(kafka, BEFORE, "ingestor", ingest), "the checkpoint", "is of 4", "partitions=6");

            try (Orderwire parser = Orderwire.ready(line(kafka, AFTER, "parser"))) {
                List<ConsumerRecord<byte[], byte[]>> former = orders(kafka, 2 * LINES);
                try (Orderwire ingestor = Orderwire.ready(line(kafka, AFTER, "ingestor", ingest));
                        Orderwire gateway = Orderwire.ready(line(kafka, AFTER, "gateway", "--port", "0"));
                        CursorClient old = CursorClient.behind(gateway.value("ws"), cursor)) {
                    node.writeBlock(LINES);
                    assertContinued(data, former, orders(kafka, 3 * LINES));
                    await().atMost(SOON).untilAsserted(() -> assertThat(old.others())
                            .anyMatch(message -> message.contains("Cursor of 4 partitions, there are 6")));
                    assertReplayed(data, gateway);
                    assertAccounts(gateway);
                    assertThat(ingestor.stop()).isZero();
                    assertThat(parser.stop()).isZero();
                }
            }
        }
    }

    /** A replay over the change has each event once, those of users who moved among them. */
    private static void assertReplayed(Path data, Orderwire gateway) {
        try (CursorClient all = new CursorClient(gateway.value("ws"), "\"earliest\"")) {
            await("orders of the replay").atMost(SOON).until(() -> all.orders().size() >= 3 * LINES);
            assertThat(all.orders().stream().map(ReceivedOrder::pos))
                    .containsExactlyInAnyOrderElementsOf(NodeFiles.of(data, Source.STREAMING).events().stream()
                            .map(FileEvent::pos)
                            .toList());
            assertThat(all.gaps()).isEmpty();
        }
    }

    private static void assertAccounts(Orderwire gateway) {
        await().atMost(SOON).untilAsserted(() -> {
            String stats = Stats.get(gateway.value("http") + "stats").body();
            assertThat(Accounts.parse(stats).found()).isEqualTo(3 * LINES);
            assertThat(Accounts.parse(stats).orders()).isEqualTo(3 * LINES);
            assertThat(Accounts.parse(stats).deadLetters()).isZero();
            assertThat(stats).contains("\"exact\":true");
        });
    }

    /** Each event once; and a consumer that had read all before the change has the orders of each user in their order. */
    private static void assertContinued(
            Path data, List<ConsumerRecord<byte[], byte[]>> former, List<ConsumerRecord<byte[], byte[]>> all) {
        Guarantees whole = Guarantees.of(new NoLoss(AFTER), new NoDuplicate(), new SequenceExplained());
        NodeFiles.of(data, Source.STREAMING).events().forEach(whole::produced);
        all.forEach(whole::record);
        whole.check();
        Map<Integer, Long> read = new HashMap<>();
        former.forEach(row -> read.merge(row.partition(), row.offset() + 1, Math::max));
        Guarantees later = Guarantees.of(OrderPerUser.withinEachFile());
        List<ConsumerRecord<byte[], byte[]>> added = all.stream()
                .filter(row -> row.offset() >= read.getOrDefault(row.partition(), 0L))
                .toList();
        added.forEach(later::record);
        later.check();
        assertThat(added).hasSize(LINES);
        assertThat(added.stream().map(ConsumerRecord::partition).distinct()).hasSize(AFTER);
    }
}
