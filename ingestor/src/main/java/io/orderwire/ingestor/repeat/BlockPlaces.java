package io.orderwire.ingestor.repeat;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Indexes;
import io.orderwire.ingestor.checkpoint.BlockCounts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the place of each event in its block by counting the events of the last {@link #BLOCKS} blocks. Every by-block line is
 * a whole block. In streaming files a block begins where the number rises or goes back, and its place is known if nothing
 * before it was left out ({@link ReadOrder}); events may come late, after the next block began.
 *
 * <p>If the number goes back, a restarted node may write blocks again. It writes the same events in the same order, so the
 * first event of the block is repeated. Any other event of one of the last blocks is a late one.
 *
 * <p>Allocates nothing for an event. Not thread-safe.
 */
final class BlockPlaces {
    /** Blocks that are known: late events are written within 50 ms, which is one block. */
    static final int BLOCKS = 8;

    /** Count of a block of which events may be missing. */
    private static final int UNKNOWN = Indexes.UNKNOWN;

    /** Count of a block whose first event that was read may not be its first. */
    private static final int HEADLESS = -2;

    private final boolean byBlock;
    private final ReadOrder order = new ReadOrder();
    private final Beginning beginning = new Beginning();
    private final long[] numbers = new long[BLOCKS];
    private final int[] counts = new int[BLOCKS];
    private final long[] firsts = new long[BLOCKS];
    private int size;
    private long last;
    private long begunUpTo;
    private boolean again;
    private int place;

    /** For by-block or for streaming files. */
    BlockPlaces(boolean byBlock) {
        this.byBlock = byBlock;
    }

    /** Continues after {@code lastBlock}, 0 if there is none, with the counts that belong to it. */
    void restore(long lastBlock, BlockCounts state) {
        order.restore(state.stop());
        List<BlockCounts.Block> blocks = state.blocks();
        size = Math.min(BLOCKS, blocks.size());
        for (int at = 0; at < size; at++) {
            BlockCounts.Block block = blocks.get(blocks.size() - size + at);
            numbers[at] = block.number();
            counts[at] = block.count();
            firsts[at] = block.first();
        }
        last = lastBlock;
        begunUpTo = state.begunUpTo();
        again = state.again();
        beginning.resume(size == 0 ? UNKNOWN : firsts[size - 1]);
    }

    /** What {@link #restore} continues from. */
    BlockCounts state() {
        List<BlockCounts.Block> blocks = new ArrayList<>(size);
        for (int at = 0; at < size; at++) {
            blocks.add(new BlockCounts.Block(numbers[at], counts[at], firsts[at]));
        }
        return new BlockCounts(byBlock ? BlockCounts.Stop.NONE : order.stop(), again, begunUpTo, blocks);
    }

    /** Number of the last block, without late ones; 0 if there is none. */
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

    /** Reading goes on there. */
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

    /** An unknown number of events were lost, or passed without their block being known. */
    void lost() {
        if (!byBlock) {
            enter();
            order.lost();
            uncount();
        }
    }

    private void uncount() {
        for (int at = 0; at < size && !byBlock; at++) {
            counts[at] = Math.min(counts[at], UNKNOWN);
        }
    }

    /** A by-block line begins, with its first event. */
    void envelope(long number) {
        if (!byBlock || number < 0) {
            return;
        }
        again = last > 0 && number <= last;
        last = number;
        while (size > 0 && numbers[size - 1] >= number) {
            size--;
        }
        insert(size, number, 0, 0);
    }

    /**
     * Takes the next event of a block.
     *
     * @param head the envelope before it, empty if {@code bytes} hold it
     * @param from where the event or its envelope begins in {@code bytes}
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
            if (size > 0 && number == numbers[size - 1]) {
                stay(bytes, from, to);
            } else {
                rewinds = move(number, head, bytes, from, to);
            }
            order.passed();
        }
        return rewinds;
    }

    private int element(long number) {
        int at = find(number);
        if (at < 0) {
            // Its line was read in part before an earlier version wrote the checkpoint.
            at = insert(-at - 1, number, HEADLESS, 0);
        }
        last = Math.max(last, number);
        return at;
    }

    /** Takes an event of the block with the highest number. */
    private void stay(byte[] bytes, int from, int to) {
        Beginning.Sign sign = beginning.next(bytes, from, to);
        if (sign == Beginning.Sign.AGAIN) {
            counts[size - 1] = Math.min(counts[size - 1], UNKNOWN);
        }
        count(size - 1);
        if (sign == Beginning.Sign.FIRST) {
            place = UNKNOWN;
        }
    }

    /** Takes an event of another block than that with the highest number. */
    private boolean move(long number, byte[] head, byte[] bytes, int from, int to) {
        long first = BlockNumber.eventHash(bytes, from, to);
        int at = find(number);
        boolean rewinds = false;
        if (at >= 0) {
            rewinds = firsts[at] == first;
            if (rewinds) {
                counts[at] = counts[at] == HEADLESS ? HEADLESS : 0;
                size = at + 1;
                last = number;
            }
        } else if (at == -size - 1 && number >= last) {
            boolean begins = order.isSure() && number > begunUpTo || beginsHour(head, bytes, from, to);
            at = insert(size, number, begins ? 0 : HEADLESS, first);
            last = number;
        } else if (at < -1) {
            // All of its events are late. They are complete if nothing was lost since the block before it.
            boolean begins = counts[-at - 2] >= 0;
            at = insert(-at - 1, number, begins ? 0 : HEADLESS, first);
        } else {
            rewinds = true;
            // A late event, if one of the first blocks that were read went before.
            boolean begins = order.isSure() && size == BLOCKS || beginsHour(head, bytes, from, to);
            begunUpTo = begins || size == BLOCKS ? 0 : Math.max(begunUpTo, last);
            size = 0;
            at = insert(0, number, begins ? 0 : HEADLESS, first);
            last = number;
        }
        if (at == size - 1) {
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
        place = Math.max(UNKNOWN, counts[at]);
        if (counts[at] >= 0) {
            counts[at] = counts[at] == Integer.MAX_VALUE - 1 ? UNKNOWN : counts[at] + 1;
        }
    }

    /** Where the block is, or -1 minus where it belongs. */
    private int find(long number) {
        int at = size;
        while (at > 0 && numbers[at - 1] >= number) {
            at--;
            if (numbers[at] == number) {
                return at;
            }
        }
        return -at - 1;
    }

    /** Inserts a block and forgets the lowest one if there is no room; returns where it is. */
    private int insert(int where, long number, int count, long first) {
        int at = where;
        if (size == BLOCKS) {
            at = Math.max(0, at - 1);
            shift(1, 0, at);
        } else {
            shift(at, at + 1, size - at);
            size++;
        }
        numbers[at] = number;
        counts[at] = count;
        firsts[at] = first;
        return at;
    }

    private void shift(int from, int to, int length) {
        System.arraycopy(numbers, from, numbers, to, length);
        System.arraycopy(counts, from, counts, to, length);
        System.arraycopy(firsts, from, firsts, to, length);
    }
}
