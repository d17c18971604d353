package io.orderwire.ingestor.sequence;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.position.Sequence;
import io.orderwire.ingestor.checkpoint.BlockPlace;
import io.orderwire.ingestor.checkpoint.SequenceState;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds blocks that the node left out or wrote again. A by-block file has a line for every block, so each number left out is a
 * missing block. In a streaming file, blocks without events are left out; blocks are possibly missing if more are left out than
 * {@link LeftOutBound} allows. After bytes that Orderwire lost, numbers left out do not prove anything.
 *
 * <p>A number that differs more than a restart of the node explains may be damaged: it counts once the next line confirms it.
 *
 * <p>Not thread-safe, except for the counts.
 */
public final class BlockSequence {
    /** A number that differs by more than this is accepted only if the next line continues from it. */
    static final long FAR = 100_000;

    private static final int CONTINUES = 16;

    /** A number that is ahead by more than this may be damaged: then the next line continues from the number before it. */
    private static final long SUSPICIOUS = 1_000;

    /** Events of blocks before the first block that was read may be late by this many blocks. */
    private static final int LATE = 2;

    private static final long NONE = -1;
    private static final HourFile NO_FILE = new HourFile(0, 0, 0);

    /** The state before a number that may be damaged. */
    private record Undo(BlockPlace last, long top, @Nullable Gap gap) {}

    private final boolean byBlock;
    private final LeftOutBound bound = new LeftOutBound();
    private final NodeGaps gaps;
    private final MissingBlocks missing;
    private long first = NONE;
    private long last = NONE;
    private HourFile lastFile = NO_FILE;
    private long lastOffset;
    private long lastMs = BlockPlace.UNKNOWN;
    private boolean unsure;
    private @Nullable BlockPlace far;
    private long top;
    private long backFrom = NONE;
    private long ignored = NONE;
    private @Nullable Undo undo;
    private final UnseenHours unseen = new UnseenHours();
    private volatile long rewinds;

    /** For by-block or for streaming files; {@code nanoTime} is the clock for the rate at which gaps are reported. */
    public BlockSequence(boolean byBlock, LongSupplier nanoTime) {
        this.byBlock = byBlock;
        this.gaps = new NodeGaps(nanoTime);
        this.missing = new MissingBlocks(byBlock, bound, gaps);
    }

    /** Continues from a checkpoint. */
    public void restore(SequenceState state) {
        SequenceState.Place before = state.place();
        BlockPlace place = before.last();
        last = place == null ? NONE : place.number();
        lastFile = place == null ? NO_FILE : place.position().file();
        lastOffset = place == null ? 0 : place.position().offset();
        lastMs = place == null ? BlockPlace.UNKNOWN : place.ms();
        unsure = before.unsure();
        far = before.far();
        top = Math.max(before.top(), last);
        backFrom = before.backFrom();
        ignored = NONE;
        undo = null;
        unseen.restore(state.gaps().hours());
        first = NONE;
        bound.restore(
                state.leftOut().most(),
                state.leftOut().formerMost(),
                state.leftOut().blocks());
        missing.restore(state.gaps().open(), state.counts().blocksMissing());
        gaps.restore(state.gaps().pending());
        rewinds = state.counts().rewinds();
    }

    /** The state from which {@link #restore} continues. */
    public SequenceState state() {
        return new SequenceState(
                new SequenceState.Place(last == NONE ? null : lastPlace(), Math.max(0, top), backFrom, unsure, far),
                new SequenceState.LeftOut(bound.most(), bound.formerMost(), bound.blocks()),
                new SequenceState.Gaps(missing.open(), gaps.state(), unseen.gap()),
                null,
                new SequenceState.Counts(missing.count(), rewinds));
    }

    private BlockPlace lastPlace() {
        return new BlockPlace(last, new Position(lastFile, lastOffset), lastMs);
    }

    /**
     * Whether the block is the last or an ignored one, so that its event does not change the sequence, but only its last place.
     */
    public boolean isKnown(long number, boolean again, HourFile file, long offset) {
        if (byBlock || again || far != null || unseen.gap() != null) {
            return false;
        }
        if (number == last) {
            lastFile = file;
            lastOffset = offset;
            return true;
        }
        return number == ignored;
    }

    /** Reports that Orderwire lost an unknown number of blocks, or passed them on without knowing their numbers. */
    public void lost() {
        unsure = last != NONE;
        far = null;
        undo = null;
        ignored = NONE;
    }

    /** Reports hour files between the last line and the next one that were never seen. */
    public void missingHours(Gap gap, PartitionedBlocks target) {
        unseen.report(gap, last != NONE, target);
    }

    /**
     * Adds the next line, which is of that block.
     *
     * @param again whether the events show that the block is written again; in by-block files the number shows it
     */
    public void line(BlockPlace at, boolean again, PartitionedBlocks target) {
        long number = at.number();
        if (number > Sequence.MAX) {
            // The number is damaged: neither a checkpoint nor a gap could hold it.
            lost();
            return;
        }
        BlockPlace candidate = far;
        far = null;
        if (last == NONE) {
            first = number;
            top = number;
            goTo(at);
        } else if (Math.abs(number - last) <= FAR) {
            step(at, byBlock ? number <= last : again, at, target);
        } else if (candidate != null && number >= candidate.number() && number - candidate.number() <= CONTINUES) {
            step(candidate, candidate.number() <= last, at, target);
            top = last;
            if (number > candidate.number()) {
                step(at, false, at, target);
            }
        } else {
            far = at;
        }
    }

    private void goTo(BlockPlace at) {
        last = at.number();
        lastFile = at.position().file();
        lastOffset = at.position().offset();
        lastMs = at.ms();
        unsure = false;
        backFrom = NONE;
        ignored = NONE;
    }

    private void step(BlockPlace block, boolean again, BlockPlace at, PartitionedBlocks target) {
        long number = block.number();
        takeBackFarNumber(number, target);
        // The node may have written blocks to hour files that were never read.
        unsure |= unseen.provesNothing(number - last - 1 <= (byBlock ? 0 : bound.value()), target);
        boolean late = missing.fill(number, target);
        if (number > last) {
            advance(block, target);
        } else if (late || isBeforeFirst(number) || isInFormerFile(at)) {
            if (again) {
                backFrom = backFrom == NONE ? number : Math.min(backFrom, number);
            }
            ignored = number;
        } else if (again || backFrom != NONE) {
            rewinds = Math.min(Sequence.MAX, rewinds + 1);
            long from = backFrom == NONE ? number : Math.min(backFrom, number);
            gaps.report(NodeGaps.gap(Gap.Reason.REWIND, from, last, lastPlace(), at), target);
            goTo(block);
        } else {
            ignored = number;
        }
    }

    private void advance(BlockPlace block, PartitionedBlocks target) {
        long number = block.number();
        // Blocks up to the highest number were written, or are already reported.
        long leftOut = number - top - 1;
        Undo before = leftOut > SUSPICIOUS ? new Undo(lastPlace(), top, null) : null;
        boolean areMissing = leftOut >= 0 && !unsure && (byBlock ? leftOut > 0 : bound.exceeds(leftOut));
        if (areMissing) {
            Gap gap = missing.report(top + 1, lastPlace(), block, target);
            before = before == null ? null : new Undo(before.last, before.top, gap);
        }
        undo = before;
        top = Math.max(top, number);
        missing.passed(number);
        goTo(block);
    }

    /** If the line after a far number continues from the numbers before it, the far number was damaged. */
    private void takeBackFarNumber(long number, PartitionedBlocks target) {
        Undo before = undo;
        undo = null;
        if (before == null || number <= before.last.number() || number - before.last.number() > CONTINUES) {
            return;
        }
        Gap gap = before.gap;
        if (gap != null) {
            missing.withdraw(gap, target);
        }
        goTo(before.last);
        top = before.top;
    }

    /** A file that appears late or grows late holds blocks of its own hour. */
    private boolean isInFormerFile(BlockPlace at) {
        return at.position().file().compareTo(lastFile) < 0;
    }

    private boolean isBeforeFirst(long number) {
        return number < first && first - number <= LATE && last - first < LATE;
    }

    /** Reports pending gaps if the rate permits it; to be called at intervals. */
    public void tick(PartitionedBlocks target) {
        gaps.tick(target);
    }

    /** Number of blocks that are certainly missing, since the topics were created; from any thread. */
    public long blocksMissing() {
        return missing.count();
    }

    /** How often the node wrote blocks again, since the topics were created; from any thread. */
    public long rewinds() {
        return rewinds;
    }
}
