package io.orderwire.ingestor.duplicates;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.Remembered;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the events of the last {@value #BLOCKS} block numbers, by a hash of their bytes. The events of a block are
 * learned in its first pass. In a later pass, each event that was known before the pass matches one equal event, which
 * is a repetition; events without a match are learned. An event that occurs twice in the first pass of its block is
 * therefore not a repetition.
 *
 * <p>Uses at most {@value #MOST_BYTES} bytes: if more are needed, the lowest blocks are forgotten, which {@link
 * RecentView#reasons()} reports. Not thread-safe, except for the view and the count.
 */
final class RecentBlocks {
    /**
     * Number of remembered block numbers: a node makes a snapshot every 10,000 blocks, and resumes from the latest one.
     */
    static final int BLOCKS = 10_000;

    /** Largest memory of all parts, bytes. */
    static final long MOST_BYTES = 256L << 20;

    /** Memory that is always counted, bytes: the block table, the undo log, the sorted copy, the origins in files. */
    static final long FIXED_BYTES =
            (long) BLOCKS * Block.BYTES + Undo.MOST_BYTES + Disorder.MOST_BYTES + Origins.MOST_BYTES;

    private final KeptBlocks kept;
    private final Undo undo;
    private final BlockEvents events;
    private final Origins origins = new Origins();
    private final TooLowBlocks tooLow = new TooLowBlocks();
    private final CoveredBlocks covered;
    private @Nullable Block last;
    private @Nullable HourFile lastFile;
    private volatile RecentView view =
            new RecentView(Coverage.WHOLE, CoveredBlocks.NONE, 0, CoveredBlocks.NONE, FIXED_BYTES);

    RecentBlocks() {
        this(MOST_BYTES - FIXED_BYTES);
    }

    /** Remembers hashes in at most {@code hashBytes}. */
    RecentBlocks(long hashBytes) {
        kept = new KeptBlocks(hashBytes, this::forgotForMemory);
        covered = new CoveredBlocks(kept);
        undo = kept.undo();
        events = new BlockEvents(kept.chunks(), undo);
    }

    /**
     * Remembers an event.
     *
     * @param pass number of the node's pass, which changes whenever the node begins to rewrite blocks
     * @return true if the event was known before this pass
     */
    boolean repeated(long number, long hash, long pass, HourFile file, long lineStart) {
        events.one();
        Block block = last;
        if (block == null || block.number != number || !file.equals(lastFile)) {
            block = block(number, pass, file, lineStart);
            if (block == null) {
                return false;
            }
        }
        if (block.pass != pass) {
            events.begin(block, pass);
        }
        BlockEvents.Found found = block.untaken > 0 ? events.take(block, hash) : BlockEvents.Found.NEW;
        if (found == BlockEvents.Found.NOT_SEARCHED) {
            covered.missed();
            covered.lose(block.number + 1, Coverage.Cause.ORDER);
        }
        if (found != BlockEvents.Found.KNOWN) {
            add(block, hash);
        }
        return found == BlockEvents.Found.KNOWN;
    }

    private @Nullable Block block(long number, long pass, HourFile file, long lineStart) {
        if (number < kept.floor() && !isNewBeginning(number)) {
            return null;
        }
        tooLow.end();
        if (covered.raise(number)) {
            kept.forgetBelow(window(number));
        }
        if (origins.read(file, number, lineStart)) {
            undo.clear();
            origins.prune(kept.floor());
        }
        Block block = kept.getOrCreate(number, pass);
        last = block;
        lastFile = file;
        return block;
    }

    /**
     * Handles a block whose number is too low to be remembered. After more than {@value #BLOCKS} such blocks in a row,
     * the numbers have permanently become lower, or a damaged line had a number that was too high. Then forgets
     * everything and returns true.
     */
    private boolean isNewBeginning(long number) {
        if (!tooLow.add(number)) {
            covered.missed();
            return false;
        }
        kept.forgetBelow(covered.highest() + 1);
        origins.clear();
        events.forget();
        kept.floor(0);
        covered.beginAt(number);
        return true;
    }

    /** Number of the lowest block that can be remembered if {@code top} is the highest. */
    static long window(long top) {
        return Math.max(0, top - BLOCKS + 1);
    }

    private void add(Block block, long hash) {
        KeptBlocks.Added added = kept.add(block, hash);
        if (added != KeptBlocks.Added.YES) {
            covered.missed();
        }
        if (added == KeptBlocks.Added.TOO_MANY_EVENTS) {
            covered.lose(block.number + 1, Coverage.Cause.EVENTS);
        } else if (added == KeptBlocks.Added.NO_MEMORY) {
            covered.lose(block.number + 1, Coverage.Cause.MEMORY);
        }
    }

    private void forgotForMemory(long lowest) {
        covered.forgotForMemory(lowest);
        if (last != null && last.number == lowest) {
            last = null;
        }
    }

    /** Adds a range of bytes of a file that were shed. */
    void shed(HourFile file, long from, long to) {
        origins.shed(file, from, to);
    }

    /** Offset in that file at which reading begins to restore this memory, -1 if no block of it is remembered. */
    long rememberedFrom(HourFile file) {
        return origins.from(file, kept.floor());
    }

    /** The remembered blocks, for a checkpoint. */
    Remembered remembered() {
        return covered.remembered(origins);
    }

    /** Saves the state for a checkpoint of those files; {@link #goBackTo} returns {@code place}. */
    void checkpoint(List<FileState> files, DuplicateMemory.Place place) {
        undo.checkpoint(
                files,
                new SavedBlocks(
                        covered.highest(),
                        kept.floor(),
                        tooLow.save(),
                        events.work(),
                        covered.coverage(),
                        origins.save(),
                        place));
        publish();
    }

    /** Reports that the checkpoint of those files is committed. */
    void committed(List<FileState> files) {
        SavedBlocks saved = undo.committed(files);
        if (saved != null) {
            origins.prune(saved.floor());
        }
    }

    /**
     * Goes back to the checkpoint of those files and returns its place; returns null and changes nothing if that is not
     * possible.
     */
    DuplicateMemory.@Nullable Place goBackTo(List<FileState> files) {
        SavedBlocks saved = undo.goBackTo(files);
        if (saved == null) {
            return null;
        }
        covered.goBackTo(saved.highest(), saved.coverage());
        kept.floor(saved.floor());
        tooLow.goBackTo(saved.tooLow());
        events.work(saved.work());
        origins.goBackTo(saved.origins());
        last = null;
        events.forget();
        publish();
        return saved.place();
    }

    /** Forgets everything. */
    void clear() {
        kept.clear();
        origins.clear();
        events.forget();
        covered.clear();
        tooLow.end();
        last = null;
        publish();
    }

    /**
     * Reports that the files were read again after a restart.
     *
     * @param before the remembered blocks in the checkpoint
     * @param missing the files that could not be read
     * @param lastBlock number of the last block that was read, 0 if no block was read
     */
    void restored(Remembered before, List<Remembered.Part> missing, long lastBlock) {
        long top = Math.max(before.last(), lastBlock);
        if (top > 0 && covered.raise(top)) {
            kept.forgetBelow(window(top));
            last = null;
        }
        covered.restored(before, missing, lastBlock);
        publish();
    }

    /** The part of this memory that other threads may read. */
    RecentView view() {
        return view;
    }

    /** Number of events that were not compared with earlier ones; from any thread. */
    long notCompared() {
        return covered.notCompared();
    }

    private void publish() {
        view = new RecentView(
                covered.coverage(),
                covered.highest(),
                kept.lowest(),
                tooLow.number(),
                FIXED_BYTES + kept.chunks().bytes());
    }
}
