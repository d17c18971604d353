package io.orderwire.system.pipeline;

import io.orderwire.contract.gap.Gap;
import io.orderwire.testing.client.OrdersFrame;
import io.orderwire.testing.client.TextClient;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A WebSocket client that keeps every order it gets. */
public final class OrdersSubscriber implements AutoCloseable {
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final List<byte[]> orders = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final TextClient client;
    private long dropped;

    /** Subscribes to all orders from now on, and returns when that is acknowledged. */
    public OrdersSubscriber(String url) throws InterruptedException {
        this(url, "\"latest\"");
    }

    /** Subscribes from a position, given as JSON, and returns when that is acknowledged. */
    public OrdersSubscriber(String url, String from) throws InterruptedException {
        client = new TextClient(URI.create(url), this::take);
        client.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"all\",\"from\":" + from
                + "}}");
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

    /** The orders, as they came. */
    public synchronized List<byte[]> orders() {
        return List.copyOf(orders);
    }

    /** How many orders came. */
    public synchronized int count() {
        return orders.size();
    }

    /** Losses that were reported. */
    public synchronized List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    /** Orders that were reported as lost to this client. */
    public synchronized long dropped() {
        return dropped;
    }

    /** The code that the server closed with, 0 while it has not. */
    public int closeCode() {
        return client.closeCode();
    }

    @Override
    public void close() {
        client.close();
    }
}
