package io.orderwire.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderwire.client.OrdersClient.ConnectionListener;
import io.orderwire.client.OrdersClient.CursorException;
import io.orderwire.client.OrdersClient.RefusedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Messages of the channel {@code orders}, over successive connections. */
final class OrdersStream {
    /** The gateway sends a message at least every 5 s. */
    private static final long SILENCE_MS = 15_000;

    private static final long FIRST_PAUSE_MS = 100;
    private static final long LONGEST_PAUSE_MS = 5_000;
    private static final int LONGEST_QUOTE = 200;
    private static final int TOKEN_EXPIRED = 4005;

    /** Beginnings of errors that are temporary: another attempt may succeed. */
    private static final List<String> TEMPORARY = List.of("Too many replays", "Too much work", "The replay ");

    /** Beginnings of errors that no attempt with the same cursor can avoid; the last is an earlier version's. */
    private static final List<String> CURSOR_ENDED =
            List.of("Cursor of ", "The topic was recreated", "The topic was created anew");

    /** Waits between two attempts, on the caller's thread. */
    @FunctionalInterface
    interface Pause {
        void sleep(long ms) throws InterruptedException;
    }

    private final Endpoint gateway;
    private final Subscription subscription;
    private final ConnectionListener listener;
    private final Pause pause;
    private @Nullable String cursor;
    private @Nullable Connection connection;
    private long pauseMs;

    /**
     * Connects at the first {@link #next()}.
     *
     * @param cursor the cursor to resume from, or null to begin with new orders
     */
    OrdersStream(
            Endpoint gateway,
            Subscription subscription,
            @Nullable String cursor,
            ConnectionListener listener,
            Pause pause) {
        this.gateway = gateway;
        this.subscription = subscription;
        this.cursor = cursor;
        this.listener = listener;
        this.pause = pause;
    }

    /** The cursor that the next connection resumes from; null if it begins with new orders. */
    @Nullable
    String cursor() {
        return cursor;
    }

    void resumeAfter(String processed) {
        cursor = processed;
    }

    /** The member {@code data} of the next message; waits for it without a limit. */
    JsonNode next() throws RefusedException, InterruptedException {
        while (true) {
            String text = receive();
            JsonNode data = text == null ? null : orders(text);
            if (data != null) {
                return data;
            }
        }
    }

    void close() {
        if (connection != null) {
            connection.close();
        }
        connection = null;
    }

    /** Returns the next message; null if a connection could not be opened or has ended, and another attempt may succeed. */
    private @Nullable String receive() throws RefusedException, InterruptedException {
        Connection current;
        try {
            current = connection == null ? gateway.connect(subscription.request(cursor)) : connection;
        } catch (RefusedException e) {
            throw e;
        } catch (IOException e) {
            lost(String.valueOf(e.getMessage()));
            return null;
        }
        connection = current;
        String text = current.next(SILENCE_MS);
        if (text == null && current.closeCode() == TOKEN_EXPIRED) {
            throw refused(new RefusedException("the token is no longer valid"));
        }
        if (text == null) {
            lost(current.end());
        }
        return text;
    }

    private @Nullable JsonNode orders(String text) throws RefusedException, InterruptedException {
        JsonNode message = read(text);
        JsonNode data = message.path("data");
        switch (message.path("channel").asText()) {
            case "orders" -> {
                return data;
            }
            case "subscriptionResponse" -> {
                cursor = data.path("cursor").asText();
                pauseMs = 0;
            }
            case "error" -> failed(data.asText(), message.path("detail").asText());
            default -> {
                // Messages of unknown channels are ignored, because later gateways may add channels.
            }
        }
        return null;
    }

    private JsonNode read(String text) throws RefusedException {
        try {
            return JsonTree.read(text);
        } catch (IOException e) {
            String quote = text.substring(0, Math.min(text.length(), LONGEST_QUOTE));
            throw refused(new RefusedException("that is not a gateway: it sent " + quote));
        }
    }

    private void failed(String error, String detail) throws RefusedException, InterruptedException {
        String why = detail.isEmpty() ? error : error + "; " + detail;
        if (CURSOR_ENDED.stream().anyMatch(error::startsWith)) {
            throw refused(new CursorException(why));
        }
        if (TEMPORARY.stream().noneMatch(error::startsWith)) {
            throw refused(new RefusedException(why));
        }
        lost(why);
    }

    private RefusedException refused(RefusedException why) {
        close();
        return why;
    }

    private void lost(String why) throws InterruptedException {
        close();
        boolean isFirst = pauseMs == 0;
        pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(FIRST_PAUSE_MS, 2 * pauseMs));
        if (isFirst) {
            listener.lost(why, cursor != null);
        }
        pause.sleep(ThreadLocalRandom.current().nextLong(pauseMs / 2, pauseMs * 3 / 2));
    }
}
