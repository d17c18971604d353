package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/** Meters of the hub: its mailbox, subscriptions, and the frames that it encodes for them. */
public final class HubMetrics {
    private final MeterRegistry registry;
    private final Counter frames;
    private final Counter deliveries;
    private final AtomicInteger groups = new AtomicInteger();
    private final AtomicInteger subscriptions = new AtomicInteger();
    private final AtomicLong subscriptionBytes = new AtomicLong();
    private final Counter subscriptionsRefused;
    private final Counter failedBroadcasts;

    HubMetrics(MeterRegistry registry) {
        this.registry = registry;
        frames = GatewayMeter.FRAMES_ENCODED.counter(registry);
        deliveries = GatewayMeter.FRAMES_QUEUED.counter(registry);
        failedBroadcasts = GatewayMeter.FAILURES.counter(registry, "broadcast");
        GatewayMeter.SUBSCRIPTIONS_SHARED.gauge(registry, groups, AtomicInteger::get);
        GatewayMeter.SUBSCRIPTIONS.gauge(registry, subscriptions, AtomicInteger::get);
        subscriptionsRefused = GatewayMeter.SUBSCRIPTIONS_REFUSED.counter(registry);
        GatewayMeter.SUBSCRIPTIONS_MEMORY.gauge(registry, subscriptionBytes, AtomicLong::get);
    }

    /** Registers gauges of the messages that wait in the hub's mailbox for the reading thread, and of their limit. */
    public void watchTasks(IntSupplier waiting, int most) {
        GatewayMeter.TASKS.gauge(registry, waiting, IntSupplier::getAsInt);
        GatewayMeter.TASKS_LIMIT.constant(registry, most);
    }

    /** Registers a gauge of the memory limit of all subscriptions. */
    public void limitSubscriptions(long most) {
        GatewayMeter.SUBSCRIPTIONS_MEMORY_LIMIT.constant(registry, most);
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
