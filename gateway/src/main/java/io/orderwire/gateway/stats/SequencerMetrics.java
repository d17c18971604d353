package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Meters of the sequencer: records that it did not pass on as orders, and sequences that it missed. */
public final class SequencerMetrics {
    private final Counter repeated;
    private final Counter unreadable;
    private final Counter unusual;
    private final Counter gaps;
    private final Counter jumps;
    private final Counter jumpedEvents;
    private final Counter forgotten;

    SequencerMetrics(MeterRegistry registry) {
        repeated = GatewayMeter.REPEATED.counter(registry);
        unreadable = GatewayMeter.UNREADABLE.counter(registry);
        unusual = GatewayMeter.UNUSUAL.counter(registry);
        gaps = GatewayMeter.GAPS.counter(registry);
        jumps = GatewayMeter.SEQ_JUMPS.counter(registry);
        jumpedEvents = GatewayMeter.SEQ_JUMPED.counter(registry);
        forgotten = GatewayMeter.SEQ_FORGOTTEN.counter(registry);
    }

    /** Counts an order, or a marker, whose sequences were passed on or reported before. */
    public void repeated() {
        repeated.increment();
    }

    /** Counts an order among several, or a record, that is neither an order nor a gap. */
    public void unreadable() {
        unreadable.increment();
    }

    /** Counts orders that did not have the form of an earlier one. */
    public void unusual(long orders) {
        if (orders > 0) {
            unusual.increment(orders);
        }
    }

    /** Counts a gap report that was passed on. */
    public void gap() {
        gaps.increment();
    }

    /** Counts a range of {@code missing} sequences that no gap marker names. */
    public void jumped(long missing) {
        jumps.increment();
        jumpedEvents.increment(missing);
    }

    /** Counts missing sequences that are no longer remembered: an order with one of them is dropped as a repetition. */
    public void forgotten(long sequences) {
        if (sequences > 0) {
            forgotten.increment(sequences);
        }
    }
}
