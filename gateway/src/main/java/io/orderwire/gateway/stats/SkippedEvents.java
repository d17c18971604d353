package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts the events that no client got, by reason. Source and sequencer lose events, and stats report them. */
public final class SkippedEvents {
    private final EnumMap<Skipped, LongAdder> counts = new EnumMap<>(Skipped.class);

    SkippedEvents(MeterRegistry registry) {
        for (Skipped reason : Skipped.values()) {
            LongAdder count = new LongAdder();
            GatewayMeter.SKIPPED.counted(
                    registry, count, LongAdder::sum, reason.name().toLowerCase(Locale.ROOT));
            counts.put(reason, count);
        }
    }

    private LongAdder of(Skipped reason) {
        return Objects.requireNonNull(counts.get(reason));
    }

    /** Counts events that were not passed on to any client. */
    public void add(Skipped reason, long events) {
        of(reason).add(events);
    }

    /** Events counted for a reason since this process started. */
    public long count(Skipped reason) {
        return of(reason).sum();
    }

    /** Events counted since this process started. */
    public long total() {
        return counts.values().stream().mapToLong(LongAdder::sum).sum();
    }
}
