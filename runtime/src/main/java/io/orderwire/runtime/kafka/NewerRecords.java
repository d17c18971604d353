package io.orderwire.runtime.kafka;

import io.orderwire.runtime.clock.RecordAges;

/** Finds offsets of records that are so new that older records are shed to reach them. */
@FunctionalInterface
public interface NewerRecords {
    /** Stands for the time of an end that was not seen yet. */
    long NEVER = Long.MIN_VALUE;

    /** Never finds newer records, and does not know how long records have waited. */
    NewerRecords NONE = (partition, offset) -> 0;

    /**
     * The offset in that partition at which to resume instead of reading a record that has waited too long.
     *
     * @return 0 if there is no such offset: the record has not waited too long, or is among the newest records
     */
    long instead(int partition, long offset);

    /** For how long the record at that offset could have been read, milliseconds, or {@link RecordAges#UNKNOWN}. */
    default long waitedMs(int partition, long offset) {
        return RecordAges.UNKNOWN;
    }

    /** Like {@link #waitedMs}, but never negative: if the time is not known, a lower bound of it. */
    default long waitedAtLeastMs(int partition, long offset) {
        return Math.max(0, waitedMs(partition, offset));
    }

    /** The partition's end as last seen: all records before it can be read. 0 if none was seen yet. */
    default long end(int partition) {
        return 0;
    }

    /** When that end was seen, monotonic nanoseconds, or {@link #NEVER}. */
    default long endSeenNanos(int partition) {
        return NEVER;
    }

    /** A copy that never finds newer records, so that nothing is shed. */
    default NewerRecords withoutShedding() {
        NewerRecords all = this;
        return new NewerRecords() {
            @Override
            public long instead(int partition, long offset) {
                return 0;
            }

            @Override
            public long waitedMs(int partition, long offset) {
                return all.waitedMs(partition, offset);
            }

            @Override
            public long waitedAtLeastMs(int partition, long offset) {
                return all.waitedAtLeastMs(partition, offset);
            }

            @Override
            public long end(int partition) {
                return all.end(partition);
            }

            @Override
            public long endSeenNanos(int partition) {
                return all.endSeenNanos(partition);
            }
        };
    }
}
