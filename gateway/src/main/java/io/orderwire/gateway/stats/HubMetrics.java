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
                "orderwire.gateway.frames.encoded", "Frames encoded, once for all clients with the same subscription");
        deliveries = meters.counter("orderwire.gateway.frames.queued", "Frames queued for clients");
        failedBroadcasts = meters.failures("broadcast");
        meters.gauge("orderwire.gateway.groups", groups::get, "Distinct subscriptions");
        meters.gauge("orderwire.gateway.subscriptions", subscriptions::get, "Subscriptions of all clients");
        subscriptionsRefused = meters.counter(
                "orderwire.gateway.subscriptions.refused",
                "Subscriptions refused because of a limit in number or memory");
        Gauge.builder("orderwire.gateway.subscriptions.memory", subscriptionBytes, AtomicLong::get)
                .description("Approximate memory of the subscriptions of all clients")
                .baseUnit("bytes")
                .register(registry);
    }

    /** Registers gauges of the messages that wait in the hub's mailbox for the reading thread, and of their limit. */
    public void watchTasks(IntSupplier waiting, int most) {
        meters.gauge(
                "orderwire.gateway.tasks", waiting, "Requests, losses and other work that wait for the reading thread");
        meters.gauge(
                "orderwire.gateway.tasks.limit",
                () -> most,
                "Requests and losses that may wait for the reading thread");
    }

    /** Registers a gauge of the memory limit of all subscriptions. */
    public void limitSubscriptions(long most) {
        meters.bytes(
                "orderwire.gateway.subscriptions.memory.limit",
                () -> most,
                "Memory that the subscriptions of all clients may take");
    }

    /** Sets the number of shared subscriptions. */
    public void groups(int count) {
        groups.set(count);
    }

    /** Sets the number of subscriptions of all clients, and their approximate memory in bytes. */
    public void subscriptions(int count, long bytes) {
        subscriptions.set(count);
        subscriptionBytes.set(bytes);
    }

    /** Counts a subscription that was refused because of a limit in number or memory. */
    public void subscriptionRefused() {
        subscriptionsRefused.increment();
    }

    /** Counts a frame that was encoded once and queued for {@code clients} subscribers. */
    public void frameEncoded(int clients) {
        frames.increment();
        deliveries.increment(clients);
    }

    /** Counts a broadcast that failed. */
    public void broadcastFailed() {
        failedBroadcasts.increment();
    }
}
