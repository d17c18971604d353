package io.orderwire.parser.shed;

/**
 * What one partition's start passed over because it was too old.
 *
 * @param fromSeq first sequence passed over
 * @param toSeq last one, inclusive
 * @param fromPos position of the first event
 * @param toPos position of the first event after them
 * @param fromMs when the first was read by the ingestor, epoch milliseconds
 * @param toMs when the first after them was
 */
public record Jump(long fromSeq, long toSeq, String fromPos, String toPos, long fromMs, long toMs) {
    /** The same in sequences that are ahead by so many. */
    public Jump ahead(long base) {
        return new Jump(fromSeq + base, toSeq + base, fromPos, toPos, fromMs, toMs);
    }

    static Jump between(BlockHead first, BlockHead landing) {
        return new Jump(
                first.seq(), landing.seq() - 1, first.pos(), landing.pos(), first.timestamp(), landing.timestamp());
    }
}
