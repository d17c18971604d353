package io.orderwire.parser.totals;

/**
 * The numbering of one partition's raw records. The parser's own sequences never restart: if the ingestor's sequences restart,
 * the parser adds a base to them.
 *
 * @param name the ingestor's name of the numbering, or for version 0.1.0 a name made from the raw topic; empty while unknown
 * @param base the parser's sequence minus the ingestor's sequence of the same event
 * @param guessed events whose counts were guessed, because totals were missing
 * @param offset offset of the last raw record handled, or {@link #NO_OFFSET}: the number of unseen records since then bounds
 *     which gaps in the sequences are plausible
 */
public record Numbering(String name, long base, long guessed, long offset) {
    /** No raw record is known to have been handled. */
    public static final long NO_OFFSET = -1;

    /** Before the first block, and for totals of version 0.1.0. */
    public static final Numbering UNKNOWN = new Numbering("", 0, 0, NO_OFFSET);

    /** Key in the store of totals; negative, so that it is not the key of any partition's totals. */
    public static int key(int partition) {
        return -1 - partition;
    }

    /** Converts the numbering to the layout of totals, so that one store holds both and version 0.1.0 can still read it. */
    public PartitionTotals toTotals() {
        ShedBlocks named = name.isEmpty() ? null : new ShedBlocks(0, 0, name, 0);
        return new PartitionTotals(offset + 1, Math.max(0, base), Math.max(0, -base), guessed, named);
    }

    /** Reads {@link #toTotals()}. */
    public static Numbering of(PartitionTotals totals) {
        ShedBlocks named = totals.unreported();
        return new Numbering(
                named == null ? "" : named.fromPos(),
                totals.orders() - totals.deadLetters(),
                totals.shed(),
                totals.seq() - 1);
    }

    /** A copy with another name. */
    public Numbering named(String newName) {
        return new Numbering(newName, base, guessed, offset);
    }

    /** A copy with another name and base. */
    public Numbering begun(String newName, long newBase) {
        return new Numbering(newName, newBase, guessed, offset);
    }

    /** A copy with {@code more} additional guessed events. */
    public Numbering guessed(long more) {
        return new Numbering(name, base, guessed + more, offset);
    }

    /** A copy after the record at {@code newOffset} was handled. */
    public Numbering handled(long newOffset) {
        return new Numbering(name, base, guessed, newOffset);
    }
}
