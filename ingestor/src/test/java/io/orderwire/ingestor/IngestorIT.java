package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.orders.Headers;
import io.orderwire.orders.Source;
import io.orderwire.orders.Users;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.Health;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.broker.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IngestorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PARTITIONS = 3;

    @TempDir
    private Path data;

    private final List<ProcessExit> fatal = new CopyOnWriteArrayList<>();
    private final List<IngestorProcess> running = new ArrayList<>();
    private TestBroker broker;
    private int written;

    @BeforeEach
    void startBroker() {
        broker = TestBroker.shared();
    }

    @AfterEach
    void stop() {
        running.forEach(IngestorProcess::close);
        broker.close();
    }

    @Test
    void shouldGoOnWhereItStoppedWithNothingLostOrDoubled() throws IOException {
        append("20270101/9", 10);
        IngestorProcess first = start(Map.of("start", "beginning"));
        append("20270101/9", 10);
        awaitLines(20);
        first.close();
        append("20270101/9", 5);
        append("20270101/10", 5);
        start(Map.of());
        awaitLines(30);
        append("20270101/10", 5);
        assertSequences(awaitLines(35));
    }

    @Test
    void shouldDiscardThePositionButNotTheSequencesWhenReset() throws IOException {
        append("20270101/9", 4);
        IngestorProcess first = start(Map.of("start", "beginning"));
        awaitLines(4);
        first.close();
        start(Map.of("start", "beginning", "reset", "true"));
        List<ConsumerRecord<byte[], byte[]>> records = awaitLines(8);
        assertSequences(records);
        assertThat(records).allMatch(row -> "1".equals(Headers.text(row.headers(), Headers.REPLAY)));
    }

    @Test
    void shouldNotStartOnAFolderThatTheCheckpointIsNotOfUnlessItIsToTakeOver() throws IOException {
        append("20270101/9", 3);
        append("20270101/10", 3);
        IngestorProcess first = start(Map.of("start", "beginning"));
        awaitLines(6);
        Path other = Files.createDirectories(data.resolve("other"));
        append(other, "20270101/9", 6);
        append(other, "20270101/10", 6);
        Map<String, String> onOther = Map.of("data.dir", other.toString(), "start", "beginning");
        for (String reset : List.of("false", "true")) {
            Map<String, String> settings = new HashMap<>(onOther);
            settings.put("reset", reset);
            assertThatThrownBy(() -> start(settings))
                    .isInstanceOfSatisfying(
                            ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.DATA_FOLDER))
                    .hasMessageContaining(hour(other, "20270101/9").toString())
                    .hasMessageContaining(hour(other, "20270101/10").toString())
                    .hasMessageContaining("--take-over");
        }
        // The ingestor that owns the checkpoint continues.
        append("20270101/10", 2);
        awaitLines(8);
        assertThat(fatal).isEmpty();
        first.close();

        Map<String, String> takingOver = new HashMap<>(onOther);
        takingOver.put("take.over", "true");
        IngestorProcess second = start(takingOver);
        awaitLines(20);
        second.close();
        // From now on the checkpoint belongs to this folder: it resumes there, with or without take.over.
        append(other, "20270101/10", 2);
        IngestorProcess third = start(takingOver);
        awaitLines(22);
        third.close();
        append(other, "20270101/10", 2);
        IngestorProcess fourth = start(onOther);
        List<ConsumerRecord<byte[], byte[]>> records = awaitLines(24);
        fourth.close();
        assertSequences(records);
        assertThat(records.stream().map(row -> Headers.text(row.headers(), Headers.FILE)))
                .contains("20270101/9", "20270101/9~1", "20270101/10", "20270101/10~1")
                .doesNotContain("20270101/9~2", "20270101/10~2");
        // Too few bytes prove nothing.
        append("20270101/9", 20);
        append("20270101/10", 20);
        assertThatThrownBy(() -> start(Map.of("start", "beginning")))
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.DATA_FOLDER));
    }

    @Test
    void shouldReadOneFileWithOtherContentsAsItsNextGenerationAtAStart() throws IOException {
        append("20270101/9", 3);
        IngestorProcess first = start(Map.of("start", "beginning"));
        awaitLines(3);
        append("20270101/10", 3);
        awaitLines(6);
        first.close();
        Files.delete(hour(data, "20270101/10"));
        append("20270101/10", 4);
        start(Map.of());
        assertSequences(awaitLines(10));
    }

    @Test
    void shouldEndWhenAnotherTakesOver() throws IOException {
        start(Map.of());
        start(Map.of());
        append("20270101/9", 10);
        await().atMost(PATIENCE).until(() -> !fatal.isEmpty());
        assertThat(fatal).hasSize(1);
        assertThat(fatal.get(0).code()).isEqualTo(ExitCode.FENCED);
        assertSequences(awaitLines(10));
    }

    @Test
    void shouldHealAfterAPauseLongerThanItsTransaction() throws IOException {
        start(Map.of("ingestor.transaction.timeout.ms", "1000"));
        append("20270101/9", 10);
        awaitLines(10);
        fence();
        append("20270101/9", 10);
        assertSequences(awaitLines(20));
        assertThat(fatal).isEmpty();
    }

    /** Does what the coordinator does to a transaction that timed out: fences the producer, and leaves the state. */
    private void fence() {
        try (var admin = org.apache.kafka.clients.admin.Admin.create(
                Map.of("bootstrap.servers", (Object) broker.bootstrapServers()))) {
            admin.fenceProducers(List.of(broker.topics().named("orderwire-ingestor")))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    @ParameterizedTest
    @EnumSource(value = Source.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    void shouldRecogniseBlocksThatANodeWritesAgainWhileItWasNotRunning(Source source) throws IOException {
        Map<String, String> dropping =
                Map.of("source", source.option(), "ingestor.drop.duplicates", "true", "start", "beginning");
        appendBlocks(source, 1, 20);
        IngestorProcess first = start(dropping);
        awaitLines(60);
        first.close();
        appendBlocks(source, 16, 30);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        IngestorProcess second = start(dropping, meters);

        awaitLines(90);
        assertThat(count(meters, "blocks.back")).isEqualTo(1);
        assertThat(count(meters, "duplicates")).isEqualTo(15);
        assertThat(meters.get("orderwire.ingestor.remembered.blocks").gauge().value())
                .isEqualTo(30);
        second.close();
        Files.delete(blocks(source));
        appendBlocks(source, 2, 40);
        start(dropping);
        // The file that held the blocks is gone, so that they cannot be remembered.
        assertSequences(awaitLines(90 + 39 * 3));
    }

    /** A transaction that fails takes the memory of blocks back as well. */
    @ParameterizedTest
    @EnumSource(value = Source.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    void shouldRecogniseBlocksThatANodeWritesAgainAroundAFailure(Source source) throws IOException {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        start(Map.of("source", source.option(), "ingestor.drop.duplicates", "true"), meters);
        appendBlocks(source, 1, 20);
        awaitLines(60);
        for (int failure = 1; failure <= 3; failure++) {
            fence();
            appendBlocks(source, 16 + failure, 20 + failure);
            awaitLines(60 + 3 * failure);
            assertThat(count(meters, "failures")).isEqualTo(failure);
            assertThat(count(meters, "duplicates")).isEqualTo(12 * failure);
        }
        assertSequences(awaitLines(69));
        assertThat(fatal).isEmpty();
    }

    private static double count(SimpleMeterRegistry meters, String name) {
        return meters.get("orderwire.ingestor." + name).counter().count();
    }

    private Path blocks(Source source) {
        return data.resolve(source.directory()).resolve("hourly/20270101/9");
    }

    private void appendBlocks(Source source, int from, int to) throws IOException {
        Files.createDirectories(blocks(source).getParent());
        StringBuilder text = new StringBuilder();
        for (int block = from; block <= to; block++) {
            for (int event = 0; event < 3; event++) {
                boolean opens = event == 0 || source == Source.STREAMING;
                boolean closes = event == 2 || source == Source.STREAMING;
                String user = "0x" + String.format("%040x", block + event);
                text.append(opens ? "{\"block_number\":" + block + ",\"events\":[" : ",")
                        .append("{\"user\":\"" + user + "\",\"n\":" + (block * 3 + event) + "}")
                        .append(closes ? "]}\n" : "");
            }
        }
        Files.writeString(blocks(source), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void shouldWaitForAFolderThatIsNotThereYet() throws IOException {
        start(Map.of("source", ""));
        append("20270101/9", 3);
        awaitLines(3);
    }

    @Test
    void shouldRefuseADataFolderThatIsMissingOrAmbiguous() throws IOException {
        assertThatThrownBy(() -> start(Map.of("data.dir", data.resolve("none").toString())))
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.DATA_FOLDER))
                .hasMessageContaining("none");
        Files.createDirectories(data.resolve("node_order_statuses"));
        Files.createDirectories(data.resolve("node_order_statuses_by_block"));
        assertThatThrownBy(() -> start(Map.of("source", "")))
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.DATA_FOLDER))
                .hasMessageContaining("plain, by-block");
    }

    private IngestorProcess start(Map<String, String> more) {
        return start(more, new SimpleMeterRegistry());
    }

    private IngestorProcess start(Map<String, String> more, SimpleMeterRegistry meters) {
        List<Option<?>> options = Stream.concat(PipelineOptions.ALL.stream(), IngestorOptions.ALL.stream())
                .<Option<?>>map(option -> option)
                .toList();
        Settings.Loader loader = new Settings.Loader(options)
                .flag("kafka.bootstrap.servers", broker.bootstrapServers())
                .flag("topics.prefix", broker.topics().prefix())
                .flag("partitions", String.valueOf(PARTITIONS))
                .flag("data.dir", data.toString())
                .flag("source", "streaming")
                .flag("overload", "complete");
        more.forEach(loader::flag);
        ProcessContext context = new ProcessContext(
                loader.load(),
                meters,
                new Health(),
                new StallWatchdog(60_000, System::nanoTime, fatal::add),
                Clock.systemUTC(),
                fatal::add);
        IngestorProcess process = new IngestorProcess(context, "test");
        running.add(process);
        process.start();
        return process;
    }

    private static Path hour(Path folder, String hour) {
        return folder.resolve("node_order_statuses_streaming/hourly").resolve(hour);
    }

    private void append(String hour, int lines) throws IOException {
        append(data, hour, lines);
    }

    private void append(Path folder, String hour, int lines) throws IOException {
        Path file = hour(folder, hour);
        Files.createDirectories(file.getParent());
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            String user = "0x" + String.format("%040x", written % 7);
            text.append("{\"block_number\":1,\"events\":[{\"user\":\"")
                    .append(user)
                    .append("\",\"n\":")
                    .append(written++);
            text.append("}]}\n");
        }
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private List<ConsumerRecord<byte[], byte[]>> awaitLines(int count) {
        List<ConsumerRecord<byte[], byte[]>> last = new ArrayList<>();
        await().atMost(PATIENCE).untilAsserted(() -> {
            last.clear();
            last.addAll(KafkaReads.committed(
                    broker.bootstrapServers(), broker.topics().raw(), PATIENCE));
            assertThat(last.stream().mapToInt(row -> lines(row).size()).sum()).isEqualTo(count);
        });
        return last;
    }

    /** Each partition's sequences are 1, 2, 3, … and every line stands in its user's partition. */
    private static void assertSequences(List<ConsumerRecord<byte[], byte[]>> records) {
        long[] next = new long[PARTITIONS];
        java.util.Arrays.fill(next, 1);
        for (ConsumerRecord<byte[], byte[]> row : records) {
            assertThat(Headers.number(row.headers(), Headers.SEQ)).isEqualTo(next[row.partition()]);
            next[row.partition()] += lines(row).size();
            for (String line : lines(row)) {
                String user = line.substring(line.indexOf("0x"), line.indexOf("0x") + Users.LENGTH);
                assertThat(Users.partition(user.getBytes(StandardCharsets.US_ASCII), PARTITIONS))
                        .isEqualTo(row.partition());
            }
        }
    }

    /** Its lines; none of a marker. */
    private static List<String> lines(ConsumerRecord<byte[], byte[]> row) {
        if (row.value() == null) {
            return List.of();
        }
        return new String(row.value(), StandardCharsets.UTF_8).lines().toList();
    }
}
