package io.orderwire.ingestor.repeat;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Indexes;
import io.orderwire.contract.position.Position;
import io.orderwire.ingestor.checkpoint.BlockCounts;
import io.orderwire.ingestor.checkpoint.BlockPlace;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.Remembered;
import io.orderwire.ingestor.checkpoint.SequenceState;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.sequence.BlockSequence;
import io.orderwire.ingestor.split.EventSink;
import io.orderwire.ingestor.split.FileCursor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches the block numbers on the way to the partitions, and finds the place of each event in its block. A restarted node
 * writes blocks again: numbers that go back are counted, and on demand the events that repeat earlier ones are dropped,
 * before they are numbered. Plain lines tell no block and pass.
 *
 * <p>A pass over the blocks ends where {@link BlockPlaces} finds that blocks are written again: when the number goes back,
 * except for late events, or when a by-block line has the number of the one before.
 */
public final class BlockWatch implements EventSink {
    /** Most bytes of memory for recent blocks. */
    public static final long MOST_REMEMBERED_BYTES = RecentBlocks.MOST_BYTES;

    private static final HourFile NO_FILE = new HourFile(0, 0, 0);
    private static final byte[] NOTHING = {};

    /** Which pass over the blocks it was at a checkpoint. */
    record Place(long pass) {}

    private final boolean byBlock;
    private final BlockPlaces places;
    private final BlockSequence sequence;
    private final Runnable wentBack;
    private final @Nullable RecentBlocks recent;
    private final EventHash hash = new EventHash();
    private @Nullable PartitionedBlocks target;
    private HourFile file = NO_FILE;
    private FileCursor cursor = new FileCursor(0);
    private long learnTo;
    private byte @Nullable [] lastHead;
    private long headNumber;
    private long pass;
    private long losses;

    /**
     * Watches files of the by-block or another shape.
     *
     * @param drop whether to drop what is repeated
     * @param wentBack told each time that a number goes back
     */
    public BlockWatch(boolean byBlock, boolean drop, Runnable wentBack) {
        this.byBlock = byBlock;
        this.places = new BlockPlaces(byBlock);
        this.sequence = new BlockSequence(byBlock, System::nanoTime);
        this.recent = drop ? new RecentBlocks() : null;
        this.wentBack = wentBack;
    }

    /** What follows is read from there and goes to {@code newTarget}. */
    public EventSink reading(HourFile newFile, FileCursor newCursor, PartitionedBlocks newTarget) {
        stopReading(newTarget);
        file = newFile;
        cursor = newCursor;
        target = newTarget;
        places.reading(newFile, newCursor.offset());
        return this;
    }

    /** The hour file before the one that is read next, if it has been read to its end; otherwise null. */
    public void follows(@Nullable HourFile before) {
        places.follows(before);
    }

    /** Takes note of where reading stopped, and of losses that were told since then. */
    private void stopReading(PartitionedBlocks blocks) {
        places.readTo(cursor.offset());
        if (losses != blocks.losses()) {
            losses = blocks.losses();
            places.lost();
            sequence.lost();
        }
    }

    /** What follows had been read up to {@code offset} before, and is only remembered. */
    public EventSink learning(HourFile newFile, FileCursor newCursor, long offset) {
        places.readTo(cursor.offset());
        file = newFile;
        cursor = newCursor;
        target = null;
        places.reading(newFile, newCursor.offset());
        learnTo = offset;
        return this;
    }

    /** Forgets all: what follows is not the continuation of what was read. */
    public void forget() {
        if (recent != null) {
            recent.clear();
        }
    }

    /** Bytes of the file are shed: their events are not remembered, since they were not delivered. */
    public void shed(HourFile ofFile, long from, long to) {
        if (recent != null) {
            recent.shed(ofFile, from, to);
        }
    }

    /** Resumes after that block, with its counts and the sequence of blocks until then. */
    public void goOnAfter(long block, BlockCounts counts, SequenceState written) {
        places.restore(block, counts);
        sequence.restore(written);
        losses = 0;
    }

    /** A checkpoint of those files is made: from now on it is possible to go back to it. */
    public void checkpoint(List<FileState> files) {
        if (recent != null) {
            recent.checkpoint(files, new Place(pass));
        }
    }

    /** The checkpoint of those files is committed; it is not possible to go back to earlier ones any more. */
    public void committed(List<FileState> files) {
        if (recent != null) {
            recent.committed(files);
        }
    }

    /**
     * Goes back to the checkpoint of those files, after a failed transaction.
     *
     * @return false when that is not possible: the files have to be read again
     */
    public boolean goBackTo(List<FileState> files) {
        Place place = recent == null ? null : recent.goBackTo(files);
        if (place == null) {
            return false;
        }
        pass = place.pass;
        return true;
    }

    /** What is remembered, for a checkpoint. */
    public Remembered remembered() {
        return recent == null ? Remembered.NOTHING : recent.remembered();
    }

    /** The files were read again as {@code before} says, but for those that are {@code missing}. */
    public void restored(Remembered before, List<Remembered.Part> missing, long block) {
        if (recent != null) {
            recent.restored(before, missing, block);
        }
    }

    /** Why blocks that are written again are not recognised; from any thread. */
    public List<String> reasons() {
        return recent == null ? List.of() : recent.view().reasons();
    }

    /** Bytes of memory for recent blocks; from any thread. */
    public long rememberedBytes() {
        return recent == null ? 0 : recent.view().bytes();
    }

    /** How many block numbers back are remembered; from any thread. */
    public long rememberedBlocks() {
        return recent == null ? 0 : recent.view().covered();
    }

    /** How many events could not be compared with earlier ones; from any thread. */
    public long notCompared() {
        return recent == null ? 0 : recent.notCompared();
    }

    /** Number of the block read last, 0 when none. */
    public long lastBlock() {
        return places.last();
    }

    /** Head of the last envelope whose events were passed one by one, null when there was none. */
    public byte @Nullable [] lastHead() {
        return lastHead;
    }

    /** What to go on from, together with {@link #lastBlock}, after what {@code blocks} received. */
    public BlockCounts counts(PartitionedBlocks blocks) {
        stopReading(blocks);
        return places.state();
    }

    /** Which blocks the node has written, left out and written again, after what {@code blocks} received. */
    public SequenceState sequence(PartitionedBlocks blocks) {
        stopReading(blocks);
        return sequence.state();
    }

    /** Hour files before the one that is read next were never seen. */
    public void missingHours(Gap gap, PartitionedBlocks blocks) {
        stopReading(blocks);
        sequence.missingHours(gap, blocks);
    }

    /** A file that may hold blocks is passed over. */
    public void passedOver() {
        sequence.lost();
    }

    /** Reports pending gaps, if it is time. */
    public void tick(PartitionedBlocks blocks) {
        sequence.tick(blocks);
    }

    /** Blocks that the node certainly did not write, since the topics were created; from any thread. */
    public long blocksMissing() {
        return sequence.blocksMissing();
    }

    /** How often the node wrote blocks again, since the topics were created; from any thread. */
    public long rewinds() {
        return sequence.rewinds();
    }

    /** True when blocks are remembered. */
    public boolean remembers() {
        return recent != null;
    }

    /** Where in that file the bytes begin that the memory is made of, -1 when there are none. */
    public long rememberedFrom(HourFile ofFile) {
        return recent == null ? -1 : recent.rememberedFrom(ofFile);
    }

    @Override
    public void event(byte[] head, byte[] bytes, int from, int to, byte[] tail, long position, byte @Nullable [] user) {
        PartitionedBlocks live = target;
        if (live == null && position >= learnTo) {
            return;
        }
        // An event in the open envelope has none of its own.
        byte[] open = cursor.head();
        int events = open == null ? BlockNumber.eventsFrom(bytes, from, to) : from;
        long number = open == null ? BlockNumber.before(events, bytes, from) : number(open);
        int index = Indexes.UNKNOWN;
        if (number < 0) {
            places.lost();
        } else {
            index = follow(number, head, bytes, from, to);
            if (recent != null && recent.repeated(number, hash.of(bytes, events, to), pass, file, cursor.lineStart())) {
                if (live != null) {
                    live.duplicate();
                }
                return;
            }
        }
        if (live != null) {
            live.event(head, bytes, from, to, tail, position, user, index);
        }
    }

    private long number(byte[] head) {
        if (head != lastHead) {
            lastHead = head;
            headNumber = BlockNumber.of(head, 0, head.length);
        }
        return headNumber;
    }

    /** Begins another pass if the event shows that its block is written again; returns its place in the block. */
    private int follow(long number, byte[] head, byte[] bytes, int from, int to) {
        boolean again = places.event(number, head, bytes, from, to);
        PartitionedBlocks live = target;
        if (again) {
            pass++;
            if (live != null) {
                wentBack.run();
            }
        }
        if (live != null && !byBlock && !sequence.isKnown(number, again, file, cursor.lineStart())) {
            byte[] envelope = head.length > 0 ? head : bytes;
            sequence.line(
                    place(number, envelope, head.length > 0 ? 0 : from, head.length > 0 ? head.length : to),
                    again,
                    live);
        }
        return places.place();
    }

    private BlockPlace place(long number, byte[] bytes, int from, int to) {
        return new BlockPlace(number, new Position(file, cursor.lineStart()), BlockTime.localMs(bytes, from, to));
    }

    @Override
    public void oversized(byte[] start, long length, long position) {
        PartitionedBlocks live = target;
        if (live == null && position >= learnTo) {
            return;
        }
        byte[] open = cursor.head();
        long number = open == null ? BlockNumber.of(start, 0, start.length) : number(open);
        int index = Indexes.UNKNOWN;
        if (number < 0) {
            places.lost();
        } else {
            index = follow(number, NOTHING, start, 0, start.length);
        }
        if (live != null) {
            live.oversized(start, length, position, index);
        }
    }

    @Override
    public void envelope(byte[] head) {
        long number = number(head);
        places.envelope(number);
        PartitionedBlocks live = target;
        if (byBlock && live != null) {
            line(number, head, 0, head.length, live);
        }
    }

    @Override
    public void withoutEvents(byte[] bytes, int from, int to) {
        PartitionedBlocks live = target;
        if (live != null) {
            line(BlockNumber.of(bytes, from, to), bytes, from, to, live);
        }
    }

    private void line(long number, byte[] bytes, int from, int to, PartitionedBlocks live) {
        if (number < 0) {
            sequence.lost();
        } else {
            sequence.line(place(number, bytes, from, to), false, live);
        }
    }

    @Override
    public void torn() {
        places.lost();
    }

    @Override
    public void lineRead() {
        if (target != null) {
            target.lineRead();
        }
    }

    @Override
    public void emptyLine() {
        if (target != null) {
            target.emptyLine();
        }
    }
}
