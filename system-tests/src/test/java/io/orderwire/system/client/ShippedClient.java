package io.orderwire.system.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.client.OrdersClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One of the clients below {@code clients}: it reports each order's partition and sequence, each loss and a refusal. */
interface ShippedClient extends AutoCloseable {
    /** The languages that there is a client for. */
    enum Language {
        JAVA,
        PYTHON,
        JAVASCRIPT;

        /**
         * Subscribes to all orders; skips the running test when the language is missing.
         *
         * @param scratch a folder that nothing else uses
         * @param token null for a gateway without tokens
         */
        ShippedClient subscribe(Path scratch, String url, @Nullable String token)
                throws IOException, InterruptedException {
            String[] arguments = token == null ? new String[] {url} : new String[] {url, token};
            return switch (this) {
                case JAVA -> new InJava(URI.create(url), token);
                case PYTHON -> new Foreign(ForeignClient.python("resume.py", arguments));
                case JAVASCRIPT -> {
                    ForeignClient.needsNode();
                    NpmPackages.putInto(scratch);
                    String[] script = new String[arguments.length + 1];
                    script[0] = "resume.mjs";
                    System.arraycopy(arguments, 0, script, 1, arguments.length);
                    yield new Foreign(ForeignClient.node(scratch, script));
                }
            };
        }
    }

    /** All reports so far. */
    List<JsonNode> reports();

    @Override
    void close() throws InterruptedException;

    /** A client that runs as a process. */
    record Foreign(ForeignClient client) implements ShippedClient {
        @Override
        public List<JsonNode> reports() {
            return client.reports();
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** The client in Java, on its own thread. */
    final class InJava implements ShippedClient {
        private static final ObjectMapper JSON = new ObjectMapper();
        private static final long STOP_MS = 60_000;

        private final List<JsonNode> reports = new CopyOnWriteArrayList<>();
        private final AtomicBoolean closing = new AtomicBoolean();
        private final Thread thread;

        InJava(URI url, @Nullable String token) {
            thread = new Thread(() -> run(url, token), "java-client");
            thread.setDaemon(true);
            thread.start();
        }

        private void run(URI url, @Nullable String token) {
            try (OrdersClient client = new OrdersClient(url, "{\"batchMs\":5}", null, token)) {
                while (!closing.get()) {
                    OrdersClient.Frame frame = client.next();
                    reports.addAll(frame.orders());
                    if (frame.dropped() > 0 || !frame.gaps().isEmpty()) {
                        reports.add(JSON.createObjectNode().put("lost", frame.toString()));
                    }
                }
            } catch (OrdersClient.RefusedException e) {
                reports.add(JSON.createObjectNode().put("refused", e.getMessage()));
            } catch (InterruptedException expected) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public List<JsonNode> reports() {
            return List.copyOf(reports);
        }

        @Override
        public void close() throws InterruptedException {
            closing.set(true);
            thread.interrupt();
            thread.join(STOP_MS);
            assertThat(thread.isAlive()).as("the client's thread runs").isFalse();
        }
    }
}
