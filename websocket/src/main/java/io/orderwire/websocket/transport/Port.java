package io.orderwire.websocket.transport;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioExecutor;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/**
 * An HTTP port. Assembles the parts of {@link Undertow} itself, because {@link Undertow} does not let others decide which
 * connections to accept.
 */
public final class Port implements AutoCloseable {
    /** Threads for TLS handshakes and for pipelined requests. */
    private static final int WORKERS = 2;

    private static final int HEADER_BYTES = 16 * 1024;
    private static final int HEADERS = 64;
    private static final long BODY_BYTES = 1_024;
    private static final int SWEEP_MS = 250;
    private static final int LATER_MS = 1_000;
    private static final int STOP_TIMEOUT_MS = 1_000;
    private static final int BACKLOG = 1_000;
    /** Undertow's own size: its answers with headers fill 16 KiB. */
    private static final int BUFFER_BYTES = 16 * 1024 - 20;
    /** Connections that are being closed to make room for others; the kernel counts them until they are closed. */
    private static final int CLOSING = 256;

    /**
     * Where and how to listen.
     *
     * @param name that the names of the threads begin with
     * @param host address to bind
     * @param port 0 takes a free one
     * @param ioThreads number of threads that serve all connections
     * @param sendBufferBytes size of the kernel's send buffer of each connection; data in it becomes stale if the client is
     *     slow
     * @param tls context for TLS, which then is required; null for plain text
     */
    public record Setup(
            String name,
            String host,
            int port,
            int ioThreads,
            int sendBufferBytes,
            @Nullable SSLContext tls) {}

    private final XnioWorker worker;
    private final @Nullable UndertowXnioSsl tls;
    private final AcceptingChannel<StreamConnection> accepting;
    private final XnioExecutor.Key sweeping;

    /**
     * Listens at once.
     *
     * @throws IOException if something else listens there, or the host has no address
     */
    public Port(Setup setup, Sockets sockets, HttpHandler handler) throws IOException {
        Xnio xnio = Xnio.getInstance(Undertow.class.getClassLoader());
        worker = xnio.createWorker(OptionMap.builder()
                .set(Options.WORKER_NAME, setup.name())
                .set(Options.WORKER_IO_THREADS, setup.ioThreads())
                .set(Options.WORKER_TASK_CORE_THREADS, WORKERS)
                .set(Options.WORKER_TASK_MAX_THREADS, WORKERS)
                .getMap());
        try {
            HttpOpenListener requests =
                    new HttpOpenListener(new DefaultByteBufferPool(true, BUFFER_BYTES, -1, 4), requestBounds(sockets));
            SSLContext context = setup.tls();
            tls = context == null
                    ? null
                    : new UndertowXnioSsl(xnio, OptionMap.create(Options.USE_DIRECT_BUFFERS, true), context);
            Acceptor acceptor = new Acceptor(sockets, tls, requests);
            requests.setRootHandler(acceptor.counting(handler));
            int most = sockets.limits().most() + CLOSING;
            accepting = worker.createStreamConnectionServer(
                    new InetSocketAddress(InetAddress.getByName(setup.host()), setup.port()),
                    acceptor,
                    OptionMap.builder()
                            .set(Options.TCP_NODELAY, true)
                            .set(Options.REUSE_ADDRESSES, true)
                            .set(Options.BACKLOG, BACKLOG)
                            .set(Options.SEND_BUFFER, setup.sendBufferBytes())
                            .set(Options.CONNECTION_HIGH_WATER, most)
                            .set(Options.CONNECTION_LOW_WATER, most)
                            .getMap());
        } catch (IOException | RuntimeException e) {
            worker.shutdownNow();
            throw e;
        }
        sweeping = worker.getIoThread().executeAtInterval(sockets::sweep, SWEEP_MS, TimeUnit.MILLISECONDS);
        accepting.resumeAccepts();
    }

    private static OptionMap requestBounds(Sockets sockets) {
        return OptionMap.builder()
                .set(UndertowOptions.BUFFER_PIPELINED_DATA, true)
                .set(UndertowOptions.MAX_HEADER_SIZE, HEADER_BYTES)
                .set(UndertowOptions.MAX_HEADERS, HEADERS)
                .set(UndertowOptions.MAX_ENTITY_SIZE, BODY_BYTES)
                // Bounds the heads of later requests. A first request is ended earlier, by the bound for silent
                // connections.
                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, sockets.limits().silentMs() + LATER_MS)
                .getMap();
    }

    /** Uses another certificate for TLS handshakes that begin from now on. */
    public void serveWith(SSLContext context) {
        if (tls != null) {
            tls.updateSSLContext(context);
        }
    }

    /** The threads that run TLS handshakes. */
    public Executor workers() {
        return worker;
    }

    /** The port that it listens on, also if port 0 was requested. */
    public int number() {
        return accepting.getLocalAddress(InetSocketAddress.class).getPort();
    }

    @Override
    public void close() {
        sweeping.remove();
        IoUtils.safeClose(accepting);
        worker.shutdown();
        try {
            if (!worker.awaitTermination(STOP_TIMEOUT_MS, TimeUnit.MILLISECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            worker.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
