package io.orderwire.testing.broker;

import io.orderwire.testing.network.Host;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.Uuid;

/**
 * One or three Kafka nodes. Each is a process that can be killed, stopped, paused and started again with the same ports and
 * data. Each is broker and controller, with the settings of the product's own brokers; three nodes replicate all data to
 * each other, and two of them must be available. Nodes are numbered from 1. Not thread-safe.
 */
public final class BrokerCluster implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final String CONTROLLER = "CONTROLLER";

    private final String clusterId = Uuid.randomUuid().toString();
    private final List<BrokerProcess> nodes;

    private BrokerCluster(List<BrokerProcess> nodes) {
        this.nodes = nodes;
    }

    /** One node whose properties and data are in that folder; not started. */
    public static BrokerCluster single(Path folder) {
        return of(1, folder, Map.of());
    }

    /**
     * Nodes whose properties and data are in that folder; not started.
     *
     * @param count 1 or 3
     * @param overrides broker settings by Kafka's names, over all others; {@code log.dirs} for one node only
     */
    public static BrokerCluster of(int count, Path folder, Map<String, String> overrides) {
        return at(BrokerPlace.loopback(count), folder, overrides);
    }

    /**
     * Nodes on hosts of their own, whose properties and data are in that folder; not started.
     *
     * @param hosts 1 or 3
     * @param overrides broker settings by Kafka's names, over all others
     */
    public static BrokerCluster on(List<Host> hosts, Path folder, Map<String, String> overrides) {
        return at(hosts.stream().map(BrokerPlace::on).toList(), folder, overrides);
    }

    private static BrokerCluster at(List<BrokerPlace> places, Path folder, Map<String, String> overrides) {
        int count = places.size();
        if (count != 1 && count != 3) {
            throw new IllegalArgumentException(count + " nodes, expected 1 or 3");
        }
        String voters = IntStream.range(0, count)
                .mapToObj(i -> (i + 1) + "@" + places.get(i).controllerAddress())
                .collect(Collectors.joining(","));
        List<BrokerProcess> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BrokerPlace place = places.get(i);
            Map<String, String> settings = new HashMap<>(TestBrokerSettings.with(count == 1 ? Map.of() : replicated()));
            quickFailOver(settings, count);
            settings.put("process.roles", "broker,controller");
            settings.put("node.id", Integer.toString(i + 1));
            settings.put(
                    "listeners",
                    "PLAINTEXT://" + place.address() + "," + CONTROLLER + "://" + place.controllerAddress());
            settings.put("advertised.listeners", "PLAINTEXT://" + place.address());
            settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
            settings.put("controller.listener.names", CONTROLLER);
            settings.put("controller.quorum.voters", voters);
            settings.putAll(overrides);
            nodes.add(new BrokerProcess(i + 1, place, folder, settings));
        }
        return new BrokerCluster(List.copyOf(nodes));
    }

    private static Map<String, String> replicated() {
        return Map.of(
                "default.replication.factor", "3",
                "min.insync.replicas", "2",
                "offsets.topic.replication.factor", "3",
                "transaction.state.log.replication.factor", "3",
                "transaction.state.log.min.isr", "2",
                "share.coordinator.state.topic.replication.factor", "3",
                "share.coordinator.state.topic.min.isr", "2");
    }

    /** By default a node's death is detected after 9 s, and a killed node that is started again waits for that. */
    private static void quickFailOver(Map<String, String> settings, int count) {
        // A single node that is started again must be leader again before it looks for transactions that timed out.
        settings.put("broker.session.timeout.ms", count == 1 ? "2000" : "4000");
        settings.put("broker.heartbeat.interval.ms", "300");
        settings.put("controlled.shutdown.max.retries", "1");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
    }

    /**
     * Starts all nodes and returns when each serves.
     *
     * @return this
     * @throws AssertionError with the end of a node's log when one does not
     */
    public BrokerCluster start() {
        try {
            nodes.forEach(node -> node.launch(clusterId));
            nodes.forEach(node -> node.awaitServing(START));
            return this;
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    /** Hosts and ports of all nodes, for clients; restarts do not change them. */
    public String bootstrapServers() {
        return nodes.stream().map(BrokerProcess::address).collect(Collectors.joining(","));
    }

    /** The folder of a node's data. */
    public Path dataDir(int node) {
        return node(node).dataDir();
    }

    /** True while the node's process runs, paused or not. */
    public boolean isAlive(int node) {
        return node(node).isAlive();
    }

    /** Kills a node at once, with SIGKILL. */
    public void kill(int node) {
        node(node).running().kill();
    }

    /** Stops a node by Kafka's orderly shutdown; false if that took too long and the node was killed. */
    public boolean stop(int node) {
        return node(node).stop();
    }

    /** Starts a killed or stopped node again, and returns when it serves. */
    public void restart(int node) {
        BrokerProcess again = node(node);
        again.launch(clusterId);
        again.awaitServing(START);
    }

    /** Pauses a node with SIGSTOP. */
    public void pause(int node) {
        node(node).running().pause();
    }

    /** Resumes a paused node. */
    public void resume(int node) {
        node(node).running().resume();
    }

    private BrokerProcess node(int id) {
        return nodes.get(id - 1);
    }

    /** Kills the nodes that still run; keeps the data. */
    @Override
    public void close() {
        nodes.forEach(BrokerProcess::close);
    }
}
