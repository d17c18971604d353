package io.orderwire.contract.position;

/**
 * Bounds of sequences. A record outside them was not written by an ingestor or a parser: accepting it would make all later
 * events look like duplicates.
 */
public final class Sequence {
    /**
     * Highest sequence, 2^53 - 1: every JSON reader represents integers up to this one exactly. At 315,000 events per second,
     * one partition reaches it after 900 years.
     */
    public static final long MAX = (1L << 53) - 1;

    /**
     * Largest number of events in one raw record. A block is closed at 256 KiB, and a line has at least one byte besides its
     * line feed; twice that leaves room for larger blocks. Between two raw records, a sequence advances by at most this many
     * events for each offset between them.
     */
    public static final int MOST_IN_RECORD = 1 << 18;

    private Sequence() {}

    /** Whether a sequence can have that value. */
    public static boolean isPossible(long seq) {
        return seq >= 1 && seq <= MAX;
    }
}
