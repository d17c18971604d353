package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A healthy client: its stream must hold every order once, in the order of each partition. It keeps no messages, so that
 * it can watch for hours.
 */
final class FuzzWitness implements AutoCloseable, WebSocket.Listener {
    private static final String SUBSCRIBE =
            "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"witness\"}}";
    private static final Pattern ORDER = Pattern.compile("\"part\":(\\d{1,9}),\"seq\":(\\d{1,18}),");
    private static final Pattern CURSOR = Pattern.compile("\"cursor\":\"([^\"]*)\"");
    private static final Duration SOON = Duration.ofSeconds(30);

    private final AtomicLongArray lastSeqs;
    private final AtomicReference<String> cursor = new AtomicReference<>();
    private final AtomicReference<String> fault = new AtomicReference<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    /** Receives orders that are written from now on. */
    FuzzWitness(TestGateway gateway, OrderMaker maker, int partitions) {
        lastSeqs = new AtomicLongArray(partitions);
        for (int partition = 0; partition < partitions; partition++) {
            lastSeqs.set(partition, maker.lastSeq(partition));
        }
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(gateway.ws()), this)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        socket.sendText(SUBSCRIBE, true).join();
        await().atMost(SOON).until(() -> cursor.get() != null);
    }

    /** The newest cursor that it received. */
    String cursor() {
        return cursor.get();
    }

    /** Throws if its stream was disturbed. */
    void assertUndisturbed() {
        assertThat(fault.get()).as("what disturbed the witness").isNull();
    }

    /** Waits until it has received all orders of {@code maker}. */
    void assertComplete(OrderMaker maker) {
        await().atMost(SOON).untilAsserted(() -> {
            for (int partition = 0; partition < lastSeqs.length(); partition++) {
                assertThat(lastSeqs.get(partition))
                        .as("partition %d", partition)
                        .isEqualTo(maker.lastSeq(partition));
            }
        });
        assertUndisturbed();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            take(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    private void take(String message) {
        if (message.startsWith("{\"channel\":\"orders\"") && !message.contains("\"dropped\":0,\"gaps\":[],")) {
            disturbed("lost: " + message);
        } else if (!message.startsWith("{\"channel\":\"orders\"") && !message.contains("subscriptionResponse")) {
            disturbed("not its own: " + message);
        }
        Matcher orders = ORDER.matcher(message);
        while (orders.find()) {
            int partition = Integer.parseInt(orders.group(1));
            long seq = Long.parseLong(orders.group(2));
            long before = lastSeqs.getAndSet(partition, seq);
            if (seq != before + 1) {
                disturbed("partition " + partition + ": " + seq + " follows " + before);
            }
        }
        Matcher place = CURSOR.matcher(message);
        if (place.find()) {
            cursor.set(place.group(1));
        }
    }

    private void disturbed(String why) {
        fault.compareAndSet(null, why);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        disturbed("closed with " + statusCode + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        disturbed(error.toString());
    }

    @Override
    public void close() {
        socket.abort();
    }
}
