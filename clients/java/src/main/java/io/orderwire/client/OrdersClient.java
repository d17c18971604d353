package io.orderwire.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Receives orders from a gateway, without a gap if the connection or the gateway fails: it connects again, and resumes
 * after the last frame that its caller has processed.
 *
 * <pre>{@code
 * try (OrdersClient client = new OrdersClient(URI.create("ws://127.0.0.1:8080/ws"), "{\"coins\":[\"BTC\"]}")) {
 *     while (true) {
 *         for (JsonNode order : client.next().orders()) {
 *             System.out.println(order.path("pos").asText() + " " + order.at("/event/status").asText());
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>{@code block_number} and {@code block_index} of an order together name its event on every node, {@code pos} on this one.
 *
 * <p>At most one message is buffered here. For a slow caller the gateway has to queue frames, and it reports the orders
 * that it had to drop. Not thread-safe.
 */
public final class OrdersClient implements AutoCloseable {
    /**
     * A frame of the channel {@code orders}.
     *
     * @param orders the orders as stored in Kafka
     * @param cursor the cursor to resume from after this frame
     * @param dropped number of matching orders lost just before the first of these because this client was too slow
     * @param gaps losses before the first of these orders whose number of matching orders is unknown
     * @param serverTimeMs when the gateway made the frame, by its clock, epoch milliseconds; empty from an older gateway
     * @param fileTimeMs when the ingestor read the newest of these orders from the file, by its clock, epoch milliseconds;
     *     empty without orders and from an older gateway
     */
    public record Frame(
            List<JsonNode> orders,
            String cursor,
            long dropped,
            List<JsonNode> gaps,
            OptionalLong serverTimeMs,
            OptionalLong fileTimeMs) {
        static Frame of(JsonNode data) {
            return new Frame(
                    list(data.path("orders")),
                    data.path("cursor").asText(),
                    data.path("dropped").asLong(),
                    list(data.path("gaps")),
                    time(data.path("serverTime")),
                    time(data.path("fileTime")));
        }

        private static OptionalLong time(JsonNode epochMs) {
            return epochMs.isIntegralNumber() && epochMs.canConvertToLong()
                    ? OptionalLong.of(epochMs.longValue())
                    : OptionalLong.empty();
        }

        private static List<JsonNode> list(JsonNode array) {
            List<JsonNode> list = new ArrayList<>();
            array.forEach(list::add);
            return list;
        }

        /**
         * Milliseconds from the newest {@code block_time} of these orders to {@code nowMs}: the age from the chain, which
         * contains the time that the node took. Empty if no order has one, as with plain files. Negative if the clock of
         * {@code nowMs} is behind the chain's.
         *
         * @param nowMs epoch milliseconds, when the frame was received or processed
         */
        public OptionalLong blockAgeMs(long nowMs) {
            return orders.stream()
                    .map(order -> order.path("block_time"))
                    .flatMapToLong(time -> BlockTime.epochMs(time).stream())
                    .max()
                    .stream()
                    .map(blockMs -> nowMs - blockMs)
                    .findFirst();
        }

        /**
         * Milliseconds from the ingestor's read of the newest of these orders to {@code nowMs}: the age from the file,
         * which Orderwire and the network account for. Empty without orders and from an older gateway. Negative if the
         * clock of {@code nowMs} is behind the ingestor's.
         *
         * @param nowMs epoch milliseconds, when the frame was received or processed
         */
        public OptionalLong fileAgeMs(long nowMs) {
            return fileTimeMs.stream().map(fileMs -> nowMs - fileMs).findFirst();
        }
    }

    /** The gateway refused the filter, the cursor or the token; the message says why. */
    public static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(String why) {
            super(why);
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    /** The gateway sends a frame at least every 5 s. */
    private static final long SILENCE_MS = 15_000;

    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final Set<Integer> REFUSALS = Set.of(400, 401, 403);
    private static final int TOKEN_EXPIRED = 4005;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
    private final URI url;
    private final ObjectNode subscription;
    private final @Nullable String token;
    private JsonNode from;
    private @Nullable Connection connection;
    private @Nullable String handedOut;
    private long pauseMs;

    /** Begins with new orders; see {@link #OrdersClient(URI, String, String, String)}. */
    public OrdersClient(URI url, String filter) {
        this(url, filter, null, null);
    }

    /**
     * Connects at the first {@link #next()}.
     *
     * @param url the gateway's WebSocket, {@code ws://HOST:8080/ws}
     * @param filter members of a subscription to orders, a JSON object: coins, users, statuses, sides, minNotional, batchMs
     * @param cursor the cursor to resume from, or null to begin with new orders
     * @param token bearer token for a gateway that requires one, or null
     * @throws IllegalArgumentException if the filter is not a JSON object
     */
    public OrdersClient(URI url, String filter, @Nullable String cursor, @Nullable String token) {
        this.url = url;
        this.token = token;
        try {
            if (!(JSON.readTree(filter) instanceof ObjectNode members)) {
                throw new IllegalArgumentException("no JSON object: " + filter);
            }
            this.subscription = members.put("type", "orders").put("id", "orders");
        } catch (IOException e) {
            throw new IllegalArgumentException("no JSON: " + filter, e);
        }
        this.from = cursor == null ? TextNode.valueOf("latest") : behind(cursor);
    }

    private static JsonNode behind(String cursor) {
        return JSON.createObjectNode().put("cursor", cursor);
    }

    /**
     * Waits for the next frame, without a limit if the gateway is unavailable. The previous frame counts as processed.
     *
     * @throws RefusedException if another attempt would fail too
     */
    public Frame next() throws RefusedException, InterruptedException {
        if (handedOut != null) {
            from = behind(handedOut);
            handedOut = null;
        }
        while (true) {
            Connection current = connected();
            String text = current == null ? null : current.next(SILENCE_MS);
            if (text == null) {
                lost(current);
                continue;
            }
            Frame frame = frame(text);
            if (frame != null) {
                handedOut = frame.cursor;
                return frame;
            }
        }
    }

    private @Nullable Frame frame(String text) throws RefusedException, InterruptedException {
        JsonNode message = read(text);
        JsonNode data = message.path("data");
        switch (message.path("channel").asText()) {
            case "orders" -> {
                return Frame.of(data);
            }
            case "subscriptionResponse" -> {
                from = behind(data.path("cursor").asText());
                pauseMs = 0;
            }
            case "error" -> {
                if (!data.asText().startsWith("Too many replays")
                        && !data.asText().startsWith("The replay ")) {
                    throw new RefusedException(
                            data.asText() + "; " + message.path("detail").asText());
                }
                lost(connection);
            }
            default -> {
                // Other channels may be added later.
            }
        }
        return null;
    }

    private static JsonNode read(String text) throws RefusedException {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new RefusedException("that is no gateway: it says " + text);
        }
    }

    /** The connection, opened and subscribed if there is none; null if that failed but may succeed the next time. */
    private @Nullable Connection connected() throws RefusedException {
        if (connection != null) {
            return connection;
        }
        Connection fresh = new Connection();
        try {
            WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT);
            if (token != null) {
                builder.header("Authorization", "Bearer " + token);
            }
            WebSocket socket = builder.buildAsync(url, fresh).join();
            fresh.subscribe(socket, subscription.set("from", from).toString());
            connection = fresh;
            return fresh;
        } catch (CompletionException e) {
            fresh.close();
            if (e.getCause() instanceof WebSocketHandshakeException refusal
                    && REFUSALS.contains(refusal.getResponse().statusCode())) {
                throw new RefusedException(
                        "HTTP status " + refusal.getResponse().statusCode());
            }
            return null;
        }
    }

    private void lost(@Nullable Connection ended) throws RefusedException, InterruptedException {
        connection = null;
        if (ended != null) {
            ended.close();
            if (ended.closeCode() == TOKEN_EXPIRED) {
                throw new RefusedException("the token holds no more");
            }
        }
        pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, 2 * pauseMs));
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(pauseMs / 2, pauseMs * 3 / 2));
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
        }
        connection = null;
    }
}
