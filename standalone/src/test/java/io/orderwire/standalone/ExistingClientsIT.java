package io.orderwire.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of the public API, the packages that people use, with their URL changed and real lines to tell of. */
@Timeout(300)
class ExistingClientsIT extends RealLinesCase {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path npm;

    @BeforeAll
    static void install() throws Exception {
        assumeTrue(ForeignClient.hasNode(), "needs npm and Node");
        needsRealLines();
        ForeignClient.install(npm);
    }

    @Test
    void shouldServeNktkasHyperliquid() throws Exception {
        String one = lines.busy(0);
        String other = lines.busy(1);
        String otherInCapitals = "0x" + other.substring(2).toUpperCase(Locale.ROOT);
        try (ForeignClient client =
                ForeignClient.node(npm, "--import", "./hurry.mjs", "nktkas.mjs", gateway.value("ws"))) {
            run(client, "subscribe " + one);
            run(client, "subscribe " + otherInCapitals);
            lines.write(0);
            awaitUpdates(client, one, 0);
            awaitUpdates(client, other, 0);

            long answered = client.count("channel", "subscriptionResponse");
            killGatewayAndStartItAgain();
            await().atMost(SOON).until(() -> client.count("channel", "subscriptionResponse") == answered + 2);
            lines.write(1);
            awaitUpdates(client, one, 0, 1);
            awaitUpdates(client, other, 0, 1);

            run(client, "unsubscribe " + one);
            lines.write(2);
            awaitUpdates(client, other, 0, 1, 2);
            awaitShown(one, 1, 2);
            run(client, "subscribe " + one);
            lines.write(3);
            awaitUpdates(client, other, 0, 1, 2, 3);
            awaitUpdates(client, one, 0, 1, 3);

            await().atMost(SOON).until(() -> client.count("channel", "pong") > 1);
            assertThat(client.count("channel", "error")).isZero();
        }
    }

    /** It keeps the newest update of an order; of several in one message it tells the last. */
    @Test
    void shouldServeCcxt() throws Exception {
        List<String> users = List.of(lines.busy(0), lines.busy(1));
        try (ForeignClient client = ForeignClient.node(npm, "ccxt.mjs", gateway.value("ws"))) {
            for (String user : users) {
                run(client, "watch " + user);
            }
            await().atMost(SOON).until(() -> hasSubscriptions(2));
            lines.write(0);
            for (String user : users) {
                await().atMost(SOON).untilAsserted(() -> assertThat(newest(updates(client, user)))
                        .isEqualTo(newest(lines.updates(user, 0))));
            }
            for (String user : users) {
                assertThat(lines.updates(user, 0)).containsAll(updates(client, user));
            }
            JsonNode first = client.told().stream()
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
            assertThat(client.told()).noneMatch(line -> line.has("error"));
        }
    }

    /** All of those parts has come to the gateway, whoever it is sent to. */
    private void awaitShown(String user, int... parts) {
        int expected = Math.min(1_000, lines.updates(user, parts).size());
        await().atMost(SOON)
                .until(() -> JSON.readTree(Stats.get(gateway.value("http") + "api/v1/orders?limit=1000&user=" + user)
                                        .body())
                                .path("orders")
                                .size()
                        >= expected);
    }

    private static void run(ForeignClient client, String command) throws IOException {
        long before = client.count("done", command);
        client.send(command);
        await().atMost(SOON).until(() -> {
            assertThat(client.told()).noneMatch(line -> line.has("failed"));
            return client.count("done", command) == before + 1;
        });
    }

    private void awaitUpdates(ForeignClient client, String user, int... parts) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(updates(client, user)).isEqualTo(lines.updates(user, parts)));
    }

    private static List<JsonNode> updates(ForeignClient client, String user) {
        return client.told().stream()
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
