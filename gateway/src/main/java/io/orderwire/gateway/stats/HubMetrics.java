package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/** Meters of the hub: its mailbox, subscriptions, and the frames that it encodes for them. */
public final class HubMetrics {
    private final Meters meters;
    private final Counter frames;
    private final Counter deliveries;
    private final AtomicInteger groups = new AtomicInteger();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final AtomicLong subscriptionBytes = new AtomicLong();
    private final Counter subscriptionsRefused;
    private final Counter failedBroadcasts;

    HubMetrics(MeterRegistry registry) {
        meters = new Meters(registry);
        frames = meters.counter(
                "orderwire.gateway.frames.encoded", "Frames encoded, one for all clients with the same subscription");
        deliveries = meters.counter("orderwire.gateway.frames.queued", "Frames queued for clients");
        failedBroadcasts = meters.failures("broadcast");
        meters.gauge("orderwire.gateway.groups", groups::get, "Distinct subscriptions");
        meters.gauge("orderwire.gateway.subscriptions", subscriptions::get, "Subscriptions of all clients");
        subscriptionsRefused = meters.counter(
                "orderwire.gateway.subscriptions.refused", "Subscriptions over a limit, in number or memory");
        Gauge.builder("orderwire.gateway.subscriptions.memory", subscriptionBytes, AtomicLong::get)
                .description("Memory of the subscriptions of all clients, about")
                .baseUnit("bytes")
                .register(registry);
    }

    /** Shows how many tasks wait for the reading thread, and how many may. */
    public void watchTasks(IntSupplier waiting, int most) {
        meters.gauge(
                "orderwire.gateway.tasks", waiting, "Requests, losses and other work that wait for the reading thread");
        meters.gauge(
                "orderwire.gateway.tasks.limit",
                () -> most,
                "Requests and losses that may wait for the reading thread");
    }

    /** Shows how much memory the subscriptions of all clients may take. */
    public void limitSubscriptions(long most) {
        meters.bytes(
                "orderwire.gateway.subscriptions.memory.limit",
                () -> most,
                "Memory that the subscriptions of all clients may take");
    }

    /** So many distinct subscriptions stand. */
    public void groups(int count) {
        groups.set(count);
    }

    /** So many subscriptions stand, and take about so much memory. */
    public void subscriptions(int count, long bytes) {
        subscriptions.set(count);
        subscriptionBytes.set(bytes);
    }

    /** There was no room for a subscription. */
    public void subscriptionRefused() {
        subscriptionsRefused.increment();
    }

    /** A frame was encoded and queued for so many clients. */
    public void frameEncoded(int clients) {
        frames.increment();
        deliveries.increment(clients);
    }

    /** A message to many could not be made. */
    public void broadcastFailed() {
        failedBroadcasts.increment();
    }
}
