package io.orderwire.system.upgrade;

import io.orderwire.contract.gap.Gap;
import io.orderwire.testing.client.OrdersFrame;
import io.orderwire.testing.client.TextClient;
import io.orderwire.testing.guarantees.ReceivedOrder;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A WebSocket client of all orders from some place on, which keeps what it got and where it stands. */
final class CursorClient implements AutoCloseable {
    private final List<ReceivedOrder> orders = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<String> others = new ArrayList<>();
    private final TextClient client;
    private String cursor = "";
    private long dropped;

    /** @param from JSON of the subscription's member of that name */
    CursorClient(String url, String from) {
        client = new TextClient(URI.create(url), this::take);
        client.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"all\",\"from\":" + from
                + "}}");
    }

    /** Resumes after the last frame of an earlier client. */
    static CursorClient behind(String url, String cursor) {
        return new CursorClient(url, "{\"cursor\":\"" + cursor + "\"}");
    }

    private synchronized void take(String message) {
        OrdersFrame frame = OrdersFrame.parse(message);
        if (frame == null) {
            others.add(message);
            return;
        }
        frame.orders().forEach(order -> orders.add(ReceivedOrder.parse(order)));
        gaps.addAll(frame.gaps());
        dropped += frame.dropped();
        cursor = frame.cursor();
    }

    /** What came, in its order. */
    synchronized List<ReceivedOrder> orders() {
        return List.copyOf(orders);
    }

    /** Losses that were reported. */
    synchronized List<Gap> gaps() {
        return List.copyOf(gaps);
    }

    /** Orders reported as lost to this client. */
    synchronized long dropped() {
        return dropped;
    }

    /** The cursor of the last frame; empty before the first one. */
    synchronized String cursor() {
        return cursor;
    }

    /** The code that the server closed with, 0 while it has not. */
    int closeCode() {
        return client.closeCode();
    }

    /** Messages that are not frames of orders: acknowledgements and errors. */
    synchronized List<String> others() {
        return List.copyOf(others);
    }

    @Override
    public void close() {
        client.close();
    }
}
