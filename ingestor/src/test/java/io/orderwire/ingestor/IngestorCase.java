package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.order.Users;
import io.orderwire.contract.topic.Headers;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.broker.TestBroker;
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
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Ingestors on a real broker, a node's folder, and the records that the ingestors committed. */
abstract class IngestorCase {
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int PARTITIONS = 3;

    @TempDir
    Path data;

    final List<ProcessExit> fatal = new CopyOnWriteArrayList<>();
    TestBroker broker;
    private final List<IngestorProcess> running = new ArrayList<>();
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

    /** Starts an ingestor of the streaming source with those settings, or others. */
    IngestorProcess start(Map<String, String> more) {
        return start(context(more));
    }

    IngestorProcess start(ProcessContext context) {
        IngestorProcess process = new IngestorProcess(context, "test");
        running.add(process);
        process.start();
        return process;
    }

    ProcessContext context(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(Map.of(
                "partitions",
                String.valueOf(PARTITIONS),
                "data.dir",
                data.toString(),
                "source",
                "streaming",
                "overload",
                "complete"));
        settings.putAll(more);
        return TestContext.of(broker, settings, fatal::add);
    }

    /** Fences the producer and keeps the state, like the coordinator after a transaction timed out. */
    void fence() {
        try (var admin = Admin.create(Map.of("bootstrap.servers", (Object) broker.bootstrapServers()))) {
            admin.fenceProducers(List.of(broker.topics().named("orderwire-ingestor")))
                    .all()
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    static Path hour(Path folder, String hour) {
        return folder.resolve("node_order_statuses_streaming/hourly").resolve(hour);
    }

    void append(String hour, int lines) throws IOException {
        append(data, hour, lines);
    }

    void append(Path folder, String hour, int lines) throws IOException {
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

    List<ConsumerRecord<byte[], byte[]>> awaitLines(int count) {
        List<ConsumerRecord<byte[], byte[]>> last = new ArrayList<>();
        await().atMost(PATIENCE).untilAsserted(() -> {
            last.clear();
            last.addAll(KafkaReads.committed(
                    broker.bootstrapServers(), broker.topics().raw(), PATIENCE));
            assertThat(last.stream().mapToInt(row -> lines(row).size()).sum()).isEqualTo(count);
        });
        return last;
    }

    /** Each partition's sequences are 1, 2, 3, … and every line is in its user's partition. */
    static void assertSequences(List<ConsumerRecord<byte[], byte[]>> records) {
        long[] next = new long[PARTITIONS];
        Arrays.fill(next, 1);
        for (ConsumerRecord<byte[], byte[]> row : records) {
            assertThat(Headers.number(row.headers(), Headers.SEQ)).isEqualTo(next[row.partition()]);
            next[row.partition()] += lines(row).size();
            assertThat(Headers.number(row.headers(), Headers.PARTITIONS))
                    .isEqualTo(row.value() == null ? null : (Long) (long) PARTITIONS);
            for (String line : lines(row)) {
                String user = line.substring(line.indexOf("0x"), line.indexOf("0x") + Users.LENGTH);
                assertThat(Users.partition(user.getBytes(StandardCharsets.US_ASCII), PARTITIONS))
                        .isEqualTo(row.partition());
            }
        }
    }

    /** The lines of a record; empty for a marker. */
    private static List<String> lines(ConsumerRecord<byte[], byte[]> row) {
        if (row.value() == null) {
            return List.of();
        }
        return new String(row.value(), StandardCharsets.UTF_8).lines().toList();
    }
}
