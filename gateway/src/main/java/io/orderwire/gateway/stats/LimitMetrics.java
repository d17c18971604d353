package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts refused requests by the limit that was reached. */
public final class LimitMetrics {
    private final MeterRegistry registry;

    LimitMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Counts a request that was refused with 429 because of the limit that {@code option} sets. */
    public void reached(String option) {
        Counter.builder("orderwire.gateway.limited")
                .description("Requests refused with 429, by the option that sets the limit")
                .tag("limit", option)
                .register(registry)
                .increment();
    }
}
