package io.orderwire.broker;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * Kafka's broker and its metadata controller. Assembles the parts of {@link KafkaRaftServer} itself, because that class
 * accepts neither bound sockets nor fault handlers.
 */
final class BrokerNode {
    private static final Duration HAND_OVER_TIMEOUT = Duration.ofSeconds(3);

    private final String clusterId;
    private final BrokerFaults faults;
    private final Duration startTimeout;
    private final BrokerOptions options;
    private final SharedServer shared;
    private final ControllerServer controller;
    private final BrokerServer broker;
    private final CompletableFuture<Void> startEnded = new CompletableFuture<>();
    private volatile boolean stopping;

    /** {@code startTimeout} bounds each step before the broker's start, and is the default of Kafka's own bound. */
    BrokerNode(BrokerOptions options, BrokerSockets sockets, BrokerFaults faults, Duration startTimeout) {
        this.options = options;
        this.faults = faults;
        this.startTimeout = startTimeout;
        KafkaConfig config = new KafkaConfig(BrokerSettings.of(options, sockets, startTimeout), false);
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> storage =
                KafkaRaftServer.initializeLogDirs(config, LoggerFactory.getLogger(BrokerNode.class), "");
        this.clusterId = storage._1().clusterId().orElseThrow();
        this.shared = new SharedServer(
                config,
                storage._1(),
                Time.SYSTEM,
                Server.initializeMetrics(config, Time.SYSTEM, clusterId),
                CompletableFuture.completedFuture(
                        Map.of(BrokerSettings.NODE_ID, sockets.bound(BrokerListener.CONTROLLER))),
                List.of(),
                faults,
                sockets);
        this.broker = new BrokerServer(shared);
        this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), storage._2());
    }

    String clusterId() {
        return clusterId;
    }

    /** Starts on a separate thread, and completes the future when the broker serves or has failed to start. */
    void start(CompletableFuture<Void> started) {
        daemon("kafka-start", () -> {
            try {
                // The controller starts first, because the broker needs its end point.
                controller.startup();
                new PreviousRegistration(BrokerSettings.NODE_ID, controller.controller(), shared.loader())
                        .remove(startTimeout);
                new BrokerAccess(options.users(), options.ownGroups(), controller.controller(), shared.loader())
                        .store(startTimeout);
                broker.startup();
                daemon("kafka-end", this::watch);
                started.complete(null);
            } catch (Throwable e) {
                started.completeExceptionally(e);
            } finally {
                startEnded.complete(null);
            }
        });
    }

    /** Reports a broker that Kafka stopped, as it does when all log directories have failed. */
    private void watch() {
        broker.awaitShutdown();
        if (!stopping) {
            faults.report(new BrokerFault("the broker stopped by itself", null));
        }
    }

    /** Stops in order; false if that takes longer than the timeout, in which case the stop continues in the background. */
    boolean stop(Duration timeout) {
        stopping = true;
        Thread thread = daemon("kafka-stop", () -> {
            startEnded.join();
            broker.shutdown(HAND_OVER_TIMEOUT);
            controller.shutdown();
        });
        try {
            thread.join(timeout.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    private static Thread daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
