package io.orderwire.ingestor.prune;

import org.jspecify.annotations.Nullable;

/**
 * One partition of the raw topic, and how far the parsers have committed it.
 *
 * @param number the partition
 * @param begin first offset that Kafka still has, looked up before {@code committed}
 * @param end offset after the last record, looked up after the checkpoint was read
 * @param committed offset up to which the parsers' group has committed; null if it has not
 * @param nextSeq next sequence of the checkpoint: 1 if no event of the partition was ever written
 * @param noted offset up to which a parser announced at its start that it sheds records; null if there is no such offset
 */
record RawPartition(
        int number,
        long begin,
        long end,
        @Nullable Long committed,
        long nextSeq,
        @Nullable Long noted) {
    /** Offset of the first record that is not parsed. */
    long next() {
        return committed == null ? 0 : committed;
    }

    /** Whether there are or were records that are not parsed. */
    boolean hasUnparsed() {
        return Math.max(next(), begin) < end;
    }

    String where() {
        return "partition " + number + " at offset " + next() + " of " + end;
    }

    /**
     * Why there may be records that are no longer in the topic and that were neither parsed nor reported; null if there are
     * none.
     */
    @Nullable
    String doubt() {
        if (next() > end) {
            return "partition " + number + ": the parsers committed offset " + next() + ", and the raw topic ends at "
                    + end;
        }
        if (committed == null && nextSeq > 1) {
            return "partition " + number + ": " + (nextSeq - 1)
                    + " events were written, and no parser has committed any";
        }
        if (committed != null && committed.equals(noted)) {
            return "partition " + number + ": a parser skipped records before offset " + committed
                    + " when it started, and has not reported them yet";
        }
        // If only one offset follows the last parsed record, it is the marker that ends the record's transaction: an
        // unparsed record would be followed by another marker.
        boolean markerOnly = begin == next() + 1 && end == begin && next() > 0;
        if (begin > next() && !markerOnly) {
            return "partition " + number + ": raw records from offset " + next() + " to " + begin
                    + " are gone, and the parsers had not committed them";
        }
        return null;
    }
}
