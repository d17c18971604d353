package io.orderwire.gateway;

import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.Health;
import io.orderwire.runtime.process.PipelineProcess;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Serves the topic of orders and the pipeline's stats to WebSocket and HTTP clients. Any number of gateways may run: each
 * reads all partitions by itself, from the newest records on, and does not share anything with the others.
 *
 * <p>The way of an order: {@code source.OrdersReader} polls it, {@code sequence.Sequencer} drops it if it was seen before,
 * {@code hub.SharedSubscriptions} finds the subscriptions that match, adds it to a batch and encodes each frame once for
 * all subscribers, {@code session.Client} queues the frame in a bounded send queue, {@code Transport} of the module
 * websocket sends it.
 */
public final class GatewayProcess implements PipelineProcess {
    private static final String STAGE = "gateway";

    private final ProcessContext context;
    private volatile @Nullable RunningGateway running;
    private volatile boolean stopping;

    /** Does nothing until it is started. */
    public GatewayProcess(ProcessContext context) {
        this.context = context;
    }

    /**
     * Creates or checks the topics, listens, begins to read, and returns when clients are accepted.
     *
     * @throws ProcessExit {@link ExitCode#USAGE} for an address that needs {@code gateway.insecure} or cannot be listened on,
     *     or TLS that cannot be served, {@link ExitCode#PORT_BUSY}, or {@link ExitCode#KAFKA}
     */
    @Override
    public void start() {
        Health health = context.health();
        health.ready(STAGE, this::phase);
        health.ready(STAGE, this::notReady);
        check(context.settings());
        running = RunningGateway.start(context);
    }

    /**
     * Detects the faults of a configuration that can be detected without starting anything.
     *
     * @throws ProcessExit {@link ExitCode#USAGE} naming the option and the values that it accepts
     */
    public static void check(Settings settings) {
        OutputTopics.of(settings);
        checkHost(settings);
        new GatewaySetup(settings).check(Runtime.getRuntime().maxMemory());
    }

    /** Refuses an address that other hosts can reach unless a file of tokens or {@code gateway.insecure} allows it. */
    private static void checkHost(Settings settings) {
        String host = settings.get(GatewayOptions.HOST);
        try {
            if (host.isBlank()) {
                throw new ProcessExit(ExitCode.USAGE, GatewayOptions.HOST.name() + " is empty");
            }
            boolean loopback = InetAddress.getByName(host).isLoopbackAddress();
            if (!loopback
                    && !settings.get(GatewayOptions.INSECURE)
                    && settings.get(AccessOptions.TOKENS_FILE).isEmpty()) {
                throw new ProcessExit(
                        ExitCode.USAGE,
                        GatewayOptions.HOST.name() + "=" + host + " can be reached from other hosts, where anybody"
                                + " could read all orders: set " + AccessOptions.TOKENS_FILE.name()
                                + " to a file of tokens, or " + GatewayOptions.INSECURE.name() + "=true to allow it");
            }
        } catch (UnknownHostException e) {
            throw new ProcessExit(
                    ExitCode.USAGE, GatewayOptions.HOST.name() + "=" + host + " is not an address of this machine", e);
        }
    }

    private List<Reason> phase() {
        if (stopping) {
            return List.of(ReasonCode.STOPPING.because("stopping"));
        }
        return running == null ? List.of(ReasonCode.STARTING.because("starting")) : List.of();
    }

    private List<Reason> notReady() {
        RunningGateway current = running;
        return current == null || stopping ? List.of() : current.notReady();
    }

    /** The URL for WebSocket clients, with the bound port. */
    public String wsUrl() {
        return started().url("ws") + "ws";
    }

    /** The URL of the page, with the bound port. */
    public String httpUrl() {
        return started().url("http");
    }

    private RunningGateway started() {
        RunningGateway current = running;
        if (current == null) {
            throw new IllegalStateException("the gateway is not running");
        }
        return current;
    }

    @Override
    public void close() {
        stopping = true;
        RunningGateway current = running;
        running = null;
        if (current != null) {
            current.close();
        }
    }
}
