package io.orderwire.ingestor.duplicates;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Indexes;
import io.orderwire.contract.position.Position;
import io.orderwire.ingestor.checkpoint.BlockCounts;
import io.orderwire.ingestor.checkpoint.BlockPlace;
import io.orderwire.ingestor.checkpoint.SequenceState;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.sequence.BlockSequence;
import io.orderwire.ingestor.split.EventSink;
import io.orderwire.ingestor.split.FileCursor;
import org.jspecify.annotations.Nullable;

/**
 * Follows the block numbers of events on their way from the splitter to the partitions, and detects rewinds: block numbers that
 * go back in a file, because a restarted node writes blocks again. Rewinds are counted; if duplicates are dropped, events that
 * repeat earlier ones do not reach the partitions. Also finds the place of each event in its block. Lines without a block
 * number pass unchanged.
 *
 * <p>{@link BlockPlaces} detects a rewind if the number goes back, except for late events, and if a by-block line has the same
 * number as the line before it. The {@link DuplicateMemory} then begins another pass.
 */
public final class RewindDetector implements EventSink {
    private static final HourFile NO_FILE = new HourFile(0, 0, 0);
    private static final byte[] NOTHING = {};

    private final boolean byBlock;
    private final BlockPlaces places;
    private final BlockSequence sequence;
    private final Runnable wentBack;
    private final DuplicateMemory memory;
    private @Nullable PartitionedBlocks target;
    private HourFile file = NO_FILE;
    private FileCursor cursor = new FileCursor(0);
    private long learnTo;
    private final HeadNumber headNumber = new HeadNumber();
    private long losses;

    /**
     * Watches files of the by-block or another shape.
     *
     * @param drop whether to drop repeated events
     * @param wentBack called for each rewind
     */
    public RewindDetector(boolean byBlock, boolean drop, Runnable wentBack) {
        this.byBlock = byBlock;
        this.places = new BlockPlaces(byBlock);
        this.sequence = new BlockSequence(byBlock, System::nanoTime);
        this.memory = new DuplicateMemory(drop);
        this.wentBack = wentBack;
    }

    /** The memory of the blocks that were read. */
    public DuplicateMemory memory() {
        return memory;
    }

    /** Which blocks the node has written, left out and written again. */
    public BlockSequence blockSequence() {
        return sequence;
    }

    /** Prepares for events that are read from that place and go to {@code newTarget}. */
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

    /** Keeps the place at which reading stopped, and the losses that were reported since then. */
    private void stopReading(PartitionedBlocks blocks) {
        places.readTo(cursor.offset());
        if (losses != blocks.losses()) {
            losses = blocks.losses();
            places.lost();
            sequence.lost();
        }
    }

    /** Prepares for events that were already read up to {@code offset} before, and are only remembered. */
    public EventSink learning(HourFile newFile, FileCursor newCursor, long offset) {
        places.readTo(cursor.offset());
        file = newFile;
        cursor = newCursor;
        target = null;
        places.reading(newFile, newCursor.offset());
        learnTo = offset;
        return this;
    }

    /** Resumes after that block, with its counts and the sequence of blocks until then. */
    public void resumeAfter(long block, BlockCounts counts, SequenceState written) {
        places.restore(block, counts);
        sequence.restore(written);
        losses = 0;
    }

    /** Number of the last block that was read, 0 if none was read. */
    public long lastBlock() {
        return places.last();
    }

    /** Head of the last envelope whose events were passed one by one, null if there was none. */
    public byte @Nullable [] lastHead() {
        return headNumber.last();
    }

    /** The state from which to resume, together with {@link #lastBlock}, after the events that {@code blocks} received. */
    public BlockCounts counts(PartitionedBlocks blocks) {
        stopReading(blocks);
        return places.state();
    }

    /** Which blocks the node has written, left out and written again, after what {@code blocks} received. */
    public SequenceState sequence(PartitionedBlocks blocks) {
        stopReading(blocks);
        return sequence.state();
    }

    /** Reports hour files before the one that is read next that were never seen. */
    public void missingHours(Gap gap, PartitionedBlocks blocks) {
        stopReading(blocks);
        sequence.missingHours(gap, blocks);
    }

    @Override
    public void event(byte[] head, byte[] bytes, int from, int to, byte[] tail, long position, byte @Nullable [] user) {
        PartitionedBlocks live = target;
        if (live == null && position >= learnTo) {
            return;
        }
        // An event in the open envelope does not have a head of its own.
        byte[] open = cursor.head();
        int events = open == null ? BlockNumber.eventsFrom(bytes, from, to) : from;
        long number = open == null ? BlockNumber.before(events, bytes, from) : headNumber.of(open);
        int index = Indexes.UNKNOWN;
        if (number < 0) {
            places.lost();
        } else {
            index = follow(number, head, bytes, from, to);
            if (memory.isRepeated(number, bytes, events, to, file, cursor.lineStart())) {
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

    /** Begins another pass if the event shows that its block is written again; returns the event's place in the block. */
    private int follow(long number, byte[] head, byte[] bytes, int from, int to) {
        boolean again = places.event(number, head, bytes, from, to);
        PartitionedBlocks live = target;
        if (again) {
            memory.rewound();
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
        long number = open == null ? BlockNumber.of(start, 0, start.length) : headNumber.of(open);
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
        long number = headNumber.of(head);
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
