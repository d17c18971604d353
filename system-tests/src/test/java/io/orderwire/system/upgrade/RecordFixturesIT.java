package io.orderwire.system.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.system.process.Orderwire;
import io.orderwire.system.process.Stats;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.fixtures.Fixtures;
import io.orderwire.testing.fixtures.FolderArchive;
import io.orderwire.testing.fixtures.RecordedRecord;
import io.orderwire.testing.guarantees.ReceivedOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records what this version leaves behind, for the tests of the versions to come: two lives of a real standalone on
 * generated files, stopped in the middle of everything. See {@code docs/decisions/persisted-formats.md}.
 */
@Timeout(300)
@EnabledIfSystemProperty(
        named = Fixtures.RECORD_PROPERTY,
        matches = ".+",
        disabledReason = "records fixtures into the folder of the repository that the property names")
class RecordFixturesIT {
    private static final Duration SOON = Duration.ofSeconds(40);

    /** Nothing of a fixture may be deleted for its age when it is used. */
    private static final String CENTURIES = "31536000000000";

    private static final int PARTIAL_EVENTS = 8;
    private static final int PARTIAL_WHOLE = 5;
    private static final int HALF_EVENT_BYTES = 50;

    /** An unfinished line is read only once it is longer than the ingestor's buffer of 4 MiB. */
    private static final int PADDING_BYTES = 5 << 20;

    private static final String CHANGELOG = "orderwire-parser-totals-changelog";

    @TempDir
    private Path scratch;

    private NodeFolder node;
    private Path state;
    private final Map<String, String> client = new TreeMap<>();

    @Test
    void shouldRecord() throws Exception {
        node = NodeFolder.create(scratch.resolve("node"));
        state = scratch.resolve("state");
        node.block(15, 12);
        node.block(15, 0);
        node.block(15, 8);
        firstLife();
        secondLife();
        Fixtures standalone = Fixtures.toRecord("system-tests");
        FolderArchive.pack(state, standalone.newFile("state", "state.zip"));
        FolderArchive.pack(node.folder(), standalone.newFile("state", "node.zip"));
        Path notes = standalone.newFile("state", "client.properties");
        StringBuilder text = new StringBuilder();
        client.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        Files.writeString(notes, text);
    }

    private Orderwire run(String... own) {
        List<String> all = new ArrayList<>(
                List.of("--data", node.data().toString(), "--state", state.toString(), "--from", "beginning"));
        for (String topic : List.of("raw", "orders", "dead-letters", "gaps")) {
            all.addAll(List.of("-D", "retention." + topic + ".ms=" + CENTURIES));
        }
        all.addAll(List.of("-D", "partitions=2"));
        all.addAll(Arrays.asList(own));
        return Orderwire.run(all.toArray(String[]::new));
    }

    /** Old files, generations, dead letters, and a client that leaves before the end. */
    private void firstLife() throws Exception {
        try (Orderwire running = run("--overload", "complete")) {
            CursorClient all = new CursorClient(running.value("ws"), "\"earliest\"");
            awaitAccounts(running);
            keepCursor("beginning", all);
            for (int generation = 0; generation < 3; generation++) {
                node.block(16, 8 - generation);
                awaitAccounts(running);
                if (generation < 2) {
                    node.replace(16, generation);
                }
            }
            node.deadLetters(17);
            node.block(17, 10);
            awaitAccounts(running);
            await().atMost(SOON)
                    .until(() -> all.orders().size() == node.counts().orders());
            keepCursor("last", all);
            noteSeqs(all);
            all.close();
            node.block(17, 10);
            awaitAccounts(running);
            assertThat(running.stop()).isZero();
        }
    }

    /** Orders and dead letters are as many as the files hold. */
    private void awaitAccounts(Orderwire running) {
        await().atMost(SOON).untilAsserted(() -> assertThat(handled(running))
                .isEqualTo(node.counts().events()));
    }

    private static long handled(Orderwire running) throws IOException, InterruptedException {
        return Stats.count(running.value("http"), "orders") + Stats.count(running.value("http"), "deadLetters");
    }

    /** The cursor of a frame with nothing more to come. */
    private void keepCursor(String name, CursorClient from) throws IOException {
        await().atMost(SOON).until(() -> from.orders().size() == node.counts().orders());
        Fixtures gateway = Fixtures.toRecord("gateway");
        Files.writeString(gateway.newFile("cursors", name + ".txt"), from.cursor());
        client.put("cursor", from.cursor());
    }

    private void noteSeqs(CursorClient from) {
        Map<Integer, Long> last = new HashMap<>();
        from.orders().forEach(order -> last.merge(order.partition(), order.seq(), Math::max));
        last.forEach((partition, seq) -> client.put("seq." + partition, String.valueOf(seq)));
    }

    /** A by-block line of which half is there, and a shed range that cannot be counted yet. */
    private void secondLife() throws Exception {
        try (Orderwire running = run(
                "--overload",
                "latest",
                "-D",
                "ingestor.max.age.ms=300",
                "-D",
                "catch.up.max.ms=0",
                "-D",
                "parser.max.age.ms=3600000",
                "-D",
                "gateway.max.age.ms=3600000")) {
            long before = handled(running);
            String line = new String(
                    NodeFolder.line(scratch.resolve("partial"), 17, PARTIAL_EVENTS), StandardCharsets.ISO_8859_1);
            int sixth = event(line, PARTIAL_WHOLE);
            int half = sixth + HALF_EVENT_BYTES;
            node.append(17, latin1(line.substring(0, sixth) + " ".repeat(PADDING_BYTES) + line.substring(sixth, half)));
            Files.write(node.restOfLine(), latin1(line.substring(half)));
            await().atMost(SOON).until(() -> handled(running) == before + PARTIAL_WHOLE);
            shed(running);
            dump(running.value("kafka"));
            assertThat(running.stop()).isZero();
        }
        Files.delete(node.hour(16));
        Files.move(aside16(), node.hour(16));
    }

    /** Where the event of that number begins, from 0. */
    private static int event(String line, int number) {
        int at = line.indexOf("{\"time\":");
        for (int event = 0; event < number; event++) {
            at = line.indexOf("{\"time\":", at + 1);
        }
        assertThat(at).as(line).isPositive();
        return at;
    }

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private Path aside16() {
        return scratch.resolve("aside-16");
    }

    /**
     * Appends to a file while the process does not run, so that the bytes are old when it sees them. The process holds the
     * file open and reads it, but cannot open the path again, which is a link to itself: that is how it counts.
     */
    private void shed(Orderwire running) throws Exception {
        byte[] old = NodeFolder.line(scratch.resolve("late"), 16, 9);
        running.pause();
        Files.move(node.hour(16), aside16());
        Files.createSymbolicLink(node.hour(16), node.hour(16).getFileName());
        Files.write(aside16(), old, StandardOpenOption.APPEND);
        TimeUnit.SECONDS.sleep(2);
        running.resume();
        await().atMost(SOON).until(() -> markers(running.value("kafka")) == 2);
    }

    private static long markers(String kafka) {
        return KafkaReads.committed(kafka, Topics.DEFAULT.orders(), SOON).stream()
                .filter(row -> row.headers().lastHeader(Headers.GAP) != null)
                .count();
    }

    private void dump(String kafka) {
        Fixtures gateway = Fixtures.toRecord("gateway");
        List<ConsumerRecord<byte[], byte[]>> orders = KafkaReads.committed(kafka, Topics.DEFAULT.orders(), SOON);
        write(
                gateway,
                "markers",
                orders.stream().filter(row -> row.value() == null).toList());
        write(gateway, "orders", firstAndLast(orders));
        write(gateway, "dead-letters", KafkaReads.committed(kafka, Topics.DEFAULT.deadLetters(), SOON));
        write(gateway, "gaps", KafkaReads.committed(kafka, Topics.DEFAULT.gaps(), SOON));
        Fixtures parser = Fixtures.toRecord("parser-streams");
        write(parser, "raw", KafkaReads.committed(kafka, Topics.DEFAULT.raw(), SOON));
        write(parser, "totals", newest(KafkaReads.committed(kafka, CHANGELOG, SOON)));
        write(
                Fixtures.toRecord("runtime"),
                "snapshots",
                newest(KafkaReads.committed(kafka, Topics.DEFAULT.pipeline(), SOON)));
        write(
                Fixtures.toRecord("ingestor"),
                "checkpoints",
                newest(KafkaReads.committed(kafka, Topics.DEFAULT.ingestor(), SOON)));
    }

    /** Of each partition. */
    private static List<ConsumerRecord<byte[], byte[]>> firstAndLast(List<ConsumerRecord<byte[], byte[]>> rows) {
        Map<Integer, ConsumerRecord<byte[], byte[]>> first = new TreeMap<>();
        Map<Integer, ConsumerRecord<byte[], byte[]>> last = new TreeMap<>();
        rows.stream().filter(row -> row.value() != null).forEach(row -> {
            first.putIfAbsent(row.partition(), row);
            last.put(row.partition(), row);
        });
        List<ConsumerRecord<byte[], byte[]>> both = new ArrayList<>(first.values());
        both.addAll(last.values());
        both.forEach(ReceivedOrder::of);
        return both;
    }

    /** Of each key and partition. */
    private static List<ConsumerRecord<byte[], byte[]>> newest(List<ConsumerRecord<byte[], byte[]>> rows) {
        Map<String, ConsumerRecord<byte[], byte[]>> newest = new TreeMap<>();
        rows.forEach(row -> newest.put(row.partition() + " " + Arrays.toString(row.key()), row));
        return List.copyOf(newest.values());
    }

    private static void write(Fixtures fixtures, String kind, List<ConsumerRecord<byte[], byte[]>> rows) {
        assertThat(rows).as(kind).isNotEmpty();
        for (ConsumerRecord<byte[], byte[]> row : rows) {
            String name = String.format("%d-%03d.record", row.partition(), row.offset());
            RecordedRecord.write(fixtures.newFile(kind, name), row);
        }
    }
}
