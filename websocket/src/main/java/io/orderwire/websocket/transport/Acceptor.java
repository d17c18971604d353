package io.orderwire.websocket.transport;

import io.undertow.protocols.ssl.UndertowXnioSsl;
import io.undertow.server.AbstractServerConnection;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.ServerConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Sequence;
import org.xnio.StreamConnection;
import org.xnio.channels.AcceptingChannel;

/**
 * Accepts or ends TCP connections before anything is allocated for them: only those for which {@link Sockets} has room
 * begin a TLS handshake. Follows each connection to its end. Runs on I/O threads.
 */
final class Acceptor implements ChannelListener<AcceptingChannel<StreamConnection>> {
    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);
    private static final OptionMap TLS_OPTIONS =
            OptionMap.create(Options.SSL_ENABLED_PROTOCOLS, Sequence.of("TLSv1.3", "TLSv1.2"));

    /** One connection. Requests are read from {@code http}, which differs from {@code tcp} if TLS is used. */
    private static final class Accepted implements Runnable {
        private final StreamConnection tcp;
        private volatile StreamConnection http;

        Accepted(StreamConnection tcp) {
            this.tcp = tcp;
            this.http = tcp;
        }

        /** Ends the connection at once, on the thread that owns it. */
        @Override
        public void run() {
            try {
                tcp.getIoThread().execute(this::end);
            } catch (RejectedExecutionException stopped) {
                end();
            }
        }

        private void end() {
            abort(tcp);
            // The TLS layer is closed first, because it holds buffers and may try to send a closing message to a client
            // that does not read.
            IoUtils.safeClose(http);
            IoUtils.safeClose(tcp);
        }
    }

    private final Sockets sockets;
    private final @Nullable UndertowXnioSsl tls;
    private final ChannelListener<StreamConnection> requests;
    private final Map<StreamConnection, OpenSocket> byConnection = new ConcurrentHashMap<>();

    /** Passes connections on to {@code requests}, through {@code tls} unless it is null. */
    Acceptor(Sockets sockets, @Nullable UndertowXnioSsl tls, ChannelListener<StreamConnection> requests) {
        this.sockets = sockets;
        this.tls = tls;
        this.requests = requests;
    }

    @Override
    public void handleEvent(AcceptingChannel<StreamConnection> channel) {
        try {
            StreamConnection connection = channel.accept();
            if (connection != null) {
                take(connection);
            }
        } catch (ClosedChannelException expected) {
            // The port was closed in the meantime.
        } catch (IOException e) {
            sockets.failed();
            log.debug("a connection was not accepted: {}", e.getMessage());
        }
    }

    private void take(StreamConnection tcp) {
        Accepted accepted = new Accepted(tcp);
        OpenSocket socket = null;
        try {
            InetSocketAddress peer = tcp.getPeerAddress(InetSocketAddress.class);
            socket = peer == null || peer.getAddress() == null ? null : sockets.open(peer.getAddress(), accepted);
            if (socket == null) {
                accepted.end();
            } else {
                follow(accepted, socket);
            }
        } catch (RuntimeException e) {
            sockets.failed();
            log.debug("a connection could not be taken", e);
            if (socket != null) {
                gone(accepted.http, socket);
            }
            accepted.end();
        }
    }

    private void follow(Accepted accepted, OpenSocket socket) {
        StreamConnection tcp = accepted.tcp;
        StreamConnection http = tls == null ? tcp : tls.wrapExistingConnection(tcp, TLS_OPTIONS, false);
        accepted.http = http;
        byConnection.put(http, socket);
        // XNIO calls this listener even if the connection is already closed, and other listeners do not replace it.
        tcp.setCloseListener(closed -> gone(http, socket));
        requests.handleEvent(http);
    }

    private void gone(StreamConnection http, OpenSocket socket) {
        byConnection.remove(http);
        sockets.gone(socket);
    }

    /** Closing sends a reset: nothing of the connection is kept, and the client knows at once. */
    private static void abort(StreamConnection connection) {
        try {
            connection.setOption(Options.CLOSE_ABORT, true);
        } catch (IOException | RuntimeException expected) {
            // It has been closed.
        }
    }

    /** Before all other handlers: keeps the account of what each connection is used for. */
    HttpHandler counting(HttpHandler next) {
        return exchange -> {
            OpenSocket socket = socket(exchange.getConnection());
            if (socket == null) {
                IoUtils.safeClose(exchange.getConnection());
                return;
            }
            count(exchange, socket);
            next.handleRequest(exchange);
        };
    }

    private void count(HttpServerExchange exchange, OpenSocket socket) {
        sockets.requested(socket);
        exchange.addExchangeCompleteListener((done, listeners) -> {
            sockets.answered(socket, done.isUpgrade());
            listeners.proceed();
        });
    }

    private @Nullable OpenSocket socket(ServerConnection connection) {
        return connection instanceof AbstractServerConnection known ? byConnection.get(known.getChannel()) : null;
    }
}
