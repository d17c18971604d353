package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/** Meters of the subscriptions that begin in the past. */
public final class ReplayMetrics {
    private final MeterRegistry registry;
    private final AtomicInteger active = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter read;
    private final Counter refused;

    ReplayMetrics(MeterRegistry registry) {
        this.registry = registry;
        read = GatewayMeter.REPLAYED.counter(registry);
        refused = GatewayMeter.REPLAYS_REFUSED.counter(registry);
        GatewayMeter.REPLAYS.gauge(registry, active, AtomicInteger::get);
        GatewayMeter.REPLAYS_WAITING.gauge(registry, waiting, AtomicInteger::get);
    }

    /** Registers gauges of the limits of active and of waiting replays. */
    public void limit(int most, int mostWaiting) {
        GatewayMeter.REPLAYS_LIMIT.constant(registry, most);
        GatewayMeter.REPLAYS_WAITING_LIMIT.constant(registry, mostWaiting);
    }

    /** Registers gauges of the memory of all replays and of its limit. */
    public void watchMemory(LongSupplier bytes, long most) {
        GatewayMeter.REPLAYS_MEMORY.gauge(registry, bytes, LongSupplier::getAsLong);
        GatewayMeter.REPLAYS_MEMORY_LIMIT.constant(registry, most);
    }

    /** Registers a counter of events that were deleted by retention before a replay read them. */
    public void watchLost(SkippedEvents skipped) {
        GatewayMeter.REPLAYS_GONE.counted(registry, skipped, of -> of.count(Skipped.RETENTION));
    }

    /** Sets the number of active replays, and of waiting replays. */
    public void counted(int nowActive, int nowWaiting) {
        active.set(nowActive);
        waiting.set(nowWaiting);
    }

    /** Counts orders that were read for replays. */
    public void read(int count) {
        if (count > 0) {
            read.increment(count);
        }
    }

    /** Counts a replay that was refused because of a limit. */
    public void refused() {
        refused.increment();
    }

    /** Counts an active or waiting replay that was ended for {@code reason} before it had caught up. */
    public void ended(String reason) {
        GatewayMeter.REPLAYS_ENDED.counter(registry, reason).increment();
    }
}
