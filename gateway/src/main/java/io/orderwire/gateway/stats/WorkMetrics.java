package io.orderwire.gateway.stats;

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
        GatewayMeter.WORK.counted(registry, nanos, of -> of.sum() / (double) TimeUnit.SECONDS.toNanos(1));
        GatewayMeter.WORK_USE.gauge(registry, this, WorkMetrics::use);
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
        GatewayMeter.SUBSCRIPTIONS_ENDED.counter(registry, limit).increment();
    }

    /** Counts a subscription that was refused because {@code limit} was exceeded. */
    public void refused(String limit) {
        GatewayMeter.WORK_REFUSED.counter(registry, limit).increment();
    }
}
