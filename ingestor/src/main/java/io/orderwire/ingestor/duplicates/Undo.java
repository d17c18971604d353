package io.orderwire.ingestor.duplicates;

import io.orderwire.ingestor.checkpoint.FileState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes {@link RecentBlocks} back to the last committed checkpoint or a later one, so that the files need not be read again
 * after a failed transaction. Chunks of blocks that were forgotten since then are not reused before the next commit. Bounded:
 * after too many changes it is not possible to go back, and the files must be read again.
 */
final class Undo {
    /**
     * Largest number of checkpoints: the committed one, one that is being committed, the current one, and some that tests
     * create.
     */
    private static final int MOST_STEPS = 16;

    private static final int MOST_CHANGES = 32_768;
    private static final int MOST_BITS = 131_072;

    /**
     * Size of all changes in bytes: an entry and a copied block for each, and both the old and the new array while arrays grow.
     */
    static final long MOST_BYTES =
            MOST_CHANGES * (40L + Block.BYTES) + 5L * MOST_BITS / 2 * (Integer.BYTES + Long.BYTES);

    /** A block before its change; null if it did not exist. Chunks of a forgotten block are kept until the commit. */
    private record Change(long number, @Nullable Block before, boolean forgotten) {}

    /** A checkpoint, and the changes since then. */
    private static final class Step {
        private final List<FileState> files;
        private final SavedBlocks saved;
        private final List<Change> changes = new ArrayList<>();
        private int[] chunks = new int[16];
        private long[] bits = new long[16];
        private int length;

        Step(List<FileState> files, SavedBlocks saved) {
            this.files = files;
            this.saved = saved;
        }

        void add(int chunk, long before) {
            if (length == chunks.length) {
                chunks = Arrays.copyOf(chunks, 2 * length);
                bits = Arrays.copyOf(bits, 2 * length);
            }
            chunks[length] = chunk;
            bits[length++] = before;
        }
    }

    private final BlockTable table;
    private final Chunks chunks;
    private final Deque<Step> steps = new ArrayDeque<>();
    private long stepId;
    private int changes;
    private int bits;
    private int lastChunk = Chunks.NONE;

    Undo(BlockTable table, Chunks chunks) {
        this.table = table;
        this.chunks = chunks;
    }

    /** Adds a checkpoint, so that it is possible to go back to the current state. */
    void checkpoint(List<FileState> files, SavedBlocks saved) {
        if (steps.size() == MOST_STEPS) {
            release(steps.removeFirst());
        }
        steps.addLast(new Step(files, saved));
        begin();
    }

    private void begin() {
        stepId++;
        lastChunk = Chunks.NONE;
    }

    /** Saves a block that is about to change. */
    void changing(Block block) {
        if (block.saved != stepId && !steps.isEmpty()) {
            block.saved = stepId;
            add(new Change(block.number, block.copy(), false));
        }
    }

    /** Records that a block was put into an empty slot. */
    void created(Block block) {
        block.saved = stepId;
        if (!steps.isEmpty()) {
            add(new Change(block.number, null, false));
        }
    }

    /** Frees the chunks of a forgotten block, now or at the next commit. */
    void forgotten(Block block) {
        if (!steps.isEmpty()) {
            add(new Change(block.number, block, true));
        } else if (block.first != Chunks.NONE) {
            chunks.free(block.first, block.last);
        }
    }

    private void add(Change change) {
        steps.getLast().changes.add(change);
        if (++changes >= MOST_CHANGES) {
            clear();
        }
    }

    /** Saves the bits of a chunk, which are about to change. */
    void changing(int chunk, long before) {
        if (chunk != lastChunk && !steps.isEmpty()) {
            lastChunk = chunk;
            steps.getLast().add(chunk, before);
            if (++bits >= MOST_BITS) {
                clear();
            }
        }
    }

    /**
     * Reports that the checkpoint of those files is committed; returns the state that was saved with it, null if it is unknown.
     */
    @Nullable
    SavedBlocks committed(List<FileState> files) {
        Step step = find(files);
        if (step == null) {
            return null;
        }
        while (steps.getFirst() != step) {
            release(steps.removeFirst());
        }
        return step.saved;
    }

    private @Nullable Step find(List<FileState> files) {
        Iterator<Step> newest = steps.descendingIterator();
        while (newest.hasNext()) {
            Step step = newest.next();
            if (step.files == files || step.files.equals(files)) {
                return step;
            }
        }
        return null;
    }

    private void release(Step step) {
        for (Change change : step.changes) {
            Block gone = change.before;
            if (change.forgotten && gone != null && gone.first != Chunks.NONE) {
                chunks.free(gone.first, gone.last);
            }
        }
        changes -= step.changes.size();
        bits -= step.length;
    }

    /**
     * Goes back to the checkpoint of those files; returns the state that was saved with it, null if going back is not possible.
     */
    @Nullable
    SavedBlocks goBackTo(List<FileState> files) {
        Step to = find(files);
        if (to == null) {
            return null;
        }
        while (steps.getLast() != to) {
            undo(steps.removeLast());
        }
        undo(to);
        to.changes.clear();
        to.length = 0;
        begin();
        return to.saved;
    }

    private void undo(Step step) {
        for (int i = step.length - 1; i >= 0; i--) {
            chunks.setTaken(step.chunks[i], step.bits[i]);
        }
        for (int i = step.changes.size() - 1; i >= 0; i--) {
            undo(step.changes.get(i));
        }
        changes -= step.changes.size();
        bits -= step.length;
    }

    private void undo(Change change) {
        Block now = table.get(change.number);
        Block before = change.before;
        if (!change.forgotten && now != null && now.last != (before == null ? Chunks.NONE : before.last)) {
            int kept = before == null ? Chunks.NONE : before.last;
            chunks.free(kept == Chunks.NONE ? now.first : chunks.next(kept), now.last);
            if (kept != Chunks.NONE) {
                chunks.link(kept, Chunks.NONE);
            }
        }
        table.set(change.number, before);
    }

    /** Drops every step, which frees the chunks of forgotten blocks. */
    void clear() {
        steps.forEach(this::release);
        steps.clear();
    }
}
