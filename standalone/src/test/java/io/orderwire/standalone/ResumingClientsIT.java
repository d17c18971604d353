package io.orderwire.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderwire.client.OrdersClient;
import io.orderwire.orders.Topics;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.guarantees.ReceivedOrder;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our small clients, in three languages, against a gateway that is killed while orders come. */
@Timeout(300)
class ResumingClientsIT extends RealLinesCase {
    @TempDir
    private static Path npm;

    @Test
    void shouldGoOnBehindTheLastFrameThatTheyHad() throws Exception {
        needsRealLines();
        assumeTrue(ForeignClient.hasNode(), "needs npm and Node");
        assumeTrue(ForeignClient.hasPython(), "needs python3-websocket");
        ForeignClient.install(npm);
        String url = gateway.value("ws");
        try (ForeignClient javascript = ForeignClient.node(npm, "resume.mjs", url);
                ForeignClient python = ForeignClient.python("resume.py", url);
                JavaClient java = new JavaClient(URI.create(url))) {
            await().atMost(SOON).until(() -> hasSubscriptions(3));
            lines.write(0);
            await().atMost(SOON).until(() -> Stream.of(python, javascript)
                    .noneMatch(client -> client.told().isEmpty()));
            killGatewayAndStartItAgain();
            lines.write(1);
            await().atMost(SOON).until(() -> hasSubscriptions(3));
            lines.write(2);
            killGatewayAndStartItAgain();
            lines.write(3);

            Map<Integer, List<Long>> all = awaitAll();
            awaitAll(all, "Python", python::told);
            awaitAll(all, "JavaScript", javascript::told);
            awaitAll(all, "Java", java::told);
        }
    }

    @Test
    void shouldSayWhatTheGatewayRefuses() throws Exception {
        needsRealLines();
        URI url = URI.create(gateway.value("ws"));
        try (OrdersClient client = new OrdersClient(url, "{\"coins\":[]}")) {
            assertThatThrownBy(client::next)
                    .isInstanceOf(OrdersClient.RefusedException.class)
                    .hasMessageStartingWith("Invalid subscription: {");
        }
        try (OrdersClient client = new OrdersClient(url, "{}", "nonsense", null)) {
            assertThatThrownBy(client::next).isInstanceOf(OrdersClient.RefusedException.class);
        }
        assertThatThrownBy(() -> new OrdersClient(url, "[]")).isInstanceOf(IllegalArgumentException.class);
        if (ForeignClient.hasPython()) {
            try (ForeignClient python = ForeignClient.python("refused.py", url.toString())) {
                await().atMost(SOON).until(() -> !python.told().isEmpty());
                assertThat(python.told().get(0).path("refused").asText()).startsWith("Invalid subscription: {");
            }
        }
    }

    @Test
    void shouldSayThatATokenHoldsNoMore(@TempDir Path folder) throws Exception {
        needsRealLines();
        assumeTrue(ForeignClient.hasNode(), "needs npm and Node");
        assumeTrue(ForeignClient.hasPython(), "needs python3-websocket");
        ForeignClient.install(folder.resolve("npm"));
        Path tokens = folder.resolve("tokens");
        Files.writeString(tokens, line("reader", "s3cret") + line("other", "another"));
        gateway.close();
        gateway = start("gateway", "--port", "0", "-D", "gateway.tokens.file=" + tokens);
        URI url = URI.create(gateway.value("ws"));
        try (ForeignClient javascript =
                        ForeignClient.node(folder.resolve("npm"), "resume.mjs", url.toString(), "s3cret");
                ForeignClient python = ForeignClient.python("resume.py", url.toString(), "s3cret");
                OrdersClient java = new OrdersClient(url, "{}", null, "s3cret")) {
            assertThat(java.next().dropped()).isZero();
            await().atMost(SOON).until(() -> hasSubscriptions(3));
            Files.writeString(tokens, line("other", "another"));

            assertThatThrownBy(() -> {
                        while (true) {
                            java.next();
                        }
                    })
                    .isInstanceOf(OrdersClient.RefusedException.class);
            for (ForeignClient client : List.of(javascript, python)) {
                await().atMost(SOON).until(() -> client.count("refused", "the token holds no more") == 1);
            }
        }
    }

    private static String line(String name, String token) throws NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        return name + " " + HexFormat.of().formatHex(hash) + "\n";
    }

    /** All that there are, once nothing more comes. */
    private Map<Integer, List<Long>> awaitAll() {
        int events = lines.events();
        await().atMost(SOON).until(() -> committed().size() == events);
        Map<Integer, List<Long>> all = new TreeMap<>();
        committed().forEach(order -> all.computeIfAbsent(order.partition(), absent -> new ArrayList<>())
                .add(order.seq()));
        return all;
    }

    private List<ReceivedOrder> committed() {
        return KafkaReads.committed(kafka.bootstrapServers(), Topics.DEFAULT.orders(), SOON).stream()
                .filter(row -> row.value() != null)
                .map(ReceivedOrder::of)
                .toList();
    }

    /** Each once, in the order of its partition, and nothing told to be lost. */
    private static void awaitAll(Map<Integer, List<Long>> all, String who, Supplier<List<JsonNode>> told) {
        await().atMost(SOON).untilAsserted(() -> {
            Map<Integer, List<Long>> received = new TreeMap<>();
            for (JsonNode line : told.get()) {
                assertThat(line.path("lost").isMissingNode())
                        .as("%s: %s", who, line)
                        .isTrue();
                received.computeIfAbsent(line.path("part").asInt(), absent -> new ArrayList<>())
                        .add(line.path("seq").asLong());
            }
            assertThat(received).as(who).isEqualTo(all);
        });
    }

    /** The one in Java, on a thread of its own. */
    private static final class JavaClient implements AutoCloseable {
        private final List<JsonNode> told = new CopyOnWriteArrayList<>();
        private final AtomicBoolean closing = new AtomicBoolean();
        private final Thread thread;

        JavaClient(URI url) {
            thread = new Thread(() -> run(url), "java-client");
            thread.setDaemon(true);
            thread.start();
        }

        private void run(URI url) {
            try (OrdersClient client = new OrdersClient(url, "{\"batchMs\":5}")) {
                while (!closing.get()) {
                    OrdersClient.Frame frame = client.next();
                    told.addAll(frame.orders());
                    assertThat(frame.dropped()).isZero();
                    assertThat(frame.gaps()).isEmpty();
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            } catch (InterruptedException expected) {
                Thread.currentThread().interrupt();
            }
        }

        List<JsonNode> told() {
            return List.copyOf(told);
        }

        @Override
        public void close() throws InterruptedException {
            closing.set(true);
            thread.interrupt();
            thread.join(SOON.toMillis());
        }
    }
}
