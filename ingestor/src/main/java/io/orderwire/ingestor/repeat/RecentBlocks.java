package io.orderwire.ingestor.repeat;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.Remembered;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The events of the last {@value #BLOCKS} block numbers, by a hash of their bytes. What a block holds is learned in its first
 * pass; in a later one as many equal events as were known before it are repeated ones, and what is new is learned in turn.
 * So an event that stands twice in its block from the beginning is none.
 *
 * <p>Takes at most {@value #MOST_BYTES} bytes: if that is too little, the lowest blocks are forgotten, which
 * {@link RecentView#reasons()} reports. Not thread-safe, except for the view and the count.
 */
final class RecentBlocks {
    /** How many block numbers back are known: a node makes a snapshot every 10,000 blocks, and resumes from it. */
    static final int BLOCKS = 10_000;

    /** Bound of the memory, all parts included. */
    static final long MOST_BYTES = 256L << 20;

    /** What is accounted in any case: the blocks, the way back, the sorted copy, the places in files. */
    static final long FIXED_BYTES =
            (long) BLOCKS * Block.BYTES + Undo.MOST_BYTES + Disorder.MOST_BYTES + Origins.MOST_BYTES;

    private static final long NONE = -1;

    /** The state at a checkpoint, but for the blocks. */
    record Saved(
            long highest,
            long floor,
            long behind,
            int behindInARow,
            long work,
            Coverage coverage,
            Origins.Saved origins,
            BlockWatch.Place place) {}

    private final BlockTable table = new BlockTable();
    private final Chunks chunks;
    private final int mostKept;
    private final Undo undo;
    private final BlockEvents events;
    private final Origins origins = new Origins();
    private Coverage coverage = Coverage.WHOLE;
    private long highest = NONE;
    private long floor;
    private long behind = NONE;
    private int behindInARow;
    private @Nullable Block last;
    private @Nullable HourFile lastFile;
    private volatile long notCompared;
    private volatile RecentView view = new RecentView(Coverage.WHOLE, NONE, 0, NONE, FIXED_BYTES);

    RecentBlocks() {
        this(MOST_BYTES - FIXED_BYTES);
    }

    /** Remembers hashes in at most {@code hashBytes}. */
    RecentBlocks(long hashBytes) {
        chunks = new Chunks(hashBytes);
        // The rest is for blocks that were forgotten and whose chunks are kept until the commit.
        mostKept = chunks.most() / 8 * 7;
        undo = new Undo(table, chunks);
        events = new BlockEvents(chunks, undo);
    }

    /**
     * Takes note of an event.
     *
     * @param pass changes whenever blocks begin to be written again
     * @return true when it was known before this pass
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
            missed();
            lose(block.number + 1, Coverage.Cause.ORDER);
        }
        if (found != BlockEvents.Found.KNOWN) {
            add(block, hash);
        }
        return found == BlockEvents.Found.KNOWN;
    }

    private @Nullable Block block(long number, long pass, HourFile file, long lineStart) {
        if (number < floor && !isNewBeginning(number)) {
            return null;
        }
        behind = NONE;
        behindInARow = 0;
        if (number > highest) {
            highest = number;
            forgetBelow(window(number));
        }
        if (origins.read(file, number, lineStart)) {
            undo.clear();
            origins.prune(floor);
        }
        Block block = table.get(number);
        if (block == null) {
            block = new Block(number, pass);
            table.set(number, block);
            undo.created(block);
        }
        last = block;
        lastFile = file;
        return block;
    }

    /**
     * A block is too far back to be remembered. When as many of them as are remembered follow each other, the numbers have
     * fallen for good, or a damaged line had a number that was too high: everything is forgotten.
     */
    private boolean isNewBeginning(long number) {
        if (number != behind) {
            behind = number;
            behindInARow++;
        }
        if (behindInARow <= BLOCKS) {
            missed();
            return false;
        }
        forgetBelow(highest + 1);
        origins.clear();
        events.forget();
        highest = NONE;
        floor = 0;
        long window = window(number);
        coverage = Coverage.WHOLE.lost(number, window, window, Coverage.Cause.NUMBERS);
        return true;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // written by the ingestor's thread only
    private void missed() {
        notCompared++;
    }

    /** Number of the lowest block that can be remembered when {@code top} is the highest. */
    static long window(long top) {
        return Math.max(0, top - BLOCKS + 1);
    }

    /** Blocks before {@code from} are not remembered as a whole. */
    private void lose(long from, Coverage.Cause cause) {
        if (from > coverage.from()) {
            coverage = coverage.lost(from, lowest(), window(highest), cause);
        }
    }

    private void forgetBelow(long newFloor) {
        long end = Math.min(newFloor, floor + BLOCKS);
        for (long number = floor; number < end && table.size() > 0; number++) {
            Block block = table.get(number);
            if (block != null) {
                forget(block);
            }
        }
        floor = Math.max(floor, newFloor);
    }

    private void forget(Block block) {
        table.set(block.number, null);
        if (block == last) {
            last = null;
        }
        undo.forgotten(block);
    }

    private void add(Block block, long hash) {
        if (block.count == Disorder.MOST_EVENTS) {
            missed();
            lose(block.number + 1, Coverage.Cause.EVENTS);
            return;
        }
        undo.changing(block);
        if (block.count % Chunks.EVENTS == 0 && !grow(block)) {
            missed();
            return;
        }
        chunks.set(block.last, block.count++, hash);
    }

    /** Links another chunk to a block; false if the block had to be forgotten for it. */
    private boolean grow(Block block) {
        while (table.chunks() >= mostKept && table.size() > 1) {
            forgetLowest();
        }
        if (table.get(block.number) != block) {
            return false;
        }
        int chunk = chunks.allocate();
        if (chunk == Chunks.NONE) {
            undo.clear();
            chunk = chunks.allocate();
        }
        if (chunk == Chunks.NONE) {
            lose(block.number + 1, Coverage.Cause.MEMORY);
            return false;
        }
        if (block.last == Chunks.NONE) {
            block.first = chunk;
        } else {
            chunks.link(block.last, chunk);
        }
        block.last = chunk;
        table.grows();
        return true;
    }

    private void forgetLowest() {
        long lowest = lowest();
        forgetBelow(lowest + 1);
        coverage = coverage.lost(floor, lowest, window(highest), Coverage.Cause.MEMORY);
    }

    /** Number of the lowest block that is remembered, or where it would be. */
    private long lowest() {
        return table.lowest(floor);
    }

    /** Bytes of a file were shed. */
    void shed(HourFile file, long from, long to) {
        origins.shed(file, from, to);
    }

    /** Where in that file the bytes begin that this memory is made of, -1 when there are none. */
    long rememberedFrom(HourFile file) {
        return origins.from(file, floor);
    }

    /** What a checkpoint says of this memory. */
    Remembered remembered() {
        Coverage.Cause cause = coverage.isPartial(window(highest)) ? coverage.cause() : null;
        long first = highest == NONE ? NONE : cause == null ? lowest() : Math.max(coverage.wanted(), window(highest));
        return new Remembered(
                first,
                highest,
                cause == null ? first : coverage.from(),
                cause == null ? "" : cause.option(),
                origins.restartFrom(),
                origins.parts(floor));
    }

    /** A checkpoint of those files is made now; {@code place} is returned by {@link #goBackTo}. */
    void checkpoint(List<FileState> files, BlockWatch.Place place) {
        undo.checkpoint(
                files, new Saved(highest, floor, behind, behindInARow, events.work(), coverage, origins.save(), place));
        publish();
    }

    /** The checkpoint of those files is committed. */
    void committed(List<FileState> files) {
        Saved saved = undo.committed(files);
        if (saved != null) {
            origins.prune(saved.floor);
        }
    }

    /** Goes back to the checkpoint of those files; null when that is not possible, and nothing has changed then. */
    BlockWatch.@Nullable Place goBackTo(List<FileState> files) {
        Saved saved = undo.goBackTo(files);
        if (saved == null) {
            return null;
        }
        highest = saved.highest;
        floor = saved.floor;
        behind = saved.behind;
        behindInARow = saved.behindInARow;
        events.work(saved.work);
        coverage = saved.coverage;
        origins.goBackTo(saved.origins);
        last = null;
        events.forget();
        publish();
        return saved.place;
    }

    /** Forgets everything. */
    void clear() {
        undo.clear();
        table.clear();
        chunks.clear();
        origins.clear();
        events.forget();
        coverage = Coverage.WHOLE;
        highest = NONE;
        floor = 0;
        behind = NONE;
        behindInARow = 0;
        last = null;
        publish();
    }

    /**
     * The files were read again after a restart.
     *
     * @param before what the checkpoint says
     * @param missing the files that could not be read
     * @param lastBlock number of the block read last
     */
    void restored(Remembered before, List<Remembered.Part> missing, long lastBlock) {
        long top = Math.max(before.last(), lastBlock);
        if (top > highest && top > 0) {
            highest = top;
            forgetBelow(window(top));
        }
        if (before.equals(Remembered.NOTHING)) {
            if (lastBlock > 0) {
                long from = table.size() == 0 ? lastBlock + 1 : lowest();
                coverage = Coverage.WHOLE.lost(from, window(highest), window(highest), Coverage.Cause.OFF);
            }
        } else {
            coverage = coverage.readAgain(before, missing, window(highest));
        }
        publish();
    }

    /** What other threads may see of this memory. */
    RecentView view() {
        return view;
    }

    /** How many events were not compared with what was written before; from any thread. */
    long notCompared() {
        return notCompared;
    }

    private void publish() {
        view = new RecentView(coverage, highest, lowest(), behind, FIXED_BYTES + chunks.bytes());
    }
}
