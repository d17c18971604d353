package io.orderwire.gateway;

import io.orderwire.gateway.hub.Hub;
import io.orderwire.gateway.session.Clients;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends all sessions when the gateway stops: closes them after their send queues, and cuts those that take too long. */
final class Farewell {
    private static final long HUB_MS = 1_000;
    private static final long CHECK_MS = 10;

    private final Hub hub;
    private final Clients clients;
    private final int drainMs;

    /** @param drainMs how long clients may take to read their send queues and to close, milliseconds */
    Farewell(Hub hub, Clients clients, int drainMs) {
        this.hub = hub;
        this.clients = clients;
        this.drainMs = drainMs;
    }

    /**
     * Sends each client its queued frames, the last frames of its subscriptions and a close frame, and cuts the
     * connections that are not closed in time.
     *
     * @param live true if the reading thread still runs and can encode the last frame of each subscription
     */
    void say(boolean live) {
        try {
            if (live) {
                CountDownLatch said = new CountDownLatch(1);
                hub.stop(() -> {
                    clients.closeAfterQueues(drainMs);
                    said.countDown();
                });
                said.await(HUB_MS, TimeUnit.MILLISECONDS);
            }
            clients.closeAfterQueues(drainMs);
            long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(drainMs);
            while (clients.count() > 0 && deadline - System.nanoTime() > 0) {
                Thread.sleep(CHECK_MS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        clients.cut();
    }
}
