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
        Meters meters = new Meters(registry);
        repeated = meters.counter(
                "orderwire.gateway.repeated", "Orders and gap markers ignored because their sequences had been seen");
        unreadable = meters.counter(
                "orderwire.gateway.unreadable",
                "Orders, and records as a whole, ignored because they are neither orders nor a gap");
        unusual = meters.counter(
                "orderwire.gateway.unusual", "Orders whose form was not that of an earlier one; they take longer");
        gaps = meters.counter("orderwire.gateway.gaps", "Gap markers passed on");
        jumps = meters.counter(
                "orderwire.gateway.seq.jumps",
                "Ranges of sequences of a partition that are missing without a gap marker: mostly dead letters");
        jumpedEvents =
                meters.counter("orderwire.gateway.seq.jumped", "Sequences that are missing without a gap marker");
        forgotten = meters.counter(
                "orderwire.gateway.seq.forgotten",
                "Missing sequences that are no longer remembered, because newer ranges replaced them");
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
