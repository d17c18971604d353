package io.orderwire.runtime.kafka;

/** Knows where records stand that are so much newer that old ones are to be given up for them. */
@FunctionalInterface
public interface NewerRecords {
    /** There never are any. */
    NewerRecords NONE = (partition, offset, timestampMs, nowMs) -> 0;

    /**
     * Offset in that partition at which to go on instead of at an old record.
     *
     * @param offset of the old one
     * @param timestampMs when the old one was written, epoch milliseconds
     * @return 0 when there is none: the old one is among the newest there are
     */
    long instead(int partition, long offset, long timestampMs, long nowMs);
}
