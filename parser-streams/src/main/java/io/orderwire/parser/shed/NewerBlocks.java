package io.orderwire.parser.shed;

/** Knows where blocks stand that are so much newer that old ones are to be given up for them. */
public interface NewerBlocks {
    /**
     * Offset of the first block in that partition that is to be parsed instead of an old one.
     *
     * @param offset of the old one
     * @param timestampMs when the old one was read by the ingestor, epoch milliseconds
     * @return 0 when there is none: the old one is among the newest there are
     */
    long instead(int partition, long offset, long timestampMs, long nowMs);
}
