package io.orderwire.standalone.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.orderwire.client.JsonTree;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Asks a gateway once for the status of the pipeline. */
public final class StatusRequest {
    private static final int WELL_OR_WARMING = 0;
    private static final int DEGRADED = 1;
    private static final int UNREACHABLE = 2;
    private static final int HTTP_OK = 200;
    private static final int HTTP_UNAUTHORIZED = 401;
    private static final int HTTP_FORBIDDEN = 403;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration WHOLE = Duration.ofSeconds(10);
    /** Many times what the stats of a large pipeline take. */
    private static final int MOST_BYTES = 4 << 20;

    private final URI url;
    private final SSLContext trust;
    private final @Nullable String token;
    private final PrintStream out;
    private final PrintStream notes;

    /**
     * Prints the gateway's answer to {@code out}, or the reason why there is no answer to {@code notes}.
     *
     * @param trust decides whether the gateway's certificate is trusted, if it uses TLS
     * @param token bearer token to send, or null
     */
    public StatusRequest(URI url, SSLContext trust, @Nullable String token, PrintStream out, PrintStream notes) {
        this.url = stats(url);
        this.trust = trust;
        this.token = token;
        this.out = out;
        this.notes = notes;
    }

    private static URI stats(URI url) {
        String path = url.getPath() == null ? "" : url.getPath();
        if (path.endsWith("/stats")) {
            return url;
        }
        return url.resolve(path.isEmpty() ? "/stats" : "stats");
    }

    /** Prints the status without what Kafka shows. Returns an exit code: 0 well or warming, 1 degraded, 2 unreachable. */
    public int run(boolean asJson) throws InterruptedException {
        return run(asJson, null);
    }

    /**
     * Prints the status. If the gateway does not answer, what Kafka shows is printed all the same.
     *
     * @param kafka what Kafka shows, null if it was not asked
     * @return an exit code: 0 well or warming, 1 degraded, 2 the gateway is unreachable
     */
    public int run(boolean asJson, @Nullable StatusPart kafka) throws InterruptedException {
        String body = null;
        JsonObject stats = JsonObject.of(MissingNode.getInstance());
        try {
            body = get();
            stats = stats(body);
        } catch (IOException | IllegalArgumentException e) {
            body = null;
            notes.println(Printable.of("orderwire: no status from " + Address.shown(url) + ": " + reason(e)));
        }
        if (body != null || kafka != null) {
            out.println(asJson ? json(body, stats, kafka) : StatusScreen.of(body == null ? null : stats, kafka));
            out.flush();
        }
        if (body == null) {
            return UNREACHABLE;
        }
        return stats.isTrue("degraded") ? DEGRADED : WELL_OR_WARMING;
    }

    private static String json(@Nullable String body, JsonObject stats, @Nullable StatusPart kafka) {
        return Printable.json(body != null && kafka == null ? body.strip() : StatusJson.of(stats, kafka));
    }

    private static JsonObject stats(String body) throws IOException {
        JsonNode stats = JsonTree.read(body);
        if (!stats.isObject()) {
            throw new IOException("the answer is not a JSON object");
        }
        if (!stats.path("degraded").isBoolean()) {
            throw new IOException("the answer is not the stats of a gateway: degraded is neither true nor false");
        }
        return JsonObject.of(stats);
    }

    private String get() throws IOException, InterruptedException {
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .sslContext(trust)
                .build();
        HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(TIMEOUT);
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = new BoundedGet(http, WHOLE, MOST_BYTES).send(request.build());
        if (response.statusCode() != HTTP_OK) {
            throw new IOException("HTTP status " + response.statusCode() + explanation(response));
        }
        return response.body();
    }

    private String explanation(HttpResponse<String> response) {
        return switch (response.statusCode()) {
            case HTTP_UNAUTHORIZED -> token == null ? ", a token is needed (--token-file)" : ", the token is not valid";
            case HTTP_FORBIDDEN -> Address.explanation(response.body());
            default -> "";
        };
    }

    private static @Nullable String reason(Exception e) {
        String refusal = Trust.refusal(e);
        if (refusal != null) {
            return refusal;
        }
        if (e instanceof ConnectException && e.getMessage() == null) {
            return "nothing listens there; start a gateway, or name another with --url";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
