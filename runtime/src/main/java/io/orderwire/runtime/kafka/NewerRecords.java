package io.orderwire.runtime.kafka;

import io.orderwire.runtime.clock.RecordAges;

/** Finds the offsets of records that are new enough to shed older records for them. */
@FunctionalInterface
public interface NewerRecords {
    /** Never finds newer records, and does not know how long records have waited. */
    NewerRecords NONE = (partition, offset) -> 0;

    /**
     * Offset in that partition at which to resume instead of at a record that has waited too long to be read.
     *
     * @return 0 if there is no such offset: the record has not waited too long, or is among the newest records
     */
    long instead(int partition, long offset);

    /** For how long the record at that offset could have been read, milliseconds, or {@link RecordAges#UNKNOWN}. */
    default long waitedMs(int partition, long offset) {
        return RecordAges.UNKNOWN;
    }

    /** The same, but never finds newer records, so that nothing is shed. */
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
        };
    }
}
