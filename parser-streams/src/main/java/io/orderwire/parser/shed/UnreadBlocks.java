package io.orderwire.parser.shed;

/** The offsets of one partition that wait for the thread that parses it. Not thread-safe. */
final class UnreadBlocks {
    private static final long UNKNOWN = -1;

    /** A first block is followed by the end of its transaction. */
    private static final double OFFSETS_OF_A_BLOCK = 2;

    /** Part of the events and offsets observed before that still counts after a block. */
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

    /** The consumer returned records up to that offset. */
    void polled(long offset) {
        polled = offset;
    }

    /** The consumer continues at that offset: what is before it and was not returned is not a record to read. */
    void movedTo(long newPosition) {
        position = newPosition;
    }

    /** All offsets before {@code newEnd} can be read; returns how many have been added since the last call. */
    long endsAt(long newEnd) {
        long added = end == UNKNOWN ? 0 : Math.max(0, newEnd - end);
        end = newEnd;
        return added;
    }

    /** That block is at hand. */
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

    /** Nothing before that offset is wanted. */
    void resumeAt(long offset) {
        next = Math.max(next, offset);
    }

    /** Whether the last block was one that a start position asked for. */
    boolean isReplay() {
        return replay;
    }

    /** Events in each offset, the ends of transactions included. */
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
