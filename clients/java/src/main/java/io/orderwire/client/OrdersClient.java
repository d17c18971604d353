package io.orderwire.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
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
     * A frame of the channel {@code orders}. A loss and the orders after it are two frames: the orders are still to be
     * processed if the caller fails to report the loss. The first one has the cursor from before the loss.
     *
     * @param orders the orders as stored in Kafka
     * @param cursor the cursor to resume from after this frame
     * @param dropped number of matching orders lost just before the next order because this client was too slow
     * @param gaps losses before the next order whose number of matching orders is unknown
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

        private boolean hasLoss() {
            return dropped > 0 || !gaps.isEmpty();
        }

        private Frame loss(String before) {
            return new Frame(List.of(), before, dropped, gaps, serverTimeMs, OptionalLong.empty());
        }

        private Frame withoutLoss() {
            return new Frame(orders, cursor, 0, List.of(), serverTimeMs, fileTimeMs);
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
                    .flatMapToLong(order -> blockAgeMs(order, nowMs).stream())
                    .min();
        }

        /** The same for one order. */
        public static OptionalLong blockAgeMs(JsonNode order, long nowMs) {
            OptionalLong blockMs = BlockTime.epochMs(order.path("block_time"));
            return blockMs.isPresent() ? OptionalLong.of(nowMs - blockMs.getAsLong()) : blockMs;
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

    /** Another attempt would fail too: the gateway refused it, or cannot be trusted; the message says why. */
    public static class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int status;

        RefusedException(String why) {
            super(why);
            status = 0;
        }

        RefusedException(String why, int status, Throwable cause) {
            super(why, cause);
            this.status = status;
        }

        /**
         * The HTTP status if the handshake was refused; empty if the refusal came later or the certificate is not trusted.
         */
        public OptionalInt status() {
            return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
        }
    }

    /**
     * The gateway cannot continue from the cursor, because the topic was recreated or has a different number of partitions.
     */
    public static final class CursorException extends RefusedException {
        private static final long serialVersionUID = 1L;

        CursorException(String why) {
            super(why);
        }
    }

    /** Is informed of connections that ended or could not be opened. */
    @FunctionalInterface
    public interface ConnectionListener {
        /**
         * Called before the next attempt, once until a subscription is acknowledged.
         *
         * @param resumes whether a cursor is known, so that the orders of this time are received later
         */
        void lost(String why, boolean resumes);
    }

    private final OrdersStream stream;
    private @Nullable String handedOut;
    private @Nullable Frame ordersAfterLoss;

    /** Begins with new orders; see {@link #OrdersClient(URI, String, String, String)}. */
    public OrdersClient(URI url, String filter) {
        this(url, filter, null, null);
    }

    /** Trusts the certificates that Java trusts; see the constructor with all parameters. */
    public OrdersClient(URI url, String filter, @Nullable String cursor, @Nullable String token) {
        this(url, filter, cursor, token, null, (why, resumes) -> {});
    }

    /**
     * Connects at the first {@link #next()}.
     *
     * @param url the gateway's WebSocket, {@code ws://HOST:8080/ws}
     * @param filter members of a subscription to orders, a JSON object: coins, users, statuses, sides, minNotional, batchMs
     * @param cursor the cursor to resume from, or null to begin with new orders
     * @param token bearer token for a gateway that requires one, or null
     * @param trust decides whether a gateway's certificate is trusted, or null for the certificates that Java trusts
     * @throws IllegalArgumentException if the filter is not a JSON object
     */
    public OrdersClient(
            URI url,
            String filter,
            @Nullable String cursor,
            @Nullable String token,
            @Nullable SSLContext trust,
            ConnectionListener listener) {
        Endpoint gateway = new Endpoint(url, token, trust);
        this.stream =
                new OrdersStream(gateway, new Subscription(filter), cursor, listener, TimeUnit.MILLISECONDS::sleep);
    }

    /**
     * Waits for the next frame, without a limit if the gateway is unavailable. The previous frame counts as processed.
     *
     * @throws RefusedException if another attempt would fail too
     */
    public Frame next() throws RefusedException, InterruptedException {
        if (handedOut != null) {
            stream.resumeAfter(handedOut);
            handedOut = null;
        }
        Frame frame = ordersAfterLoss == null ? Frame.of(stream.next()) : ordersAfterLoss;
        ordersAfterLoss = null;
        String before = stream.cursor();
        if (before != null && frame.hasLoss() && !frame.orders.isEmpty()) {
            ordersAfterLoss = frame.withoutLoss();
            return frame.loss(before);
        }
        handedOut = frame.cursor;
        return frame;
    }

    @Override
    public void close() {
        stream.close();
    }
}
