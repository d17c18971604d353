package io.orderwire.gateway.stats;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Meters of the sequencer: records that it did not pass on as orders, and sequences that it missed. */
public final class SequencerMetrics {
    private final Counter repeated;
    private final Counter unreadable;
    private final Counter gaps;
    private final Counter jumps;
    private final Counter jumpedEvents;
    private final Counter forgotten;

    SequencerMetrics(MeterRegistry registry) {
        Meters meters = new Meters(registry);
        repeated = meters.counter("orderwire.gateway.repeated", "Records ignored because their sequence had been seen");
        unreadable = meters.counter(
                "orderwire.gateway.unreadable", "Records ignored because they are neither an order nor a gap");
        gaps = meters.counter("orderwire.gateway.gaps", "Gap markers passed on");
        jumps = meters.counter(
                "orderwire.gateway.seq.jumps",
                "Jumps in the sequence of a partition that no gap marker explains: dead letters");
        jumpedEvents = meters.counter("orderwire.gateway.seq.jumped", "Sequences left out by those jumps");
        forgotten = meters.counter(
                "orderwire.gateway.seq.forgotten",
                "Sequences left out so long ago that they are not waited for any more");
    }

    /** Counts a record that was seen before. */
    public void repeated() {
        repeated.increment();
    }

    /** Counts a record that is neither an order nor a gap. */
    public void unreadable() {
        unreadable.increment();
    }

    /** Counts a gap that was passed on. */
    public void gap() {
        gaps.increment();
    }

    /** Counts a jump over {@code missing} sequences that no gap names. */
    public void jumped(long missing) {
        jumps.increment();
        jumpedEvents.increment(missing);
    }

    /** Counts left-out sequences that were forgotten, so that they would be taken for repeated ones. */
    public void forgotten(long sequences) {
        if (sequences > 0) {
            forgotten.increment(sequences);
        }
    }
}
