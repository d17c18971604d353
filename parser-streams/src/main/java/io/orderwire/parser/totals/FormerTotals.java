package io.orderwire.parser.totals;

import org.jspecify.annotations.Nullable;

/** Knows the last totals of partitions whose totals are missing from the store, as far as they were published. */
public interface FormerTotals {
    /** Knows nothing. */
    FormerTotals NONE = new FormerTotals() {
        @Override
        public String rawTopic() {
            return "";
        }

        @Override
        public @Nullable Known of(int partition) {
            return null;
        }
    };

    /**
     * The totals that a parser last published of a partition, up to a second before it stopped.
     *
     * @param totals its totals
     * @param numbering its numbering, without the name
     */
    record Known(PartitionTotals totals, Numbering numbering) {
        /** Nothing was published. */
        public static final Known NOTHING = new Known(PartitionTotals.NONE, Numbering.UNKNOWN);
    }

    /** The id of the raw topic, empty if it is not known. A topic that was created again has another id. */
    String rawTopic();

    /** The last known totals; null if no parser ever committed an offset of the partition, so that it had no totals. */
    @Nullable
    Known of(int partition);
}
