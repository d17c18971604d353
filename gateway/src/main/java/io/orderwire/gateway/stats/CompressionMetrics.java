package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.websocket.deflate.CompressionBudget;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/** Meters of permessage-deflate. */
public final class CompressionMetrics implements CompressionBudget.Tally {
    private final Counter frames;
    private final Counter bytesBefore;
    private final Counter bytesAfter;
    private final LongAdder nanos = new LongAdder();
    private final Map<CompressionBudget.Limit, Counter> skipped = new EnumMap<>(CompressionBudget.Limit.class);

    CompressionMetrics(MeterRegistry registry) {
        frames = GatewayMeter.FRAMES_COMPRESSED.counter(registry);
        bytesBefore = GatewayMeter.COMPRESSION_IN.counter(registry);
        bytesAfter = GatewayMeter.COMPRESSION_OUT.counter(registry);
        GatewayMeter.COMPRESSION.counted(registry, nanos, of -> of.sum() / (double) TimeUnit.SECONDS.toNanos(1));
        for (CompressionBudget.Limit limit : CompressionBudget.Limit.values()) {
            skipped.put(
                    limit,
                    GatewayMeter.COMPRESSION_SKIPPED.counter(
                            registry, limit.name().toLowerCase(Locale.ROOT)));
        }
    }

    @Override
    public void compressed(int before, int after) {
        frames.increment();
        bytesBefore.increment(before);
        bytesAfter.increment(after);
    }

    @Override
    public void took(long more) {
        nanos.add(more);
    }

    @Override
    public void skipped(CompressionBudget.Limit limit) {
        Counter counter = skipped.get(limit);
        if (counter != null) {
            counter.increment();
        }
    }
}
