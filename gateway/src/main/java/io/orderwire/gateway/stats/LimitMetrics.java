package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.MeterRegistry;

/** Counts refused requests by the limit that was reached. */
public final class LimitMetrics {
    private final MeterRegistry registry;

    LimitMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts a request that was refused with 429 because of the limit that {@code option} sets. */
    public void reached(String option) {
        GatewayMeter.LIMITED.counter(registry, option).increment();
    }
}
