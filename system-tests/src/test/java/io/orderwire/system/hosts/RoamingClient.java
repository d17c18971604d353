package io.orderwire.system.hosts;

import io.orderwire.testing.client.OrdersFrame;
import io.orderwire.testing.client.TextClient;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client of all orders that knows several gateways. When its connection ends, or is silent for longer than a gateway
 * that lives may be, it resumes on the next gateway by its cursor. Its messages are handled one at a time.
 */
final class RoamingClient implements AutoCloseable {
    /** What our clients wait for a message; a gateway sends one at least every 5 s. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private static final long LOOK_MS = 100;
    private static final Logger log = LoggerFactory.getLogger(RoamingClient.class);

    /** Takes what the client gets, on one thread at a time. */
    interface Sink {
        /** A connection begins; the following frames are its own. */
        void connected();

        void frame(OrdersFrame frame);
    }

    private final List<URI> gateways;
    private final Sink sink;
    private final Thread mover = new Thread(this::move, "roaming-client");
    private volatile boolean closed;
    private volatile int at;
    private final AtomicInteger moves = new AtomicInteger();
    private String from = "\"latest\"";
    private long heardNanos;
    private int connection;
    private boolean subscribed;

    /** Subscribes at the first gateway, from now on, and returns when that is acknowledged. */
    RoamingClient(List<URI> gateways, Sink sink) throws InterruptedException {
        this.gateways = gateways;
        this.sink = sink;
        mover.start();
        synchronized (this) {
            long deadline = System.nanoTime() + HostsRun.PATIENCE.toNanos();
            while (!subscribed && System.nanoTime() - deadline < 0) {
                TimeUnit.NANOSECONDS.timedWait(this, deadline - System.nanoTime());
            }
            if (!subscribed) {
                closed = true;
                throw new AssertionError("not subscribed");
            }
        }
    }

    /** Index of the gateway that it is connected to, or tries. */
    int gateway() {
        return at;
    }

    /** How often it has left a gateway. */
    int moves() {
        return moves.get();
    }

    private void move() {
        try {
            while (!closed) {
                try (TextClient client = connect()) {
                    String end = awaitEnd(client);
                    if (!closed) {
                        log.info("leaves gateway {}: {}", at, end);
                    }
                } catch (CompletionException refused) {
                    log.info("cannot connect to gateway {}: {}", at, refused.toString());
                }
                at = (at + 1) % gateways.size();
                moves.incrementAndGet();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private TextClient connect() {
        int number;
        String request;
        synchronized (this) {
            number = ++connection;
            heardNanos = System.nanoTime();
            request = "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"all\",\"from\":" + from
                    + "}}";
            sink.connected();
        }
        TextClient client = new TextClient(gateways.get(at), message -> take(number, message));
        client.send(request);
        return client;
    }

    /** A message of a connection that was left does not count. */
    private synchronized void take(int number, String message) {
        if (number != connection || closed) {
            return;
        }
        heardNanos = System.nanoTime();
        OrdersFrame frame = OrdersFrame.parse(message);
        if (frame != null) {
            from = "{\"cursor\":\"" + frame.cursor() + "\"}";
            sink.frame(frame);
        } else if (message.contains("\"subscriptionResponse\"")) {
            subscribed = true;
            notifyAll();
        } else {
            log.info("gateway {} says {}", at, message);
        }
    }

    private String awaitEnd(TextClient client) throws InterruptedException {
        while (!client.awaitGone(LOOK_MS)) {
            synchronized (this) {
                if (closed || System.nanoTime() - heardNanos > SILENCE_NANOS) {
                    connection++;
                    return "silent";
                }
            }
        }
        return "closed with " + client.closeCode();
    }

    @Override
    public void close() {
        closed = true;
        try {
            mover.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
