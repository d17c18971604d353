package io.orderwire.parser.shed;

/**
 * The blocks that were shed at a start in one partition because they were too old.
 *
 * @param fromSeq first sequence shed
 * @param toSeq last one, inclusive
 * @param fromPos position of the first event
 * @param toPos position of the first event after them
 * @param fromMs when the first was read by the ingestor, epoch milliseconds
 * @param toMs when the first after them was read by the ingestor, epoch milliseconds
 */
public record StartGap(long fromSeq, long toSeq, String fromPos, String toPos, long fromMs, long toMs) {
    /** A copy with sequences that are ahead by {@code base}. */
    public StartGap ahead(long base) {
        return new StartGap(fromSeq + base, toSeq + base, fromPos, toPos, fromMs, toMs);
    }

    static StartGap between(BlockHead first, BlockHead next) {
        return new StartGap(first.seq(), next.seq() - 1, first.pos(), next.pos(), first.timestamp(), next.timestamp());
    }
}
