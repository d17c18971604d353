package io.orderwire.parser.shed;

/** The offsets of one partition that wait for the thread that parses it. Not thread-safe. */
final class UnreadBlocks {
    private static final long UNKNOWN = -1;

    /** Assumed for the first block: itself and the end of its transaction. */
    private static final double OFFSETS_OF_A_BLOCK = 2;

    /** Weight of the earlier events and offsets in the average, after each block. */
    private static final double KEPT = 0.9;

    private long next = UNKNOWN;
    private long polled = UNKNOWN;
    private long position = UNKNOWN;
    private long end = UNKNOWN;
    private long lastOffset = UNKNOWN;
    private long lastSeq;
    private double events;
    private double offsets;
    private boolean replay;

    /** Reports that the consumer returned records up to that offset. */
    void polled(long offset) {
        polled = offset;
    }

    /**
     * Reports that the consumer continues at that offset: there are no records to read at earlier offsets, except those that it
     * returned.
     */
    void movedTo(long newPosition) {
        position = newPosition;
    }

    /** Sets the end, before which all offsets can be read; returns how many offsets were added since the last call. */
    long endsAt(long newEnd) {
        long added = end == UNKNOWN ? 0 : Math.max(0, newEnd - end);
        end = newEnd;
        return added;
    }

    /** Begins a block, which is now the current one. */
    void begins(BlockAt block, boolean newReplay) {
        boolean follows = lastOffset != UNKNOWN && block.offset() > lastOffset && block.lastSeq() > lastSeq;
        if (follows) {
            events = events * KEPT + (block.lastSeq() - lastSeq);
            offsets = offsets * KEPT + (block.offset() - lastOffset);
        } else {
            events = block.events();
            offsets = OFFSETS_OF_A_BLOCK;
        }
        lastOffset = block.offset();
        lastSeq = block.lastSeq();
        next = block.offset() + 1;
        replay = newReplay;
    }

    void handled(long offset) {
        next = Math.max(next, offset + 1);
    }

    /** Skips the records before that offset. */
    void resumeAt(long offset) {
        next = Math.max(next, offset);
    }

    /** Whether a start position requested the current block. */
    boolean isReplay() {
        return replay;
    }

    /** Average number of events per offset; the ends of transactions count as offsets. */
    double eventsAnOffset() {
        return offsets == 0 ? 1 : events / offsets;
    }

    /** Offset from which on records may wait: the consumer's position, if all that it returned was handled. */
    long from() {
        return next > polled ? Math.max(next, position) : next;
    }

    /** Number of offsets that wait after the current block. */
    long unread() {
        long from = from();
        return from == UNKNOWN ? 0 : Math.max(0, end - from);
    }
}
