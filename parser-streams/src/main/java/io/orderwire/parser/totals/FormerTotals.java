package io.orderwire.parser.totals;

import org.jspecify.annotations.Nullable;

/** What can be known of a partition whose totals are not in the store. */
public interface FormerTotals {
    /** Nothing. */
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
     * The last that a parser published of a partition, up to a second before it stopped.
     *
     * @param totals its totals
     * @param numbering its numbering, without the name
     */
    record Known(PartitionTotals totals, Numbering numbering) {
        /** Nothing was published. */
        public static final Known NOTHING = new Known(PartitionTotals.NONE, Numbering.UNKNOWN);
    }

    /** Identifies the raw topic, empty if it is not known: a topic that was created again is another one. */
    String rawTopic();

    /** Null if no parser has ever committed an offset of that partition; then there were no totals. */
    @Nullable
    Known of(int partition);
}
