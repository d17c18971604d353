package io.orderwire.testing.broker;

import io.orderwire.testing.process.ChildJvm;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.Kafka;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/** One node of a {@link BrokerCluster}: its folder and ports, which stay, and its JVM, which can be stopped and started. */
final class BrokerProcess {
    private static final Duration ANSWER = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final int id;
    private final Path dataDir;
    private final Path properties;
    private final BrokerPlace place;
    private final String controllerListener;
    private @Nullable ChildJvm process;

    /**
     * Writes the node's properties; starts nothing.
     *
     * @param settings all settings except the one of the folder
     */
    BrokerProcess(int id, BrokerPlace place, Path folder, Map<String, String> settings) {
        this.id = id;
        this.place = place;
        this.dataDir = Path.of(
                settings.getOrDefault("log.dirs", folder.resolve("broker-" + id).toString()));
        this.properties = folder.resolve("broker-" + id + ".properties");
        this.controllerListener = settings.getOrDefault("controller.listener.names", "");
        Properties written = new Properties();
        written.putAll(settings);
        written.put("log.dirs", dataDir.toString());
        try {
            Files.createDirectories(folder);
            try (OutputStream out = Files.newOutputStream(properties)) {
                written.store(out, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int id() {
        return id;
    }

    String address() {
        return place.address();
    }

    Path dataDir() {
        return dataDir;
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    ChildJvm running() {
        if (process == null) {
            throw new IllegalStateException("broker " + id + " was never started");
        }
        return process;
    }

    /** Starts the JVM and returns at once. */
    void launch(String clusterId) {
        if (isAlive()) {
            throw new IllegalStateException("broker " + id + " runs");
        }
        if (!Files.exists(dataDir.resolve(MetaPropertiesEnsemble.META_PROPERTIES_NAME))) {
            format(clusterId);
        }
        process = ChildJvm.start(place.launcher(), ChildJvm.FAST_START, Kafka.class, properties.toString());
    }

    private void format(String clusterId) {
        PrintStream discarded = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        try {
            new Formatter()
                    .setPrintStream(discarded)
                    .setNodeId(id)
                    .setClusterId(clusterId)
                    .setControllerListenerName(controllerListener)
                    .addDirectory(dataDir.toString())
                    .setMetadataLogDirectory(dataDir.toString())
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + dataDir + ": " + e.getMessage(), e);
        }
    }

    /** Returns when the node is a member of the cluster. */
    void awaitServing(Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        Map<String, Object> config = Map.of(
                "bootstrap.servers",
                address(),
                "reconnect.backoff.max.ms",
                100,
                "request.timeout.ms",
                (int) ANSWER.toMillis(),
                "default.api.timeout.ms",
                (int) ANSWER.toMillis());
        Admin admin = Admin.create(config);
        try {
            while (!serves(admin)) {
                if (!isAlive()) {
                    throw new AssertionError(
                            "broker " + id + " ended: " + running().lastErrors());
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new AssertionError("broker " + id + " does not serve after " + timeout.toSeconds() + " s: "
                            + running().lastErrors());
                }
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for broker " + id, e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    private boolean serves(Admin admin) throws InterruptedException {
        try {
            return admin.describeCluster().nodes().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS).stream()
                    .map(Node::id)
                    .anyMatch(found -> found == id);
        } catch (ExecutionException | TimeoutException expected) {
            return false;
        }
    }

    /** Stops by Kafka's orderly shutdown; false if it had to be killed. */
    boolean stop() {
        ChildJvm stopped = running();
        stopped.terminate();
        try {
            stopped.awaitExit(STOP);
            return true;
        } catch (AssertionError late) {
            stopped.kill();
            return false;
        }
    }

    void close() {
        if (process != null) {
            process.close();
        }
    }
}
