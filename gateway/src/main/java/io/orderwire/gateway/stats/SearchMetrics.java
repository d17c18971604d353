package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Meters of searches of recent orders. */
public final class SearchMetrics {
    private final MeterRegistry registry;
    private final Timer searches;
    private final LongAdder truncated = new LongAdder();

    SearchMetrics(MeterRegistry registry) {
        this.registry = registry;
        searches = Timer.builder("orderwire.gateway.searches")
                .description("Searches of recent orders, and the CPU time that they took")
                .register(registry);
        FunctionCounter.builder("orderwire.gateway.searches.cut", truncated, LongAdder::sum)
                .description("Answers that were truncated because gateway.answer.bytes was reached")
                .register(registry);
    }

    /** Counts a search, and records its CPU time. */
    public void searched(long nanos) {
        searches.record(nanos, TimeUnit.NANOSECONDS);
    }

    /** Counts an answer that was truncated because of its length. */
    public void cut() {
        truncated.increment();
    }

    /** Registers gauges of searches that run or wait, of bytes of answers that clients have not taken, and of limits. */
    public void watch(LongSupplier waiting, int mostWaiting, LongSupplier bytes, long mostBytes) {
        gauge("orderwire.gateway.searches.waiting", waiting, "Searches that run or wait");
        gauge("orderwire.gateway.searches.waiting.limit", () -> mostWaiting, "Searches that may run or wait");
        gauge("orderwire.gateway.answers", bytes, "Bytes of the answers that clients have not taken");
        gauge(
                "orderwire.gateway.answers.limit",
                () -> mostBytes,
                "Bytes of answers that clients may have left untaken");
    }

    private void gauge(String name, LongSupplier value, String description) {
        Gauge.builder(name, value, LongSupplier::getAsLong)
                .description(description)
                .strongReference(true)
                .register(registry);
    }
}
