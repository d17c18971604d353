package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
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
        read = Counter.builder("orderwire.gateway.replayed")
                .description("Orders read from Kafka for subscriptions that begin in the past")
                .register(registry);
        refused = Counter.builder("orderwire.gateway.replays.refused")
                .description("Subscriptions with a start in the past that were refused because of a limit")
                .register(registry);
        Gauge.builder("orderwire.gateway.replays", active, AtomicInteger::get)
                .description("Subscriptions that began in the past and have not caught up")
                .register(registry);
        Gauge.builder("orderwire.gateway.replays.waiting", waiting, AtomicInteger::get)
                .description("Subscriptions with a start in the past that wait until others have caught up")
                .register(registry);
    }

    /** Registers gauges of the limits of active and of waiting replays. */
    public void limit(int most, int mostWaiting) {
        limit("orderwire.gateway.replays.limit", most, "Subscriptions that may be catching up at a time");
        limit(
                "orderwire.gateway.replays.waiting.limit",
                mostWaiting,
                "Subscriptions that may wait for others to catch up");
    }

    private void limit(String name, int most, String description) {
        Gauge.builder(name, () -> most)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    /** Registers gauges of the memory of all replays and of its limit. */
    public void watchMemory(LongSupplier bytes, long most) {
        memory(
                "orderwire.gateway.replays.memory",
                bytes,
                "Approximate memory of subscriptions that have not caught up");
        memory(
                "orderwire.gateway.replays.memory.limit",
                () -> most,
                "Memory limit of subscriptions that have not caught up");
    }

    private void memory(String name, LongSupplier bytes, String description) {
        Gauge.builder(name, bytes, LongSupplier::getAsLong)
                .description(description)
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
    }

    /** Registers a counter of events that were deleted by retention before a replay read them. */
    public void watchLost(SkippedEvents skipped) {
        FunctionCounter.builder("orderwire.gateway.replays.gone", skipped, of -> of.count(Skipped.RETENTION))
                .description("Events that were gone from the topic before a replay read them, counted for each replay")
                .register(registry);
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
        Counter.builder("orderwire.gateway.replays.ended")
                .description("Subscriptions that were ended before they had caught up, by reason")
                .tag("reason", reason)
                .register(registry)
                .increment();
    }
}
