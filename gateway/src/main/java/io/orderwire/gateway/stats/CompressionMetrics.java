package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
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
        frames = Counter.builder("orderwire.gateway.frames.compressed")
                .description("Frames compressed, each counted once for all clients that receive it")
                .register(registry);
        bytesBefore = Counter.builder("orderwire.gateway.compression.in.bytes")
                .description("Bytes of the compressed frames before compression")
                .register(registry);
        bytesAfter = Counter.builder("orderwire.gateway.compression.out.bytes")
                .description("Bytes of the compressed frames after compression")
                .register(registry);
        FunctionCounter.builder(
                        "orderwire.gateway.compression", nanos, of -> of.sum() / (double) TimeUnit.SECONDS.toNanos(1))
                .description("Time that compression took on the I/O threads")
                .baseUnit("seconds")
                .register(registry);
        for (CompressionBudget.Limit limit : CompressionBudget.Limit.values()) {
            skipped.put(
                    limit,
                    Counter.builder("orderwire.gateway.compression.skipped")
                            .description(
                                    "Frames sent uncompressed because compression exceeded a limit, counted for each"
                                            + " client")
                            .tag("limit", limit.name().toLowerCase(Locale.ROOT))
                            .register(registry));
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
