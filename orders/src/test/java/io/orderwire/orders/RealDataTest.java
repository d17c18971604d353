package io.orderwire.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RealDataTest {
    private final ObjectMapper mapper = new ObjectMapper();
    private final String data = System.getProperty("orderwire.test.data", "");

    @BeforeEach
    void needsRealData() {
        assumeThat(data)
                .as("real node output, given by -Dorderwire.test.data=DIR")
                .isNotEmpty();
    }

    @Test
    void shouldTakeEveryRealLineForAnOrderWithItsOwnBytes() throws IOException {
        Path root = Path.of(data);
        int orders = 0;
        for (Path file : List.of(
                root.resolve("node_order_statuses_streaming/hourly/20260505/17"),
                root.resolve("samples/one-per-kind.streaming.jsonl"),
                root.resolve("samples/plain.jsonl"))) {
            LineReader reader = new LineReader();
            for (String text : Files.readAllLines(file)) {
                byte[] line = text.getBytes(StandardCharsets.UTF_8);
                assertThat(reader.read(line, 0, line.length)).as(text).isEqualTo(Verdict.ORDER);
                String event = new String(
                        line, reader.eventFrom(), reader.eventTo() - reader.eventFrom(), StandardCharsets.UTF_8);
                JsonNode tree = mapper.readTree(text);
                JsonNode expected = tree.has("events") ? tree.get("events").get(0) : tree;
                assertThat(text).contains(event);
                assertThat(mapper.readTree(event)).isEqualTo(expected);
                assertThat(new String(reader.user(), StandardCharsets.US_ASCII))
                        .isEqualTo(expected.get("user").asText());
                orders++;
            }
        }
        assertThat(orders).isEqualTo(6_000 + 66 + 67);
    }
}
