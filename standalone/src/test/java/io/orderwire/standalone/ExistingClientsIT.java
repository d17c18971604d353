package io.orderwire.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.standalone.broker.BrokerOptions;
import io.orderwire.standalone.broker.EmbeddedKafka;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of the public API, the packages that people use, with their URL changed and real lines to tell of. */
@Timeout(300)
class ExistingClientsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path npm;

    @TempDir
    private Path folder;

    private RealLines lines;
    private EmbeddedKafka kafka;
    private Orderwire ingestor;
    private Orderwire parser;
    private Orderwire gateway;

    @BeforeAll
    static void install() throws Exception {
        assumeTrue(NpmClient.isThere(), "needs npm and Node");
        assumeTrue(
                System.getProperty("orderwire.test.data") != null, "needs orderwire.test.data, a node's real output");
        NpmClient.install(npm);
    }

    @BeforeEach
    void start() throws Exception {
        Path data = folder.resolve("data");
        lines = new RealLines(Path.of(System.getProperty("orderwire.test.data")), data, 4);
        kafka = EmbeddedKafka.start(BrokerOptions.loopback(folder.resolve("kafka"), 0));
        ingestor = start("ingestor", "--data", data.toString(), "--from", "beginning");
        parser = start("parser");
        gateway = start("gateway", "--port", "0");
    }

    private Orderwire start(String command, String... own) {
        List<String> all = new ArrayList<>(List.of(
                command,
                "--kafka",
                kafka.bootstrapServers(),
                "--management-port",
                "0",
                // The lines are as old as they are.
                "-D",
                "overload=complete"));
        all.addAll(List.of(own));
        return Orderwire.ready(all.toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        EmbeddedKafka broker = kafka;
        Orderwire reads = ingestor;
        Orderwire parses = parser;
        Orderwire serves = gateway;
        try (broker;
                reads;
                parses;
                serves) {
            // Closed from the last to the first, whatever one of them says; those that never started are null.
        }
    }

    private void killGatewayAndStartItAgain() {
        int port = URI.create(gateway.value("http")).getPort();
        gateway.kill();
        gateway.awaitExit(SOON);
        gateway.close();
        gateway = start("gateway", "--port", String.valueOf(port));
    }

    @Test
    void shouldServeNktkasHyperliquid() throws Exception {
        String one = lines.busy(0);
        String other = lines.busy(1);
        String otherInCapitals = "0x" + other.substring(2).toUpperCase(Locale.ROOT);
        try (NpmClient client = NpmClient.start(npm, "--import", "./hurry.mjs", "nktkas.mjs", gateway.value("ws"))) {
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
        try (NpmClient client = NpmClient.start(npm, "ccxt.mjs", gateway.value("ws"))) {
            for (String user : users) {
                run(client, "watch " + user);
            }
            await().atMost(SOON).until(() -> Stats.get(gateway.value("management") + "metrics")
                    .body()
                    .contains("orderwire_gateway_subscriptions 2.0"));
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

    private static void run(NpmClient client, String command) throws IOException {
        long before = client.count("done", command);
        client.send(command);
        await().atMost(SOON).until(() -> {
            assertThat(client.told()).noneMatch(line -> line.has("failed"));
            return client.count("done", command) == before + 1;
        });
    }

    private void awaitUpdates(NpmClient client, String user, int... parts) {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(updates(client, user)).isEqualTo(lines.updates(user, parts)));
    }

    private static List<JsonNode> updates(NpmClient client, String user) {
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
