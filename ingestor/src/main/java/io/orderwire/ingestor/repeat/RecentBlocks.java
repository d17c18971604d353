package io.orderwire.ingestor.repeat;

import io.orderwire.orders.HourFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The events of the last blocks, by a hash of their bytes. What a block holds is learned in its first pass; in a later
 * one as many equal events as were known before it are repeated ones, and what is new is learned in turn. So an event
 * that stands twice in its block from the beginning is none.
 */
final class RecentBlocks {
    /** How many block numbers back are known. */
    static final int BLOCKS = 2_000;

    /** Most events remembered, 8 bytes each: the busiest hour wrote 1,500 a block. */
    private static final int MAX_EVENTS = 4_000_000;

    private record Mark(HourFile file, long lineStart) {}

    private static final class Block {
        private final List<Mark> marks = new ArrayList<>(1);
        private long[] hashes = new long[64];
        private int count;
        private int known;
        private long pass;
        private @Nullable BitSet taken;

        void add(long hash) {
            if (count == hashes.length) {
                hashes = Arrays.copyOf(hashes, 2 * count);
            }
            hashes[count++] = hash;
        }

        boolean take(long hash, BitSet from) {
            for (int i = 0; i < known; i++) {
                if (hashes[i] == hash && !from.get(i)) {
                    from.set(i);
                    return true;
                }
            }
            return false;
        }
    }

    private final TreeMap<Long, Block> blocks = new TreeMap<>();
    private long highest;
    private int events;
    private @Nullable Block last;
    private long lastNumber = -1;

    /**
     * Takes note of an event.
     *
     * @param pass changes whenever blocks begin to be written again
     * @return true when it was known before this pass
     */
    boolean repeated(long number, long hash, long pass, HourFile file, long lineStart) {
        if (number <= highest - BLOCKS) {
            return false;
        }
        Block block = last != null && lastNumber == number ? last : blocks.get(number);
        if (block == null) {
            block = new Block();
            block.pass = pass;
            block.marks.add(new Mark(file, lineStart));
            blocks.put(number, block);
            highest = Math.max(highest, number);
        } else if (block.pass != pass) {
            block.pass = pass;
            block.known = block.count;
            block.taken = new BitSet(block.count);
            block.marks.add(new Mark(file, lineStart));
        }
        last = block;
        lastNumber = number;
        BitSet taken = block.taken;
        if (taken != null && block.take(hash, taken)) {
            return true;
        }
        block.add(hash);
        events++;
        forgetOld();
        return false;
    }

    private void forgetOld() {
        while (blocks.size() > 1 && (blocks.firstKey() <= highest - BLOCKS || events > MAX_EVENTS)) {
            Map.Entry<Long, Block> oldest = blocks.pollFirstEntry();
            events -= oldest.getValue().count;
            if (oldest.getValue() == last) {
                last = null;
            }
        }
    }

    /** Where in that file the bytes begin that this memory is made of, -1 when there are none. */
    long rememberedFrom(HourFile file) {
        long from = -1;
        for (Block block : blocks.values()) {
            for (Mark mark : block.marks) {
                if (mark.file.equals(file) && (from < 0 || mark.lineStart < from)) {
                    from = mark.lineStart;
                }
            }
        }
        return from;
    }

    void clear() {
        blocks.clear();
        highest = 0;
        events = 0;
        last = null;
    }
}
