package io.orderwire.ingestor.duplicates;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Indexes;
import io.orderwire.ingestor.checkpoint.BlockCounts;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place of each event in its block by counting the events of the last {@link CountedBlocks#MOST} blocks. Every
 * by-block line is a whole block. In streaming files, a block begins where the number increases or goes back, and the places of
 * its events are known if no bytes before them were left out ({@link ReadOrder}); events may come late, after the next block
 * began.
 *
 * <p>If the number goes back, a restarted node may write blocks again. It writes the same events in the same order, so the
 * first event of the block is repeated. Any other event of one of the last blocks is late.
 *
 * <p>Does not allocate for an event. Not thread-safe.
 */
final class BlockPlaces {
    private static final int UNKNOWN = Indexes.UNKNOWN;
    private static final int HEADLESS = CountedBlocks.HEADLESS;

    private final boolean byBlock;
    private final ReadOrder order = new ReadOrder();
    private final Beginning beginning = new Beginning();
    private final CountedBlocks counted = new CountedBlocks();
    private long last;
    private long begunUpTo;
    private boolean again;
    private int place;

    /** For by-block or for streaming files. */
    BlockPlaces(boolean byBlock) {
        this.byBlock = byBlock;
    }

    /** Continues after {@code lastBlock}, which is 0 if no block was read, with the counts that belong to it. */
    void restore(long lastBlock, BlockCounts state) {
        order.restore(state.stop());
        counted.restore(state.blocks());
        last = lastBlock;
        begunUpTo = state.begunUpTo();
        again = state.again();
        int size = counted.size();
        beginning.resume(size == 0 ? UNKNOWN : counted.first(size - 1));
    }

    /** The state from which {@link #restore} continues. */
    BlockCounts state() {
        return new BlockCounts(byBlock ? BlockCounts.Stop.NONE : order.stop(), again, begunUpTo, counted.state());
    }

    /** Number of the last block, ignoring late events; 0 if no block was read. */
    long last() {
        return last;
    }

    /** Place of the event that was read last, or {@link Indexes#UNKNOWN}. */
    int place() {
        return place;
    }

    /** The hour file before the one that is read next, if it has been read to its end; otherwise null. */
    void follows(@Nullable HourFile before) {
        order.follows(before);
    }

    /** Reading resumes there. */
    void reading(HourFile file, long offset) {
        order.reading(file, offset);
    }

    /** Reading stopped there. */
    void readTo(long offset) {
        if (order.hasPassed(offset)) {
            enter();
            order.readTo(offset);
        }
    }

    private void enter() {
        if (order.enter()) {
            uncount();
        }
    }

    /** Reports that an unknown number of events were lost, or were passed on without knowing their block. */
    void lost() {
        if (!byBlock) {
            enter();
            order.lost();
            uncount();
        }
    }

    private void uncount() {
        if (!byBlock) {
            counted.uncountAll();
        }
    }

    /** Begins a by-block line, with its first event. */
    void envelope(long number) {
        if (!byBlock || number < 0) {
            return;
        }
        again = last > 0 && number <= last;
        last = number;
        int size = counted.size();
        while (size > 0 && counted.number(size - 1) >= number) {
            size--;
        }
        counted.truncate(size);
        counted.insert(size, number, 0, 0);
    }

    /**
     * Adds the next event of a block.
     *
     * @param head the envelope before it, empty if {@code bytes} contain it
     * @param from index at which the event or its envelope begins in {@code bytes}
     * @return true if the block is being written again and this is the first sign of it
     */
    boolean event(long number, byte[] head, byte[] bytes, int from, int to) {
        boolean rewinds = false;
        if (byBlock) {
            rewinds = again;
            again = false;
            count(element(number));
        } else {
            enter();
            int size = counted.size();
            if (size > 0 && number == counted.number(size - 1)) {
                stay(bytes, from, to);
            } else {
                rewinds = move(number, head, bytes, from, to);
            }
            order.passed();
        }
        return rewinds;
    }

    private int element(long number) {
        int at = counted.find(number);
        if (at < 0) {
            // An earlier version wrote the checkpoint, in the middle of the block's line.
            at = counted.insert(-at - 1, number, HEADLESS, 0);
        }
        last = Math.max(last, number);
        return at;
    }

    /** Adds an event of the block with the highest number. */
    private void stay(byte[] bytes, int from, int to) {
        Beginning.Sign sign = beginning.next(bytes, from, to);
        int highest = counted.size() - 1;
        if (sign == Beginning.Sign.AGAIN) {
            counted.uncount(highest);
        }
        count(highest);
        if (sign == Beginning.Sign.FIRST) {
            place = UNKNOWN;
        }
    }

    /** Adds an event of another block than the one with the highest number. */
    private boolean move(long number, byte[] head, byte[] bytes, int from, int to) {
        long first = EventHash.ofEvent(bytes, from, to);
        int at = counted.find(number);
        boolean rewinds = false;
        if (at >= 0) {
            rewinds = counted.first(at) == first;
            if (rewinds) {
                counted.recount(at);
                counted.truncate(at + 1);
                last = number;
            }
        } else if (at == -counted.size() - 1 && number >= last) {
            boolean begins = order.isSure() && number > begunUpTo || beginsHour(head, bytes, from, to);
            at = counted.insert(counted.size(), number, begins ? 0 : HEADLESS, first);
            last = number;
        } else if (at < -1) {
            // All of its events are late. They are complete if nothing was lost since the block before it.
            boolean begins = counted.count(-at - 2) >= 0;
            at = counted.insert(-at - 1, number, begins ? 0 : HEADLESS, first);
        } else {
            rewinds = true;
            // Instead of a rewind, this may be a late event of a block before the first ones that were read.
            boolean begins = order.isSure() && counted.isFull() || beginsHour(head, bytes, from, to);
            begunUpTo = begins || counted.isFull() ? 0 : Math.max(begunUpTo, last);
            counted.truncate(0);
            at = counted.insert(0, number, begins ? 0 : HEADLESS, first);
            last = number;
        }
        if (at == counted.size() - 1) {
            beginning.begin(first, bytes, from, to);
        }
        count(at);
        return rewinds;
    }

    private boolean beginsHour(byte[] head, byte[] bytes, int from, int to) {
        HourFile hour = order.beginningHour();
        return hour != null
                && (head.length > 0
                        ? BlockTime.isSince(hour, head, 0, head.length)
                        : BlockTime.isSince(hour, bytes, from, to));
    }

    private void count(int at) {
        place = Math.max(UNKNOWN, counted.count(at));
        counted.countOne(at);
    }
}
