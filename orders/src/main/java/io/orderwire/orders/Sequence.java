package io.orderwire.orders;

/**
 * Bounds of what a sequence can be. A record beyond them was not written by an ingestor or a parser: believing it would make
 * all later events look like repetitions.
 */
public final class Sequence {
    /**
     * Highest sequence, 2^53 - 1: what every reader of JSON holds exactly. At 315,000 events a second in one partition it is
     * reached after 900 years.
     */
    public static final long MAX = (1L << 53) - 1;

    /**
     * Most events in one raw record. A block is closed at 256 KiB, and a line has at least one byte besides its line feed;
     * twice that leaves room for larger blocks. A jump between two raw records is at most that many events for each offset
     * between them.
     */
    public static final int MOST_IN_RECORD = 1 << 18;

    private Sequence() {}

    /** Whether a sequence can be that. */
    public static boolean isPossible(long seq) {
        return seq >= 1 && seq <= MAX;
    }
}
