package io.orderwire.runtime.kafka;

import io.orderwire.runtime.clock.RecordAges;

/** Knows where records stand that are so much newer that old ones are to be shed for them. */
@FunctionalInterface
public interface NewerRecords {
    /** There never are any, and nothing is known. */
    NewerRecords NONE = (partition, offset) -> 0;

    /**
     * Offset in that partition at which to resume instead of at a record that has waited too long to be read.
     *
     * @return 0 when there is none: the record has not waited too long, or is among the newest there are
     */
    long instead(int partition, long offset);

    /** How long the record at that offset could have been read, milliseconds; {@link RecordAges#UNKNOWN} if not known. */
    default long waitedMs(int partition, long offset) {
        return RecordAges.UNKNOWN;
    }
}
