package io.orderwire.pipeline;

import io.orderwire.orders.Gap;
import io.orderwire.testing.client.OrdersFrame;
import io.orderwire.testing.client.TextClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A WebSocket client that keeps every order it gets. */
final class OrdersSubscriber implements AutoCloseable {
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final List<byte[]> orders = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final TextClient client;
    private long dropped;

    OrdersSubscriber(String url) throws InterruptedException {
        client = new TextClient(URI.create(url), this::take);
        client.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"all\"}}");
        if (!subscribed.await(20, TimeUnit.SECONDS)) {
            throw new AssertionError("not subscribed");
        }
    }

    private synchronized void take(String message) {
        if (message.contains("\"subscriptionResponse\"")) {
            subscribed.countDown();
        }
        OrdersFrame frame = OrdersFrame.parse(message);
        if (frame != null) {
            orders.addAll(frame.orders());
            gaps.addAll(frame.gaps());
            dropped += frame.dropped();
        }
    }

    synchronized List<byte[]> orders() {
        return List.copyOf(orders);
    }

    synchronized int count() {
        return orders.size();
    }

    synchronized List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    synchronized long dropped() {
        return dropped;
    }

    @Override
    public void close() {
        client.close();
    }
}
