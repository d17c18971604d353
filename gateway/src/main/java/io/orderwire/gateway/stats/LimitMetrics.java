package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts which limits refuse requests. */
public final class LimitMetrics {
    private final MeterRegistry registry;

    LimitMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** A request was refused with 429 because of the limit {@code option}. */
    public void reached(String option) {
        Counter.builder("orderwire.gateway.limited")
                .description("Requests refused with 429, by the option that sets the limit")
                .tag("limit", option)
                .register(registry)
                .increment();
    }
}
