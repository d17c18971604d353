package io.orderwire.gateway.serve;

import io.orderwire.gateway.channel.DeflateHandshake;
import io.orderwire.gateway.client.Clients;
import io.orderwire.gateway.recent.RecentOrders;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.process.ExecutorProbe;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;
import org.xnio.Sequence;

/** Listens for WebSocket clients, for those who ask for figures, and for browsers. */
public final class GatewayServer implements AutoCloseable {
    /** Subprotocol that a handshake is answered with when it offers it. */
    public static final String SUBPROTOCOL = "orderwire";

    private static final int WORKERS = 2;
    /** For TLS handshakes: searches may occupy the other workers. */
    private static final int HANDSHAKE_WORKERS = 2;

    private static final int HEADER_BYTES = 16 * 1024;
    private static final int HEADERS = 64;
    private static final long BODY_BYTES = 1_024;
    private static final int IDLE_TIMEOUT_MS = 60_000;
    private static final int STOP_TIMEOUT_MS = 1_000;

    /**
     * Where and how to listen.
     *
     * @param host address to bind
     * @param port 0 takes a free one
     * @param ioThreads that carry all connections
     * @param sendBufferBytes of the kernel, for each connection: what is in it is stale to a slow client
     * @param connections most TCP connections of all kinds; at this number, no other is accepted
     * @param requestTimeoutMs longest time for the head of a request
     * @param access who may send requests
     * @param tls to speak TLS with, and nothing else; null for none
     * @param webSocket how a connection becomes a WebSocket
     */
    public record Setup(
            String host,
            int port,
            int ioThreads,
            int sendBufferBytes,
            int connections,
            int requestTimeoutMs,
            Access access,
            @Nullable SSLContext tls,
            DeflateHandshake webSocket) {}

    /** How far the gateway is. */
    public interface Gate {
        /** True when stats can be served. */
        boolean isStarted();

        /** True when clients can be served. */
        boolean isReady();
    }

    private final Undertow server;
    private final String host;
    private final boolean secure;
    private final ExecutorProbe workers;

    /**
     * Listens at once; until {@code gate} is ready, clients are refused.
     *
     * @throws ProcessExit {@link ExitCode#PORT_BUSY} when something else listens there
     */
    public GatewayServer(
            Setup setup,
            Clients clients,
            WebSocketConnectionCallback connections,
            Supplier<byte[]> stats,
            RecentOrders recent,
            Gate gate,
            GatewayMetrics metrics) {
        this.host = setup.host.contains(":") ? "[" + setup.host + "]" : setup.host;
        this.secure = setup.tls != null;
        HttpHandler upgrade = new OpeningHandshake(
                metrics, new WebSocketProtocolHandshakeHandler(List.of(setup.webSocket), connections));
        Access access = setup.access;
        HttpHandler handshake =
                new Handshake(clients, access.originPolicy(), access.admission(), gate::isReady, metrics, upgrade);
        HttpHandler routes = new Routes(access, gate, metrics).all(handshake, stats, recent, secure);
        this.server = listening(setup)
                .setIoThreads(setup.ioThreads)
                .setWorkerThreads(secure ? WORKERS + HANDSHAKE_WORKERS : WORKERS)
                .setWorkerOption(Options.WORKER_NAME, "gateway")
                .setSocketOption(Options.SEND_BUFFER, setup.sendBufferBytes)
                .setSocketOption(Options.CONNECTION_HIGH_WATER, setup.connections)
                .setSocketOption(Options.CONNECTION_LOW_WATER, setup.connections)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, HEADER_BYTES)
                .setServerOption(UndertowOptions.MAX_HEADERS, HEADERS)
                .setServerOption(UndertowOptions.MAX_ENTITY_SIZE, BODY_BYTES)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, setup.requestTimeoutMs)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_TIMEOUT_MS)
                .setServerOption(UndertowOptions.SHUTDOWN_TIMEOUT, STOP_TIMEOUT_MS)
                .setHandler(routes)
                .build();
        try {
            server.start();
        } catch (RuntimeException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new ProcessExit(
                    ExitCode.PORT_BUSY, "port " + host + ":" + setup.port + " is not free: " + cause.getMessage(), e);
        }
        workers = new ExecutorProbe(server.getWorker());
    }

    /** The threads that run searches and TLS handshakes, for the watchdog. */
    public StallWatchdog.Stage workers() {
        return workers;
    }

    /** Probes whether those threads still run their tasks; called at intervals. */
    public void probeWorkers() {
        workers.probe();
    }

    private static Undertow.Builder listening(Setup setup) {
        Undertow.Builder builder = Undertow.builder();
        if (setup.tls == null) {
            return builder.addHttpListener(setup.port, setup.host);
        }
        // A client of TLS 1.2 could renegotiate without end, which costs it less than the gateway. Java reads this
        // property at its first handshake as a server; it cannot be set for one listener.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        return builder.addHttpsListener(setup.port, setup.host, setup.tls)
                .setSocketOption(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3", "TLSv1.2"));
    }

    /**
     * Uses another certificate, where it speaks TLS, for handshakes that begin from now on. Its sessions are its own: none
     * that began under an older certificate is resumed.
     */
    public void serveWith(SSLContext tls) {
        listener().setSslContext(tls);
    }

    /** The port that it really listens on. */
    public int port() {
        return ((InetSocketAddress) listener().getAddress()).getPort();
    }

    private Undertow.ListenerInfo listener() {
        return server.getListenerInfo().get(0);
    }

    /** Where it is, by {@code http} or {@code ws}, which TLS adds an s to. */
    public String url(String scheme) {
        return scheme + (secure ? "s" : "") + "://" + host + ":" + port() + "/";
    }

    @Override
    public void close() {
        server.stop();
    }
}
