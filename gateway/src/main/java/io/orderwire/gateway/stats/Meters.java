package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/** Registers meters of the gateway. */
final class Meters {
    private static final String FAILURES = "orderwire.gateway.failures";
    private static final String OF_FAILURES =
            "Unforeseen failures of the gateway: clients that were closed for one, records that were skipped, messages"
                    + " to many clients that were not sent";

    private final MeterRegistry registry;

    Meters(MeterRegistry registry) {
        this.registry = registry;
    }

    Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    void gauge(String name, IntSupplier value, String description) {
        Gauge.builder(name, value, IntSupplier::getAsInt)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    void bytes(String name, LongSupplier value, String description) {
        Gauge.builder(name, value, LongSupplier::getAsLong)
                .description(description)
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry);
    }

    /** Unforeseen failures of a {@code client} or a {@code broadcast}. */
    Counter failures(String of) {
        return Counter.builder(FAILURES).description(OF_FAILURES).tag("of", of).register(registry);
    }

    /** Those of records. */
    void failures(FailedRecords records) {
        FunctionCounter.builder(FAILURES, records, FailedRecords::count)
                .description(OF_FAILURES)
                .tag("of", "record")
                .register(registry);
    }
}
