package io.orderwire.system.client;

import static io.orderwire.system.process.ProcessPipeline.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.system.process.ProcessPipeline;
import io.orderwire.system.process.Stats;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of the public API, packages that people use, with nothing but their URL changed. */
@Timeout(300)
abstract class ExistingClientsContract {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private Path npm;
    private NodeLines lines;
    private ProcessPipeline pipeline;

    /** The lines to send; they may be written below that folder. */
    abstract NodeLines lines(Path scratch);

    @BeforeEach
    void start() throws Exception {
        ForeignClient.needsNode();
        npm = folder.resolve("npm");
        NpmPackages.putInto(npm);
        lines = lines(folder.resolve("written"));
        pipeline = ProcessPipeline.start(folder);
    }

    @AfterEach
    void stop() {
        if (pipeline != null) {
            pipeline.close();
        }
    }

    @Test
    void shouldServeNktkasHyperliquid() throws Exception {
        String one = lines.busy(0);
        String other = lines.busy(1);
        String otherInCapitals = "0x" + other.substring(2).toUpperCase(Locale.ROOT);
        try (ForeignClient client =
                ForeignClient.node(npm, "--import", "./hurry.mjs", "nktkas.mjs", pipeline.gateway("ws"))) {
            run(client, "subscribe " + one);
            run(client, "subscribe " + otherInCapitals);
            lines.write(pipeline.data(), 0);
            awaitUpdates(client, one, 0);
            awaitUpdates(client, other, 0);

            long answered = client.count("channel", "subscriptionResponse");
            pipeline.killGatewayAndStartItAgain();
            await().atMost(SOON).until(() -> client.count("channel", "subscriptionResponse") == answered + 2);
            lines.write(pipeline.data(), 1);
            awaitUpdates(client, one, 0, 1);
            awaitUpdates(client, other, 0, 1);

            run(client, "unsubscribe " + one);
            lines.write(pipeline.data(), 2);
            awaitUpdates(client, other, 0, 1, 2);
            awaitShown(one, 1, 2);
            run(client, "subscribe " + one);
            lines.write(pipeline.data(), 3);
            awaitUpdates(client, other, 0, 1, 2, 3);
            awaitUpdates(client, one, 0, 1, 3);

            await().atMost(SOON).until(() -> client.count("channel", "pong") > 1);
            assertThat(client.count("channel", "error")).isZero();
        }
    }

    /** It keeps the newest update of an order; of several in one message it reports the last. */
    @Test
    void shouldServeCcxt() throws Exception {
        List<String> users = List.of(lines.busy(0), lines.busy(1));
        try (ForeignClient client = ForeignClient.node(npm, "ccxt.mjs", pipeline.gateway("ws"))) {
            for (String user : users) {
                run(client, "watch " + user);
            }
            await().atMost(SOON).until(() -> pipeline.hasSubscriptions(2));
            lines.write(pipeline.data(), 0);
            for (String user : users) {
                await().atMost(SOON).untilAsserted(() -> assertThat(newest(updates(client, user)))
                        .isEqualTo(newest(lines.updates(user, 0))));
            }
            for (String user : users) {
                assertThat(lines.updates(user, 0)).containsAll(updates(client, user));
            }
            JsonNode first = client.reports().stream()
                    .filter(line -> line.has("update"))
                    .findFirst()
                    .orElseThrow();
            JsonNode order = first.path("update").path("order");
            assertThat(first.path("id").asText()).isEqualTo(order.path("oid").asText());
            assertThat(first.path("side").asText())
                    .isEqualTo(order.path("side").asText().equals("B") ? "buy" : "sell");
            assertThat(first.path("price").asDouble())
                    .isEqualTo(order.path("limitPx").asDouble());
            assertThat(first.path("amount").asDouble())
                    .isEqualTo(order.path("origSz").asDouble());
            assertThat(client.reports()).noneMatch(line -> line.has("error"));
        }
    }

    /** Waits until the gateway has all orders of those parts, whoever they are sent to. */
    private void awaitShown(String user, int... parts) {
        int expected = Math.min(1_000, lines.updates(user, parts).size());
        await().atMost(SOON)
                .until(() -> JSON.readTree(Stats.get(pipeline.gateway("http") + "api/v1/orders?limit=1000&user=" + user)
                                        .body())
                                .path("orders")
                                .size()
                        >= expected);
    }

    private static void run(ForeignClient client, String command) throws IOException {
        long before = client.count("done", command);
        client.send(command);
        await().atMost(SOON).until(() -> {
            assertThat(client.reports()).noneMatch(line -> line.has("failed"));
            return client.count("done", command) == before + 1;
        });
    }

    private void awaitUpdates(ForeignClient client, String user, int... parts) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(updates(client, user)).isEqualTo(lines.updates(user, parts)));
    }

    private static List<JsonNode> updates(ForeignClient client, String user) {
        return client.reports().stream()
                .map(line -> line.path("update"))
                .filter(update -> update.path("user").asText().equals(user))
                .toList();
    }

    private static Map<String, JsonNode> newest(List<JsonNode> updates) {
        Map<String, JsonNode> newest = new LinkedHashMap<>();
        updates.forEach(update -> newest.put(update.path("order").path("oid").asText(), update));
        return newest;
    }
}
