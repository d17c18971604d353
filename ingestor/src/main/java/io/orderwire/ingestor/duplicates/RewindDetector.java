package io.orderwire.ingestor.duplicates;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Indexes;
import io.orderwire.ingestor.checkpoint.BlockCounts;
import io.orderwire.ingestor.checkpoint.BlockPlace;
import io.orderwire.ingestor.checkpoint.SequenceState;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.sequence.BlockSequence;
import io.orderwire.ingestor.split.BlockNumber;
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
    private static final byte[] NOTHING = {};

    private final boolean byBlock;
    private final BlockPlaces places;
    private final BlockSequence sequence;
    private final Runnable wentBack;
    private final DuplicateMemory memory;
    private final ReadingPlace at = new ReadingPlace();
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
        at.reading(newFile, newCursor, newTarget);
        places.reading(newFile, newCursor.offset());
        return this;
    }

    /** The hour file before the one that is read next, if it has been read to its end; otherwise null. */
    public void follows(@Nullable HourFile before) {
        places.follows(before);
    }

    /** Keeps the place at which reading stopped, and the losses that were reported since then. */
    private void stopReading(PartitionedBlocks blocks) {
        places.readTo(at.offset());
        if (losses != blocks.losses()) {
            losses = blocks.losses();
            places.lost();
            sequence.lost();
        }
    }

    /** Prepares for events that were already read up to {@code offset} before, and are only remembered. */
    public EventSink learning(HourFile newFile, FileCursor newCursor, long offset) {
        places.readTo(at.offset());
        at.learning(newFile, newCursor, offset);
        places.reading(newFile, newCursor.offset());
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
        byte[] open = at.openHead();
        if (open == null) {
            int events = BlockNumber.eventsFrom(bytes, from, to);
            line(bytes, from, to, position, user, events, BlockNumber.before(events, bytes, from));
        } else if (at.wants(position)) {
            long number = headNumber.of(open);
            int index = follow(number, head, bytes, from, to);
            PartitionedBlocks live = unlessRepeated(number, bytes, from, to);
            if (live != null) {
                live.event(head, bytes, from, to, tail, position, user, index);
            }
        }
    }

    @Override
    public void line(byte[] bytes, int from, int to, long position, byte @Nullable [] user, int events, long number) {
        if (at.wants(position)) {
            int index = follow(number, NOTHING, bytes, from, to);
            PartitionedBlocks live = unlessRepeated(number, bytes, events, to);
            if (live != null) {
                live.event(NOTHING, bytes, from, to, NOTHING, position, user, index);
            }
        }
    }

    /**
     * Begins another pass if the event shows that its block is written again; returns the event's place in the block, which is
     * unknown without a number.
     */
    private int follow(long number, byte[] head, byte[] bytes, int from, int to) {
        if (number < 0) {
            places.lost();
            return Indexes.UNKNOWN;
        }
        boolean again = places.event(number, head, bytes, from, to);
        PartitionedBlocks live = at.target();
        if (again) {
            memory.rewound();
            if (live != null) {
                wentBack.run();
            }
        }
        if (live != null && !byBlock && !sequence.isKnown(number, again, at.file(), at.lineStart())) {
            boolean unrolled = head.length > 0;
            BlockPlace block = unrolled ? at.block(number, head, 0, head.length) : at.block(number, bytes, from, to);
            sequence.line(block, again, live);
        }
        return places.place();
    }

    /** Where the event in {@code [from, to)} goes; null if it is only remembered, or dropped because it is repeated. */
    private @Nullable PartitionedBlocks unlessRepeated(long number, byte[] bytes, int from, int to) {
        PartitionedBlocks live = at.target();
        boolean repeated = number >= 0 && memory.isRepeated(number, bytes, from, to, at.file(), at.lineStart());
        if (repeated && live != null) {
            live.duplicate();
        }
        return repeated ? null : live;
    }

    @Override
    public void oversized(byte[] start, long length, long position) {
        if (!at.wants(position)) {
            return;
        }
        byte[] open = at.openHead();
        long number = open == null ? BlockNumber.of(start, 0, start.length) : headNumber.of(open);
        int index = follow(number, NOTHING, start, 0, start.length);
        PartitionedBlocks live = at.target();
        if (live != null) {
            live.oversized(start, length, position, index);
        }
    }

    @Override
    public void envelope(byte[] head) {
        long number = headNumber.of(head);
        places.envelope(number);
        PartitionedBlocks live = at.target();
        if (byBlock && live != null) {
            line(number, head, 0, head.length, live);
        }
    }

    @Override
    public void withoutEvents(byte[] bytes, int from, int to) {
        PartitionedBlocks live = at.target();
        if (live != null) {
            line(BlockNumber.of(bytes, from, to), bytes, from, to, live);
        }
    }

    private void line(long number, byte[] bytes, int from, int to, PartitionedBlocks live) {
        if (number < 0) {
            sequence.lost();
        } else {
            sequence.line(at.block(number, bytes, from, to), false, live);
        }
    }

    @Override
    public void torn() {
        places.lost();
    }

    @Override
    public void lineRead() {
        PartitionedBlocks live = at.target();
        if (live != null) {
            live.lineRead();
        }
    }

    @Override
    public void emptyLine() {
        PartitionedBlocks live = at.target();
        if (live != null) {
            live.emptyLine();
        }
    }
}
