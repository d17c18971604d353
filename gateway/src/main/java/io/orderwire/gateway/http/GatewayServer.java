package io.orderwire.gateway.http;

import io.orderwire.gateway.recent.RecentOrders;
import io.orderwire.gateway.session.Clients;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.agent.Agent;
import io.orderwire.runtime.process.ExecutorProbe;
import io.orderwire.runtime.process.ListenFailure;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.websocket.handshake.DeflateHandshake;
import io.orderwire.websocket.handshake.OpeningHandshake;
import io.orderwire.websocket.transport.Connection;
import io.orderwire.websocket.transport.Port;
import io.orderwire.websocket.transport.SocketLimits;
import io.orderwire.websocket.transport.Sockets;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** Listens for WebSocket clients and HTTP requests, and serves stats, recent orders and the pages for browsers. */
public final class GatewayServer implements AutoCloseable {
    /** Subprotocol that the server selects if the client's handshake offers it. */
    public static final String SUBPROTOCOL = "orderwire";

    /**
     * Configuration of the server.
     *
     * @param port address, threads and TLS of the port
     * @param sockets bounds of all TCP connections, WebSocket or not
     * @param searches bounds of searches of recent orders
     * @param access rules for who may send requests
     * @param webSocket the handshake that turns a connection into a WebSocket
     */
    public record Setup(
            Port.Setup port,
            SocketLimits sockets,
            Searches.Limits searches,
            Access access,
            DeflateHandshake webSocket) {}

    /**
     * Content that is served besides WebSockets.
     *
     * @param stats the pipeline's stats, as JSON
     * @param history the stats of the last 15 minutes, as JSON
     * @param recent the most recent orders
     */
    public record Content(Supplier<byte[]> stats, Supplier<byte[]> history, RecentOrders recent) {
        /** The same, computed at most five times a second. */
        private Content bounded() {
            return new Content(
                    new RecentStats(stats, System::nanoTime), new RecentStats(history, System::nanoTime), recent);
        }
    }

    /** Which requests the gateway can serve at present. */
    public interface Gate {
        /** True when stats can be served. */
        boolean isStarted();

        /** True when clients can be served. */
        boolean isReady();
    }

    private final Port port;
    private final Searches searches;
    private final String host;
    private final boolean secure;
    private final ExecutorProbe workers;

    /**
     * Listens at once; until {@code gate} is ready, clients are refused.
     *
     * @param connections receives each WebSocket that opens, on its I/O thread
     * @throws ProcessExit if the server cannot listen on the port, with the code of {@link ListenFailure}
     */
    public GatewayServer(
            Setup setup,
            Clients clients,
            Consumer<Connection> connections,
            Content content,
            Gate gate,
            GatewayMetrics metrics) {
        this.host = setup.port.host().contains(":") ? "[" + setup.port.host() + "]" : setup.port.host();
        this.secure = setup.port.tls() != null;
        HttpHandler upgrade = new OpeningHandshake(setup.webSocket, connections, metrics.edge()::refused);
        Access access = setup.access;
        HttpHandler handshake =
                new Handshake(clients, access.originPolicy(), access.admission(), gate::isReady, metrics, upgrade);
        Sockets sockets = new Sockets(
                setup.sockets,
                access.proxies()::standsForMany,
                System::nanoTime,
                metrics.edge().sockets()::ended);
        metrics.edge().sockets().watch(sockets);
        this.searches = new Searches(setup.searches, System::nanoTime, metrics);
        HttpHandler routes =
                new Routes(access, gate, metrics).all(handshake, content.bounded(), searches, clients, secure);
        if (secure) {
            // A client of TLS 1.2 could renegotiate without end, which costs it less than the gateway. Java reads this
            // property at its first handshake as a server; it cannot be set for one listener.
            System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        }
        try {
            port = new Port(setup.port, sockets, routes);
        } catch (IOException | RuntimeException e) {
            throw ListenFailure.exit("port " + host + ":" + setup.port.port(), e);
        }
        workers = new ExecutorProbe(port.workers());
    }

    /** The threads that run TLS handshakes, for the watchdog. */
    public StallWatchdog.Stage workers() {
        return workers;
    }

    /** The agent that runs the searches; the caller starts its thread before the gate is ready. */
    public Agent searches() {
        return searches.agent();
    }

    /** Probes whether the threads of {@link #workers()} still run their tasks; called at intervals. */
    public void probeWorkers() {
        workers.probe();
    }

    /**
     * Uses another certificate for handshakes that begin from now on, if the server uses TLS. TLS sessions that began
     * under an older certificate cannot be resumed.
     */
    public void serveWith(SSLContext tls) {
        port.serveWith(tls);
    }

    /** The port on which the server listens; not 0 even if 0 was configured. */
    public int port() {
        return port.number();
    }

    /**
     * The server's URL.
     *
     * @param scheme {@code http} or {@code ws}, without the s for TLS, which this method adds
     */
    public String url(String scheme) {
        return scheme + (secure ? "s" : "") + "://" + host + ":" + port() + "/";
    }

    @Override
    public void close() {
        port.close();
    }
}
