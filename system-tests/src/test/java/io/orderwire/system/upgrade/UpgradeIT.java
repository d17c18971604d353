package io.orderwire.system.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Topics;
import io.orderwire.system.process.Orderwire;
import io.orderwire.system.process.Stats;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.files.FileCounts;
import io.orderwire.testing.files.FileEvent;
import io.orderwire.testing.fixtures.Fixtures;
import io.orderwire.testing.fixtures.FolderArchive;
import io.orderwire.testing.guarantees.Accounted;
import io.orderwire.testing.guarantees.Accounts;
import io.orderwire.testing.guarantees.Guarantees;
import io.orderwire.testing.guarantees.ReceivedOrder;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * This version starts on the state folder of an earlier one, which was stopped in the middle of everything, in another
 * place and on a node that has written more meanwhile. The scenario is {@link RecordFixturesIT}'s.
 */
@Timeout(180)
class UpgradeIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int PARTITIONS = 2;

    @TempDir
    private Path folder;

    static List<Fixtures> versions() {
        return Fixtures.all();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void shouldResumeWhatAnEarlierVersionLeft(Fixtures version) throws Exception {
        NodeFolder node = new NodeFolder(folder.resolve("another node"));
        Path state = folder.resolve("another state");
        FolderArchive.unpack(version.file("state", "node.zip"), node.folder());
        FolderArchive.unpack(version.file("state", "state.zip"), state);
        Properties client = new Properties();
        client.load(new StringReader(version.text("state", "client.properties")));

        node.append(17, Files.readAllBytes(node.restOfLine()));
        node.block(16, 7);
        node.block(18, 30);
        String[] command = {"--data", node.data().toString(), "--state", state.toString(), "--overload", "complete"};
        try (Orderwire running = Orderwire.run(command);
                CursorClient old = CursorClient.behind(running.value("ws"), client.getProperty("cursor"))) {
            node.block(18, 20);
            List<FileEvent> events = node.events();
            FileCounts counts = node.counts();
            await().atMost(SOON).untilAsserted(() -> assertWhole(events, counts, running));
            await().atMost(SOON).untilAsserted(() -> assertRest(client, old, running.value("kafka")));
            assertThat(running.stop()).isZero();
        }
    }

    /** Old and new together hold every event once, in order, and the accounts go over both. */
    private static void assertWhole(List<FileEvent> events, FileCounts counts, Orderwire running) throws Exception {
        Accounts reported =
                Accounts.parse(Stats.get(running.value("http") + "stats").body());
        assertThat(reported.found()).isEqualTo(events.size());
        Guarantees guarantees = Guarantees.exactlyOnceInOrder(PARTITIONS);
        Accounted accounted = new Accounted().files(counts).reported(reported);
        for (FileEvent event : events) {
            guarantees.produced(event);
            accounted.produced(event);
        }
        for (String topic : List.of(Topics.DEFAULT.orders(), Topics.DEFAULT.deadLetters(), Topics.DEFAULT.gaps())) {
            for (ConsumerRecord<byte[], byte[]> row : records(running.value("kafka"), topic)) {
                guarantees.record(row);
                accounted.record(row);
            }
        }
        guarantees.check();
        accounted.check();
        List<Gap> gaps = records(running.value("kafka"), Topics.DEFAULT.gaps()).stream()
                .map(row -> Gap.parse(new String(row.value(), StandardCharsets.UTF_8)))
                .filter(gap -> gap.where() != Gap.Where.NODE)
                .toList();
        assertThat(gaps).extracting(Gap::id).containsOnly(gaps.get(0).id());
        assertThat(gaps).extracting(Gap::events).containsExactly(null, reported.skippedAtIngest());
        assertThat(reported.skippedAtIngest()).isPositive();
    }

    /** The client with the old cursor got what follows it, and nothing else. */
    private static void assertRest(Properties client, CursorClient old, String kafka) {
        Map<Integer, List<Long>> rest = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> row : records(kafka, Topics.DEFAULT.orders())) {
            if (row.value() != null) {
                ReceivedOrder order = ReceivedOrder.of(row);
                long last = Long.parseLong(client.getProperty("seq." + order.partition()));
                if (order.seq() > last) {
                    rest.computeIfAbsent(order.partition(), absent -> new ArrayList<>())
                            .add(order.seq());
                }
            }
        }
        Map<Integer, List<Long>> received = new TreeMap<>();
        old.orders().forEach(order -> received.computeIfAbsent(order.partition(), absent -> new ArrayList<>())
                .add(order.seq()));
        assertThat(received).as(() -> old.others().toString()).isEqualTo(rest);
        assertThat(rest).hasSize(PARTITIONS);
        assertThat(old.dropped()).isZero();
        // The files that the test writes go on with other numbers.
        assertThat(old.gaps())
                .filteredOn(gap -> gap.where() != Gap.Where.NODE)
                .extracting(gap -> gap.reason().word())
                .containsOnly("age");
    }

    private static List<ConsumerRecord<byte[], byte[]>> records(String kafka, String topic) {
        return KafkaReads.committed(kafka, topic, SOON);
    }
}
