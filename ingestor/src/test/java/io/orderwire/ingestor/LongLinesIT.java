package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.position.Offsets;
import io.orderwire.contract.position.Source;
import io.orderwire.contract.topic.Headers;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.broker.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Lines longer than a record of Kafka may be: each must be committed as what it is, together with the lines after it. */
class LongLinesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LENGTH = 2_300_000;
    private static final String EVENT = "{\"time\":\"t\",\"user\":\"0x" + "a".repeat(40) + "\",\"status\":\"open\"}";
    private static final String HEAD = "{\"local_time\":\"l\",\"block_time\":\"b\",\"block_number\":7,\"events\":[";

    @TempDir
    private Path data;

    private TestBroker broker;

    @BeforeEach
    void startBroker() {
        broker = TestBroker.shared();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void shouldCommitAnOrderOrOneDeadLetterForEachLongLine(Source source) throws IOException {
        String blanks = " ".repeat(LENGTH);
        String nuls = "\0".repeat(LENGTH);
        String pad = "\"pad\":\"" + "p".repeat(LENGTH) + "\"";
        String many = ("\"" + "m".repeat(100) + "\":{\"x\":[1,2]},").repeat(LENGTH / 115);
        String last = source == Source.PLAIN ? EVENT : HEAD + EVENT + "]}";
        List<String> lines = new ArrayList<>(List.of(
                blanks + last,
                last + blanks,
                nuls + last,
                last + nuls,
                "x".repeat(LENGTH),
                EVENT.substring(0, EVENT.length() - 1) + "," + pad + "}",
                "{\"local_time\":\"" + "l".repeat(LENGTH) + "\",\"events\":[" + EVENT + "]}"));
        if (source != Source.PLAIN) {
            lines.addAll(List.of(
                    HEAD + blanks + EVENT + "]}",
                    HEAD + nuls + EVENT + "]}",
                    HEAD + EVENT + blanks + "]}",
                    HEAD + EVENT + nuls + "]}",
                    HEAD + EVENT + "]," + pad + "}",
                    HEAD + EVENT + "]," + many + pad + "}",
                    HEAD + EVENT + "]" + blanks + "}",
                    HEAD + "]" + blanks + "," + pad + "}",
                    HEAD + "{\"a\":\"" + pad + "\"}]}"));
        }
        String text = String.join("\n" + last + "\n", lines) + "\n" + last + "\n";
        List<ConsumerRecord<byte[], byte[]>> records = commit(source, text, Map.of(), EVENT);

        int whole = 0;
        int dead = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            boolean oversized = record.headers().lastHeader(Headers.OVERSIZED) != null;
            for (String line : new String(record.value(), StandardCharsets.ISO_8859_1).split("\n")) {
                boolean isOrder = !oversized && line.equals(last);
                whole += isOrder ? 1 : 0;
                dead += isOrder ? 0 : 1;
                assertThat(line).hasSizeLessThanOrEqualTo(isOrder ? last.length() : 4_096);
            }
        }
        // The event of a line is kept if the line is long because of what surrounds the event.
        assertThat(whole).isEqualTo(lines.size() + (source == Source.PLAIN ? 5 : 10));
        assertThat(dead).isPositive();
    }

    @Test
    void shouldCommitTheLargestAndTheMostEventsThatARecordCanHold() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int length : new int[] {1024 * 1024, 1024 * 1024 - 1, 300_000}) {
            String event = "{\"user\":\"0x" + "a".repeat(40) + "\",\"pad\":\"\u0001";
            text.append("{\"local_time\":\"")
                    .append("l".repeat(4_000))
                    .append("\",\"events\":[")
                    .append(event)
                    .append("p".repeat(length - event.length() - 2))
                    .append("\"}]}\n");
        }
        text.append("x\n".repeat(400_000)).append("\n").append(HEAD + "{},".repeat(50_000) + "{}]}\n");
        text.append(HEAD + EVENT + "]}\n");

        List<ConsumerRecord<byte[], byte[]>> records = commit(
                Source.STREAMING, text.toString(), Map.of("max.event.bytes", String.valueOf(1024 * 1024)), EVENT);
        assertThat(records).hasSizeGreaterThan(5);
        assertThat(records.stream().mapToLong(record -> Headers.number(record.headers(), Headers.EVENTS)))
                .allMatch(events -> events <= 1 << 18);
    }

    private List<ConsumerRecord<byte[], byte[]>> commit(
            Source source, String text, Map<String, String> more, String last) throws IOException {
        Path file = data.resolve(source.directory()).resolve("hourly/20270101/9");
        Files.createDirectories(file.getParent());
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        Map<String, String> settings = new HashMap<>(Map.of(
                "data.dir", data.toString(),
                "source", source.option(),
                "start", "beginning",
                "partitions", "2",
                "overload", "complete"));
        settings.putAll(more);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (IngestorProcess ingestor = new IngestorProcess(TestContext.of(broker, settings), "test")) {
            ingestor.start();
            await().atMost(PATIENCE).untilAsserted(() -> {
                records.clear();
                records.addAll(KafkaReads.committed(
                        broker.bootstrapServers(), broker.topics().raw(), PATIENCE));
                // The lines have one block number: markers say that the node repeats it.
                records.removeIf(record -> record.value() == null);
                assertThat(position(records))
                        .isEqualTo(text.lastIndexOf(source == Source.BY_BLOCK ? last : line(last, source)));
            });
        }
        return records;
    }

    private static String line(String event, Source source) {
        return source == Source.PLAIN ? event : HEAD + event;
    }

    /** Position of the last event. */
    private static long position(List<ConsumerRecord<byte[], byte[]>> records) {
        long position = -1;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Offsets.Reader offsets = new Offsets.Reader(
                    record.headers().lastHeader(Headers.OFFSETS).value());
            for (long next = offsets.next(); next >= 0; next = offsets.next()) {
                position = Math.max(position, next);
            }
        }
        return position;
    }
}
