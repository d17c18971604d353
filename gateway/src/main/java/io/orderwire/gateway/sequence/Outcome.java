package io.orderwire.gateway.sequence;

import io.orderwire.gateway.protocol.Cursor.Range;
import java.util.List;

/**
 * The decision on a record. {@link Rules} decides it from the state before the record and changes nothing; {@link Delivery}
 * sends the reports from that same state, so that the cursors of their frames are before this record, and only then applies
 * the outcome. An order that follows in sequence has a constant outcome: it allocates nothing.
 */
sealed interface Outcome {
    /** Outcomes that need nothing but the record. */
    enum Plain implements Outcome {
        /** The order has the next sequence and is passed on. */
        PASSED,
        /** The sequences were passed on or reported before. */
        REPEATED
    }

    /** The order is passed on after the sequences before it have been accounted for. */
    record Ahead(long seq, Missing before) implements Outcome {}

    /** The numbering has begun again before this order, which is passed on after a loss before it was reported. */
    record Restarted(long seq, Missing before) implements Outcome {}

    /** The order was left out and higher ones were passed on: it is passed on as a late one. */
    record Late(long seq) implements Outcome {}

    /** The order was reported as lost before it was read; it is counted. */
    record AfterReport(long seq) implements Outcome {}

    /**
     * A marker reports sequences as lost.
     *
     * @param before the sequences that are missing before the marker; used only if the marker ends after the last sequence
     * @param parts those of its sequences that were neither passed on nor reported, ascending
     */
    record Lost(Marker marker, Range named, Missing before, List<Range> parts) implements Outcome {
        /** Copies the parts. */
        public Lost {
            parts = List.copyOf(parts);
        }
    }

    /** A marker without sequences is passed on. */
    record Notice(String json) implements Outcome {}

    /** The record is held back until a later one confirms or refutes it. */
    record Held(Doubt doubt) implements Outcome {}

    /** No parser can have written the record. */
    record Foreign(String reason) implements Outcome {}
}
