package io.orderwire.benchmarks.attackers;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Honest clients that come while the others are there: one a second connects, subscribes to the last 300 ms of one coin,
 * searches, and asks for {@code /stats}. An attacker that takes all places locks them out.
 */
final class Newcomers implements AutoCloseable {
    private static final long PAUSE_MS = 1_000;
    private static final long PATIENCE_MS = 3_000;
    private static final long JOIN_MS = 5_000;
    private static final String SUBSCRIBE =
            "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"new\","
                    + "\"coins\":[\"BTC\"],\"from\":{\"minutesAgo\":0.005}}}";

    private final URI ws;
    private final URI http;
    private final Thread thread = new Thread(this::run, "newcomers");
    private Served served = new Served();
    private volatile boolean closing;

    Newcomers(URI ws, URI http) {
        this.ws = ws;
        this.http = http;
        thread.setDaemon(true);
        thread.start();
    }

    /** How those of one phase fared. */
    static final class Served {
        private final Tally failures = new Tally();
        private long came;
        private long failed;
        private long slowestMs;

        private synchronized void count(String what, long tookMs, @Nullable String failure) {
            came++;
            slowestMs = Math.max(slowestMs, tookMs);
            if (failure != null) {
                failed++;
                failures.count(what + ": " + failure);
            }
        }

        synchronized long failed() {
            return failed;
        }

        /** For people. */
        synchronized String summary() {
            return (came - failed) + " of " + came + " served, slowest " + slowestMs + " ms"
                    + (failed == 0 ? "" : ", " + failures.counts());
        }
    }

    /** Those who come from now on are counted there. */
    synchronized Served begin() {
        served = new Served();
        return served;
    }

    private synchronized Served current() {
        return served;
    }

    private interface Visit {
        void run();
    }

    private void run() {
        // One client for all: each has threads of its own. No connection is kept, as a newcomer has none.
        System.setProperty("jdk.httpclient.keepalive.timeout", "0");
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofMillis(PATIENCE_MS))
                .build();
        try {
            while (!closing) {
                visit("replay", () -> subscribe(client));
                visit("search", () -> get(client, "api/v1/orders?limit=1"));
                visit("/stats", () -> get(client, "stats"));
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
        } catch (InterruptedException expected) {
            Thread.currentThread().interrupt();
        }
    }

    private void visit(String what, Visit visit) {
        Served counted = current();
        long start = System.nanoTime();
        String failure = null;
        try {
            visit.run();
        } catch (RuntimeException e) {
            failure = String.valueOf(e.getCause() == null ? e : e.getCause());
        }
        counted.count(what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), failure);
    }

    private void subscribe(HttpClient client) {
        Answer answer = new Answer();
        WebSocket socket = client.newWebSocketBuilder()
                .connectTimeout(Duration.ofMillis(PATIENCE_MS))
                .buildAsync(ws, answer)
                .orTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .join();
        try {
            socket.sendText(SUBSCRIBE, true)
                    .thenCompose(sent -> answer.first)
                    .orTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                    .join();
        } finally {
            socket.abort();
        }
    }

    private void get(HttpClient client, String path) {
        HttpRequest request = HttpRequest.newBuilder(http.resolve(path))
                .timeout(Duration.ofMillis(PATIENCE_MS))
                .build();
        HttpResponse<String> answer = client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .orTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS)
                .join();
        if (answer.statusCode() != 200) {
            throw new CompletionException(new IllegalStateException(answer.statusCode() + " " + answer.body()));
        }
    }

    /** The first order, or why there is none. */
    private static final class Answer implements WebSocket.Listener {
        private final CompletableFuture<String> first = new CompletableFuture<>();
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                if (text.indexOf("{\"channel\":\"error\"") == 0) {
                    first.completeExceptionally(new IllegalStateException(FrameReader.errorText(text.toString())));
                } else if (text.indexOf("\"orders\":[{") >= 0) {
                    first.complete("");
                }
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            first.completeExceptionally(new IllegalStateException("closed with " + code + " " + reason));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            first.completeExceptionally(error);
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
