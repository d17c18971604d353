package io.orderwire.system.client;

import static io.orderwire.system.process.ProcessPipeline.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderwire.client.OrdersClient;
import io.orderwire.system.process.Orderwire;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What our clients say of the times of a frame, and of its age from the block and from the file. */
@Tag("tools")
@Timeout(300)
class FrameTimesIT {
    private static final String NOWHERE = "ws://127.0.0.1:1/ws";
    private static final String NOW_MS = "1778002753600";

    /** An acknowledgement, and frames of two blocks, of a plain file, without orders, and of a gateway without times. */
    private static final List<String> MESSAGES = List.of(
            "{\"channel\":\"subscriptionResponse\",\"data\":{\"method\":\"subscribe\",\"subscription\":{},\"cursor\":\"c\"}}",
            orders(
                    order("\"block_time\":\"2026-05-05T17:39:13.024084407\",") + ","
                            + order("\"block_time\":\"2026-05-05T17:39:13\","),
                    ",\"serverTime\":1778002753500,\"fileTime\":1778002753400"),
            orders(
                    order("\"block_time\":\"2026-05-05T17:39:14\","),
                    ",\"serverTime\":1778002753500,\"fileTime\":1778002753700"),
            orders(order(""), ",\"serverTime\":1778002753500,\"fileTime\":1778002753400"),
            orders(
                    order("\"block_time\":\"yesterday\",") + "," + order("\"block_time\":7,"),
                    ",\"serverTime\":1778002753500"),
            orders("", ",\"serverTime\":1778002753500"),
            orders(order("\"block_time\":\"2026-05-05T17:39:13.1\","), ""));

    private static final List<String> EXPECTED = List.of(
            times(2, "1778002753500", "1778002753400", "576", "200"),
            times(1, "1778002753500", "1778002753700", "-400", "-100"),
            times(1, "1778002753500", "1778002753400", "null", "200"),
            times(2, "1778002753500", "null", "null", "null"),
            times(0, "1778002753500", "null", "null", "null"),
            times(1, "null", "null", "500", "null"));

    @TempDir
    private Path folder;

    private static String orders(String orders, String times) {
        return "{\"channel\":\"orders\",\"data\":{\"id\":\"orders\",\"orders\":[" + orders
                + "],\"cursor\":\"c\",\"dropped\":0,\"gaps\":[]" + times + "}}";
    }

    private static String order(String blockTime) {
        return "{\"pos\":\"20260505/17@1\",\"part\":3,\"seq\":8," + blockTime + "\"event\":{}}";
    }

    private static String times(int orders, String serverTime, String fileTime, String blockAge, String fileAge) {
        return "{\"orders\":" + orders + ",\"serverTime\":" + serverTime + ",\"fileTime\":" + fileTime
                + ",\"blockAgeMs\":" + blockAge + ",\"fileAgeMs\":" + fileAge + "}";
    }

    private String messages() throws IOException {
        return Files.write(folder.resolve("messages"), MESSAGES).toString();
    }

    private Path scripts() throws IOException {
        Path scripts = Files.createDirectories(folder.resolve("scripts"));
        Files.copy(Path.of("src", "test", "npm", "times.mjs"), scripts.resolve("times.mjs"));
        Files.copy(Path.of("..", "clients", "javascript", "orderwire.mjs"), scripts.resolve("orderwire.mjs"));
        return scripts;
    }

    private static void assertExpected(ForeignClient client) {
        await().atMost(SOON).until(() -> client.reports().size() >= EXPECTED.size());
        assertThat(client.reports()).map(JsonNode::toString).containsExactlyElementsOf(EXPECTED);
    }

    @Test
    void shouldMeasureInPython() throws Exception {
        try (ForeignClient client = ForeignClient.python("times.py", NOWHERE, messages(), NOW_MS)) {
            assertExpected(client);
        }
    }

    @Test
    void shouldMeasureInJavaScript() throws Exception {
        try (ForeignClient client = ForeignClient.node(scripts(), "times.mjs", NOWHERE, messages(), NOW_MS)) {
            assertExpected(client);
        }
    }

    /** One clock for all: the block is before the ingestor's read, which is before the frame and its receipt. */
    @Test
    void shouldMeasureTheFramesOfAGateway() throws Exception {
        try (Orderwire demo = Orderwire.ready(
                "demo", "--port", "0", "--kafka-port", "0", "--management-port", "0", "--rate", "200")) {
            try (OrdersClient client = new OrdersClient(URI.create(demo.value("ws")), "{}")) {
                OrdersClient.Frame frame = client.next();
                while (frame.orders().isEmpty()) {
                    assertThat(frame.serverTimeMs()).isPresent();
                    frame = client.next();
                }
                long nowMs = System.currentTimeMillis();
                long frameAgeMs = nowMs - frame.serverTimeMs().orElseThrow();
                assertThat(frameAgeMs).isNotNegative();
                assertThat(frame.fileAgeMs(nowMs).orElseThrow()).isGreaterThanOrEqualTo(frameAgeMs);
                assertThat(frame.blockAgeMs(nowMs).orElseThrow())
                        .isGreaterThanOrEqualTo(frame.fileAgeMs(nowMs).orElseThrow());
            }
            try (ForeignClient client = ForeignClient.python("times.py", demo.value("ws"))) {
                assertOfGateway(client);
            }
        }
    }

    private static void assertOfGateway(ForeignClient client) {
        await().atMost(SOON).until(() -> client.reports().stream()
                .anyMatch(line -> line.path("orders").asInt() > 0));
        JsonNode first = client.reports().stream()
                .filter(line -> line.path("orders").asInt() > 0)
                .findFirst()
                .orElseThrow();
        assertThat(first.path("serverTime").asLong())
                .isGreaterThanOrEqualTo(first.path("fileTime").asLong());
        assertThat(first.path("fileAgeMs").isIntegralNumber()).isTrue();
        assertThat(first.path("blockAgeMs").asLong())
                .isGreaterThanOrEqualTo(first.path("fileAgeMs").asLong());
    }
}
