package io.orderwire.runtime.management;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.connector.ByteBufferPool;
import io.undertow.server.DefaultByteBufferPool;
import io.undertow.server.HttpHandler;
import io.undertow.server.protocol.http.HttpOpenListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.Xnio;
import org.xnio.XnioWorker;
import org.xnio.channels.AcceptingChannel;

/** An HTTP port for small and rare requests, with limits on their size and on the time to receive their heads. */
final class HttpPort implements AutoCloseable {
    /** Longest time to receive the head of a request. */
    static final int REQUEST_TIMEOUT_MS = 5_000;

    /** Longest time between requests on a connection: longer than Prometheus's default interval of one minute. */
    private static final int IDLE_TIMEOUT_MS = 75_000;

    private static final int HEADER_BYTES = 8 * 1024;
    private static final int HEADERS = 64;
    private static final int PARAMETERS = 64;
    private static final long BODY_BYTES = 1_024;
    private static final int WORKERS = 2;
    private static final int BUFFER_BYTES = 16 * 1024;

    private final XnioWorker worker;
    private final ByteBufferPool buffers = new DefaultByteBufferPool(false, BUFFER_BYTES);
    private final HttpOpenListener requests;
    private final AcceptingChannel<StreamConnection> accepting;

    /** Listens at once; runs {@code closed} for each connection closed to keep at most {@code connections} open. */
    HttpPort(InetSocketAddress address, int connections, Runnable closed, HttpHandler handler) throws IOException {
        requests = new HttpOpenListener(buffers, requestBounds());
        requests.setRootHandler(handler);
        worker = Xnio.getInstance(Undertow.class.getClassLoader())
                .createWorker(OptionMap.builder()
                        .set(Options.WORKER_NAME, "management")
                        .set(Options.WORKER_IO_THREADS, 1)
                        .set(Options.WORKER_TASK_CORE_THREADS, WORKERS)
                        .set(Options.WORKER_TASK_MAX_THREADS, WORKERS)
                        .getMap());
        try {
            accepting = worker.createStreamConnectionServer(
                    address,
                    new NewestConnections(connections, closed, requests),
                    OptionMap.create(Options.TCP_NODELAY, true, Options.REUSE_ADDRESSES, true));
        } catch (IOException | RuntimeException e) {
            worker.shutdownNow();
            buffers.close();
            throw e;
        }
        accepting.resumeAccepts();
    }

    private static OptionMap requestBounds() {
        return OptionMap.builder()
                .set(UndertowOptions.MAX_HEADER_SIZE, HEADER_BYTES)
                .set(UndertowOptions.MAX_HEADERS, HEADERS)
                .set(UndertowOptions.MAX_PARAMETERS, PARAMETERS)
                .set(UndertowOptions.MAX_ENTITY_SIZE, BODY_BYTES)
                .set(UndertowOptions.REQUEST_PARSE_TIMEOUT, REQUEST_TIMEOUT_MS)
                .set(UndertowOptions.NO_REQUEST_TIMEOUT, IDLE_TIMEOUT_MS)
                .getMap();
    }

    int number() {
        return accepting.getLocalAddress(InetSocketAddress.class).getPort();
    }

    @Override
    public void close() {
        IoUtils.safeClose(accepting);
        worker.shutdownNow();
        buffers.close();
    }
}
