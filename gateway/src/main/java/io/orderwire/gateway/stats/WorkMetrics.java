package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Meters of the work that clients cause on the reading thread. */
public final class WorkMetrics {
    private final MeterRegistry registry;
    private final LongAdder nanos = new LongAdder();
    private volatile double use;

    /** Registers the meters. */
    public WorkMetrics(MeterRegistry registry) {
        this.registry = registry;
        FunctionCounter.builder("orderwire.gateway.work", nanos, of -> of.sum() / (double) TimeUnit.SECONDS.toNanos(1))
                .description("Estimated time of the reading thread for matching and sending, for all clients")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("orderwire.gateway.work.use", this, WorkMetrics::use)
                .description("Used part of the work limit of the client, address or token nearest to its limit, 0 to 1;"
                        + " above 1 in debt")
                .strongReference(true)
                .register(registry);
    }

    private double use() {
        return use;
    }

    /** Adds estimated work for clients, nanoseconds. */
    public void worked(long more) {
        nanos.add(more);
    }

    /** Sets the highest used part of a limit among all clients, addresses and tokens: 0 to 1, above 1 in debt. */
    public void highestUse(double share) {
        use = share;
    }

    /** Counts a subscription that was ended because {@code limit} was exceeded. */
    public void ended(String limit) {
        count(
                "orderwire.gateway.subscriptions.ended",
                "Subscriptions ended because their work exceeded a limit",
                limit);
    }

    /** Counts a subscription that was refused because {@code limit} was exceeded. */
    public void refused(String limit) {
        count("orderwire.gateway.work.refused", "Subscriptions refused because work exceeded a limit", limit);
    }

    private void count(String name, String description, String limit) {
        Counter.builder(name)
                .description(description)
                .tag("limit", limit)
                .register(registry)
                .increment();
    }
}
