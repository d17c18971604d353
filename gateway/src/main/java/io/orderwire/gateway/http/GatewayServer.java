package io.orderwire.gateway.http;

import io.orderwire.gateway.recent.RecentOrders;
import io.orderwire.gateway.session.Clients;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.agent.Agent;
import io.orderwire.runtime.process.ExecutorProbe;
import io.orderwire.runtime.process.ExitCode;
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

/** Listens for WebSocket clients, for those who ask for figures, and for browsers. */
public final class GatewayServer implements AutoCloseable {
    /** Subprotocol that a handshake is answered with when it offers it. */
    public static final String SUBPROTOCOL = "orderwire";

    /**
     * How to serve.
     *
     * @param port where and how
     * @param sockets bounds of TCP connections of all kinds
     * @param searches bounds of searches of recent orders
     * @param access who may send requests
     * @param webSocket how a connection becomes a WebSocket
     */
    public record Setup(
            Port.Setup port,
            SocketLimits sockets,
            Searches.Limits searches,
            Access access,
            DeflateHandshake webSocket) {}

    /**
     * What is served besides WebSockets.
     *
     * @param stats of the pipeline, as JSON
     * @param recent orders that came last
     */
    public record Content(Supplier<byte[]> stats, RecentOrders recent) {}

    /** How far the gateway is. */
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
     * @throws ProcessExit {@link ExitCode#PORT_BUSY} when something else listens there
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
        HttpHandler routes = new Routes(access, gate, metrics)
                .all(handshake, new RecentStats(content.stats, System::nanoTime), content.recent, searches, secure);
        if (secure) {
            // A client of TLS 1.2 could renegotiate without end, which costs it less than the gateway. Java reads this
            // property at its first handshake as a server; it cannot be set for one listener.
            System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        }
        try {
            port = new Port(setup.port, sockets, routes);
        } catch (IOException | RuntimeException e) {
            throw new ProcessExit(
                    ExitCode.PORT_BUSY,
                    "port " + host + ":" + setup.port.port() + " is not free: " + e.getMessage(),
                    e);
        }
        workers = new ExecutorProbe(port.workers());
    }

    /** The threads that run TLS handshakes, for the watchdog. */
    public StallWatchdog.Stage workers() {
        return workers;
    }

    /** Runs the searches, to be given a thread before the gate is ready. */
    public Agent searches() {
        return searches.agent();
    }

    /** Probes whether those threads still run their tasks; called at intervals. */
    public void probeWorkers() {
        workers.probe();
    }

    /**
     * Uses another certificate, where it speaks TLS, for handshakes that begin from now on. Its sessions are its own: none
     * that began under an older certificate is resumed.
     */
    public void serveWith(SSLContext tls) {
        port.serveWith(tls);
    }

    /** The port that it really listens on. */
    public int port() {
        return port.number();
    }

    /** Where it is, by {@code http} or {@code ws}, which TLS adds an s to. */
    public String url(String scheme) {
        return scheme + (secure ? "s" : "") + "://" + host + ":" + port() + "/";
    }

    @Override
    public void close() {
        port.close();
    }
}
