package io.orderwire.broker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker of one node inside this process; its data survive the process.
 *
 * <p>Kafka can no longer end this process from the broker's start on, even after its stop: the procedures of
 * {@code org.apache.kafka.common.utils.Exit} are replaced permanently.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedKafka.class);
    private static final Duration START_TIMEOUT = Duration.ofMinutes(2);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(8);

    private final BrokerStorage storage;
    private final BrokerSockets sockets;
    private final BrokerFaults faults;
    private final BrokerNode node;
    private final String advertisedServers;
    private boolean closed;

    private EmbeddedKafka(
            BrokerOptions options,
            BrokerStorage storage,
            BrokerSockets sockets,
            BrokerFaults faults,
            Duration timeout) {
        this.storage = storage;
        this.sockets = sockets;
        this.faults = faults;
        this.node = new BrokerNode(options, sockets, faults, timeout);
        this.advertisedServers = options.advertisedHost() == null
                ? sockets.address(BrokerListener.LOCAL)
                : BrokerSettings.bracketed(options.advertisedHost()) + ":" + sockets.port(BrokerListener.PUBLIC);
    }

    /** Starts a broker within two minutes; a fault afterwards is logged only. */
    public static EmbeddedKafka start(BrokerOptions options) {
        return start(options, fault -> {}, START_TIMEOUT);
    }

    /**
     * Starts a broker and returns when it serves.
     *
     * @param onFault called at most once, on a separate thread, when the running broker can no longer serve; it may call
     *     {@link #close}
     * @param timeout bound on the start; after a kill a start reads the newest segment of every partition again
     * @throws PortBusyException if another process has the port; nothing has been written then
     * @throws BrokerStorageException if the data folder cannot be used
     * @throws BrokerStartException if Kafka refuses to start, or does not within the timeout
     */
    public static EmbeddedKafka start(BrokerOptions options, Consumer<BrokerFault> onFault, Duration timeout) {
        CompletableFuture<Void> started = new CompletableFuture<>();
        BrokerFaults faults = new BrokerFaults(fault -> {
            if (!started.completeExceptionally(new BrokerStartException(fault.message(), fault.cause()))) {
                onFault.accept(fault);
            }
        });
        faults.takeOverExit();
        BrokerSockets sockets = BrokerSockets.bind(options);
        EmbeddedKafka kafka;
        try {
            BrokerStorage storage = BrokerStorage.open(options.dataDir());
            try {
                kafka = new EmbeddedKafka(options, storage, sockets, faults, timeout);
            } catch (RuntimeException e) {
                storage.close();
                throw failure(options, e);
            }
        } catch (RuntimeException e) {
            sockets.close();
            throw e;
        }
        kafka.awaitStart(options, started, timeout);
        return kafka;
    }

    private void awaitStart(BrokerOptions options, CompletableFuture<Void> started, Duration timeout) {
        node.start(started);
        try {
            started.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            close();
            throw failure(options, e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            close();
            throw new BrokerStartException("Kafka did not start within " + timeout.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            close();
            Thread.currentThread().interrupt();
            throw new BrokerStartException("Kafka's start was interrupted", e);
        }
    }

    private static BrokerStartException failure(BrokerOptions options, Throwable cause) {
        if (cause instanceof BrokerStartException known) {
            return known;
        }
        return new BrokerStartException(
                "Kafka did not start on " + options.dataDir() + ": " + cause.getMessage(), cause);
    }

    /** Host and bound port for clients on this machine. */
    public String bootstrapServers() {
        return sockets.address(BrokerListener.LOCAL);
    }

    /** Host and port to give to other machines; the same as {@link #bootstrapServers} without an advertised host. */
    public String advertisedServers() {
        return advertisedServers;
    }

    /** The cluster's id, generated on the first start and stored with the data. */
    public String clusterId() {
        return node.clusterId();
    }

    /** Stops the broker in order, within eight seconds; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        faults.silence();
        if (node.stop(STOP_TIMEOUT)) {
            storage.close();
        } else {
            // The folder stays locked: the broker may still write to it.
            log.warn(
                    "The embedded Kafka did not stop within {} s, the next start repairs its data",
                    STOP_TIMEOUT.toSeconds());
        }
        sockets.close();
    }
}
