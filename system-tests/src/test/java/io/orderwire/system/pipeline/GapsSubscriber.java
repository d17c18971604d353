package io.orderwire.system.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.contract.gap.Gap;
import io.orderwire.testing.client.TextClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A WebSocket client that keeps the gaps of the channel {@code gaps}. */
final class GapsSubscriber implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final List<Gap> gaps = new ArrayList<>();
    private final TextClient client;

    /** Subscribes from now on, and returns when that is acknowledged. */
    GapsSubscriber(String url) throws InterruptedException {
        client = new TextClient(URI.create(url), this::take);
        client.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"gaps\"}}");
        if (!subscribed.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("not subscribed");
        }
    }

    private synchronized void take(String message) {
        try {
            JsonNode root = JSON.readTree(message);
            switch (root.path("channel").asText()) {
                case "subscriptionResponse" -> subscribed.countDown();
                case "gaps" -> root.path("data").forEach(gap -> gaps.add(Gap.parse(gap.toString())));
                default -> throw new AssertionError("not asked for: " + message);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(message, e);
        }
    }

    /** The reported gaps, in the order in which they came. */
    synchronized List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    @Override
    public void close() {
        client.close();
    }
}
