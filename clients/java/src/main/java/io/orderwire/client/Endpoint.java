package io.orderwire.client;

import io.orderwire.client.OrdersClient.RefusedException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** The WebSocket of a gateway, to which connections are made. */
final class Endpoint {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);

    private final URI url;
    private final @Nullable String token;
    private final HttpClient http;

    /**
     * Does not connect yet.
     *
     * @param token bearer token to send, or null
     * @param trust decides whether the gateway's certificate is trusted; null for the certificates that Java trusts
     */
    Endpoint(URI url, @Nullable String token, @Nullable SSLContext trust) {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
        if (trust != null) {
            builder.sslContext(trust);
        }
        this.url = url;
        this.token = token;
        this.http = builder.build();
    }

    /**
     * Opens a connection and sends {@code request} on it.
     *
     * @throws RefusedException if another attempt would fail too
     * @throws IOException if another attempt may succeed; the message says why this one failed
     */
    Connection connect(String request) throws IOException {
        WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
        if (token != null) {
            builder.header("Authorization", "Bearer " + token);
        }
        Connection connection = new Connection();
        try {
            connection.send(builder.buildAsync(url, connection).join(), request);
            return connection;
        } catch (CompletionException e) {
            connection.close();
            throw failure(e.getCause() == null ? e : e.getCause());
        }
    }

    private static IOException failure(Throwable cause) {
        if (cause instanceof WebSocketHandshakeException handshake) {
            int status = handshake.getResponse().statusCode();
            String why = "HTTP status " + status;
            return REFUSALS.contains(status) ? new RefusedException(why, status, cause) : failure(why, cause);
        }
        for (Throwable inner = cause; inner != null; inner = inner.getCause()) {
            if (inner instanceof CertificateException) {
                return new RefusedException("its certificate is not trusted: " + inner.getMessage(), 0, cause);
            }
        }
        if (cause instanceof ConnectException && cause.getMessage() == null) {
            return failure("nothing listens there", cause);
        }
        boolean plain = cause instanceof IOException && cause.getMessage() != null;
        return failure(plain ? String.valueOf(cause.getMessage()) : cause.toString(), cause);
    }

    private static IOException failure(String why, Throwable cause) {
        return new IOException("no connection (" + why + ")", cause);
    }
}
