package io.orderwire.gateway.stats;

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
        searches = GatewayMeter.SEARCHES.timer(registry);
        GatewayMeter.SEARCHES_CUT.counted(registry, truncated, LongAdder::sum);
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
        GatewayMeter.SEARCHES_WAITING.gauge(registry, waiting, LongSupplier::getAsLong);
        GatewayMeter.SEARCHES_WAITING_LIMIT.constant(registry, mostWaiting);
        GatewayMeter.ANSWERS.gauge(registry, bytes, LongSupplier::getAsLong);
        GatewayMeter.ANSWERS_LIMIT.constant(registry, mostBytes);
    }
}
