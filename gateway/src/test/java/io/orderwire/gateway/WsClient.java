package io.orderwire.gateway;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A client that does not use our code: the JDK's. */
final class WsClient implements AutoCloseable, WebSocket.Listener {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final Map<String, List<String>> orders = new HashMap<>();
    private int taken;
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final boolean reading;
    private WebSocket socket;

    private WsClient(boolean reading) {
        this.reading = reading;
    }

    static WsClient connect(String url) {
        return connect(HTTP, url, true);
    }

    /** Connects a client that does not read from its socket. */
    static WsClient connectDeaf(String url) {
        return connect(HTTP, url, false);
    }

    /** Connects with a token. */
    static WsClient connectWith(String url, String token) {
        return connect(HTTP, url, true, "Authorization", "Bearer " + token);
    }

    /** Connects through {@code http}, for example with its trusted certificates, and sends {@code headers}. */
    static WsClient connectAs(HttpClient http, String url, String... header) {
        return connect(http, url, true, header);
    }

    /** The same, through {@code http}. */
    static WsClient connectDeafAs(HttpClient http, String url) {
        return connect(http, url, false);
    }

    private static WsClient connect(HttpClient http, String url, boolean reading, String... header) {
        WsClient client = new WsClient(reading);
        WebSocket.Builder builder = http.newWebSocketBuilder();
        if (header.length > 0) {
            builder.header(header[0], header[1]);
        }
        client.socket = builder.connectTimeout(Duration.ofSeconds(10))
                .buildAsync(URI.create(url), client)
                .join();
        return client;
    }

    WsClient send(String text) {
        socket.sendText(text, true).orTimeout(10, TimeUnit.SECONDS).join();
        return this;
    }

    /** Begins to read from the socket. */
    void listen() {
        socket.request(Long.MAX_VALUE);
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** Subscribes and returns the acknowledgement. */
    String subscribe(String subscription) {
        int before = messages.size();
        send("{\"method\":\"subscribe\",\"subscription\":" + subscription + "}");
        return await(before, message -> message.contains("\"subscriptionResponse\"") || message.contains("\"error\""));
    }

    /** Waits for the first message from number {@code from} on that fits. */
    String await(int from, Predicate<String> wanted) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> messages.stream().skip(from).anyMatch(wanted));
        return messages.stream().skip(from).filter(wanted).findFirst().orElseThrow();
    }

    List<String> messages() {
        return messages;
    }

    /** The frames of a channel so far. */
    List<String> channel(String channel) {
        return messages.stream()
                .filter(message -> message.startsWith("{\"channel\":\"" + channel + "\""))
                .toList();
    }

    /** The orders in frames of subscription {@code id} so far. */
    List<String> orders(String id) {
        synchronized (orders) {
            for (; taken < messages.size(); taken++) {
                String message = messages.get(taken);
                if (message.startsWith("{\"channel\":\"orders\"")) {
                    orders.computeIfAbsent(JsonView.text(message, "data", "id"), absent -> new ArrayList<>())
                            .addAll(JsonView.elements(JsonView.at(message, "data", "orders")));
                }
            }
            return List.copyOf(orders.getOrDefault(id, List.of()));
        }
    }

    List<String> awaitOrders(String id, int count) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> orders(id).size() >= count);
        return orders(id);
    }

    int awaitClose() {
        return closed.orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Override
    public void onOpen(WebSocket webSocket) {
        if (reading) {
            webSocket.request(Long.MAX_VALUE);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(partial.toString());
            partial.setLength(0);
        }
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(statusCode);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
