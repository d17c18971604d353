package io.orderwire.benchmarks.attackers;

import io.orderwire.testing.client.TextClient;
import java.net.URI;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * An honest client, subscribed to all orders or to one coin's, that must not notice an attacker. If its connection ends it
 * subscribes again from the newest orders, and what it did not see meanwhile is lost.
 */
final class Witness implements AutoCloseable {
    private static final long LOOK_MS = 100;
    private static final long SUBSCRIBE_SECONDS = 30;
    private static final long JOIN_MS = 5_000;

    private final URI ws;
    private final String subscription;
    private final StreamCheck check;
    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "witness");
    private volatile int ends;
    private volatile boolean closing;

    /** Subscribes to all orders, or to those of the coin alone. */
    Witness(URI ws, String coin, boolean all) throws InterruptedException {
        this.ws = ws;
        this.check = new StreamCheck(coin, all);
        this.subscription = "{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"witness\""
                + (all ? "" : ",\"coins\":[\"" + coin + "\"]") + "}}";
        thread.setDaemon(true);
        thread.start();
        if (!subscribed.await(SUBSCRIBE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the witness is not subscribed after " + SUBSCRIBE_SECONDS + " s");
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread only
    private void run() {
        try {
            while (!closing) {
                try (TextClient client = new TextClient(ws, this::take)) {
                    client.send(subscription);
                    while (!closing && !client.awaitGone(LOOK_MS)) {
                        // Frames come on the client's own thread.
                    }
                } catch (CompletionException expected) {
                    TimeUnit.MILLISECONDS.sleep(LOOK_MS);
                }
                ends += closing ? 0 : 1;
            }
        } catch (InterruptedException expected) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(String message) {
        if (message.startsWith("{\"channel\":\"orders\"")) {
            long now = System.currentTimeMillis();
            synchronized (this) {
                check.frame(message, now);
            }
        } else if (message.startsWith("{\"channel\":\"subscriptionResponse\"")) {
            subscribed.countDown();
        }
    }

    /** Begins a phase with the orders that are written from then on. */
    synchronized Phase begin(long ms) {
        return check.begin(ms);
    }

    /** The result of a phase up to now. */
    synchronized Phase.Figures figures(Phase phase) {
        return phase.figures();
    }

    /** A figure of the check. */
    synchronized long ask(ToLongFunction<StreamCheck> figure) {
        return figure.applyAsLong(check);
    }

    /** Whether all orders that were written before then have come. */
    synchronized boolean isPast(long ms) {
        return check.isPast(ms);
    }

    /** How often its connection ended, or could not be opened. */
    int ends() {
        return ends;
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
