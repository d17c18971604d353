package io.orderwire.parser.totals;

import org.jspecify.annotations.Nullable;

/** Provides the last published totals of partitions whose totals are missing in the store. */
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
     * The totals of a partition that a parser published last. It publishes them once a second.
     *
     * @param totals its totals
     * @param numbering the partition's numbering, without the name
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
