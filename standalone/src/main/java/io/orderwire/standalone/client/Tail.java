package io.orderwire.standalone.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Prints live orders, a line each, until nobody reads them; connects again when the connection breaks. */
public final class Tail {
    private static final int OK = 0;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int REFUSED = 2;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PING_EVERY = Duration.ofSeconds(15);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(40);
    private static final long FIRST_PAUSE_MS = 500;
    private static final long LONGEST_PAUSE_MS = 10_000;

    private final URI url;
    private final @Nullable String token;
    private final ShownOrders filter;
    private final TailOutput output;
    private final HttpClient http;

    /**
     * Prints the orders that match a filter.
     *
     * @param url the gateway's WebSocket, {@code ws:} or {@code wss:}
     * @param trust decides whether the gateway's certificate is trusted, if it uses TLS
     * @param token bearer token to send, or null
     */
    public Tail(URI url, SSLContext trust, @Nullable String token, ShownOrders filter, TailOutput output) {
        this.url = url;
        this.http = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                .sslContext(trust)
                .build();
        this.token = token;
        this.filter = filter;
        this.output = output;
    }

    /**
     * Returns an exit code: 0 if nobody reads the output any more, 2 if the gateway refuses the connection or the
     * subscription, or has a certificate that is not trusted.
     */
    public int run() throws InterruptedException {
        long pauseMs = FIRST_PAUSE_MS;
        while (true) {
            TailConnection connection = new TailConnection(filter.subscribe(), output);
            TailConnection.End end = follow(connection);
            if (end instanceof TailConnection.End.NoReader) {
                return OK;
            }
            if (end instanceof TailConnection.End.Refused refused) {
                output.note("orderwire: the gateway says: " + refused.why());
                return REFUSED;
            }
            if (end instanceof TailConnection.End.Untrusted untrusted) {
                output.note("orderwire: no orders from " + Address.shown(url) + ": " + untrusted.why());
                return REFUSED;
            }
            if (end instanceof TailConnection.End.Lost lost) {
                boolean wasUp = connection.heard();
                pauseMs = wasUp ? FIRST_PAUSE_MS : pauseMs;
                if (wasUp || pauseMs == FIRST_PAUSE_MS) {
                    output.note("# " + Address.shown(url) + ": " + lost.why()
                            + "; trying again, orders until then are not shown");
                }
                Thread.sleep(pauseMs);
                pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
            }
        }
    }

    private TailConnection.End follow(TailConnection connection) throws InterruptedException {
        WebSocket socket;
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        try {
            socket = builder.buildAsync(url, connection).get();
        } catch (ExecutionException e) {
            TailConnection.End refused = refusal(e.getCause());
            if (refused != null) {
                return refused;
            }
            String refusal = Trust.refusal(e);
            if (refusal != null) {
                return new TailConnection.End.Untrusted(refusal);
            }
            return new TailConnection.End.Lost(
                    "no connection (" + reason(e.getCause() == null ? e : e.getCause()) + ")");
        }
        try {
            while (true) {
                try {
                    return connection.end().get(PING_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException expected) {
                    if (connection.silentNanos() > LONGEST_SILENCE.toNanos()) {
                        return new TailConnection.End.Lost("silent for " + LONGEST_SILENCE.toSeconds() + " s");
                    }
                    socket.sendText("{\"method\":\"ping\"}", true);
                }
            }
        } catch (ExecutionException e) {
            return new TailConnection.End.Lost(reason(e));
        } finally {
            socket.abort();
        }
    }

    /** How the connection ended, if the gateway would refuse another attempt too; null if another attempt may succeed. */
    private TailConnection.@Nullable End refusal(@Nullable Throwable failure) {
        if (!(failure instanceof WebSocketHandshakeException handshake)) {
            return null;
        }
        HttpResponse<?> response = handshake.getResponse();
        return switch (response.statusCode()) {
            case UNAUTHORIZED ->
                new TailConnection.End.Refused(
                        token == null ? "a token is needed (--token-file)" : "the token does not hold");
            case FORBIDDEN ->
                new TailConnection.End.Refused("HTTP status 403; if the gateway is to answer as " + url.getHost()
                        + ", list that in gateway.allowed.hosts");
            default -> null;
        };
    }

    private static String reason(Throwable failure) {
        if (failure instanceof ConnectException && failure.getMessage() == null) {
            return "nothing listens there";
        }
        boolean plain = failure instanceof IOException && failure.getMessage() != null;
        return plain ? String.valueOf(failure.getMessage()) : failure.toString();
    }
}
