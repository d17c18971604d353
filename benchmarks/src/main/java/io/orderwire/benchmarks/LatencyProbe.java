package io.orderwire.benchmarks;

import io.orderwire.testing.client.TextClient;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A WebSocket client that takes the time from an order's {@code local_time}, which the simulator stamps just before it
 * writes the line, to the arrival of its frame, and the time from its {@code block_time}, milliseconds.
 */
public final class LatencyProbe implements AutoCloseable {
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final TextClient client;
    private final FrameAges ages = new FrameAges();
    private long orders;
    private long dropped;

    /** Subscribes to all orders, or to those of one coin. */
    public LatencyProbe(URI ws, String coin) throws InterruptedException {
        client = new TextClient(ws, this::take);
        String filter = coin.isEmpty() ? "" : ",\"coins\":[\"" + coin + "\"]";
        client.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\"" + filter + "}}");
        if (!subscribed.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("not subscribed");
        }
    }

    private synchronized void take(String message) {
        long now = System.currentTimeMillis();
        if (message.startsWith("{\"channel\":\"subscriptionResponse\"")) {
            subscribed.countDown();
            return;
        }
        orders += ages.record(message, now);
        int drop = message.indexOf("\"dropped\":");
        if (drop >= 0 && message.charAt(drop + 10) != '0') {
            dropped++;
        }
    }

    /** Ages from the file that were measured since the last call. */
    public synchronized Histogram takeLatencies() {
        return ages.takeFromFile();
    }

    /** Ages from the block that were measured since the last call, which contain the node's part. */
    synchronized Histogram takeBlockAges() {
        return ages.takeFromBlock();
    }

    /** Orders that came so far. */
    public synchronized long orders() {
        return orders;
    }

    /** Number of frames that reported a loss. */
    public synchronized long dropped() {
        return dropped;
    }

    @Override
    public void close() {
        client.close();
    }
}
