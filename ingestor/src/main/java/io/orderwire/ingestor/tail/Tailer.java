package io.orderwire.ingestor.tail;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.BlockCounts;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.checkpoint.Origin;
import io.orderwire.ingestor.checkpoint.UncountedBytes;
import io.orderwire.ingestor.duplicates.RewindDetector;
import io.orderwire.ingestor.node.NodeOutput;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.shed.ByteShedding;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.shed.CatchUpStats;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the {@linkplain FileWatchers hour files} of one source, the oldest first: an older file is read to its end before a
 * newer one, and again when it grows late. Sheds data that is too old. Not thread-safe, except for its figures.
 */
public final class Tailer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Tailer.class);
    private static final int BUFFER_BYTES = 4 << 20;

    /** Files may come and go unseen if the folder was not looked at for so long. */
    private static final long UNWATCHED_MS = 60_000;

    private final ByteShedding jumps;
    private final RewindDetector watch;
    private final UnreadablePaths troubles = new UnreadablePaths();
    private final UnreportedLosses losses;
    private final FileWatchers files;
    private final SteadyClock clock;
    private final NodeClock node;
    private final NodeOutput output = new NodeOutput();
    private final UnreadBytes unread;
    private final byte[] buffer;
    private final Learner learner;
    private final MissingHours hours = new MissingHours();
    private long checkedMs;
    private long watchedMs;
    private volatile Lag lag = Lag.NONE;

    /**
     * Follows the files below {@code sourceDirectory}; {@link #restore} sets where to begin.
     *
     * @param skew between this host's clock and that of the node's host, sampled from the times in lines
     */
    public Tailer(
            Path sourceDirectory,
            LineSplitter splitter,
            StartPosition start,
            ByteShedding jumps,
            RewindDetector watch,
            SteadyClock clock,
            ClockSkew skew) {
        this.jumps = jumps;
        this.watch = watch;
        this.clock = clock;
        this.losses = new UnreportedLosses(clock);
        this.files = new FileWatchers(sourceDirectory, splitter, start, losses, troubles::has, clock);
        this.node = new NodeClock(clock, skew);
        this.unread = new UnreadBytes(files, troubles::has);
        this.buffer = new byte[Math.max(BUFFER_BYTES, splitter.minBufferBytes())];
        this.learner = new Learner(splitter, watch, buffer);
    }

    /**
     * Goes to the positions in {@code state}, or to the start position when it has none for this source. After a failure
     * the files stay open, so that those removed meanwhile can be read again.
     */
    public void restore(IngestorState state) throws IOException {
        losses.forget();
        jumps.restore(state);
        files.restore(state);
        learn(state);
        restoreHours(state);
    }

    /**
     * Goes to the start position, whatever the positions in {@code former}. A file that holds other bytes than were read of it
     * is the next generation.
     */
    public void reset(IngestorState former) throws IOException {
        losses.forget();
        jumps.restore(former);
        files.reset(former);
        learn(former.withoutPositions());
        restoreHours(former.withoutPositions());
    }

    /** The files that show that {@code state} was written for another folder; empty when they do not show that. */
    public List<Path> foreignFiles(IngestorState state) {
        FolderMatch match = FolderMatch.of(state.files(), hour -> hour.in(files.hourly()));
        return match.isForeign() ? match.contradicting() : List.of();
    }

    /**
     * Goes to the start position in a folder that {@code former} was not written for. A file that exists in both folders
     * is the next generation here, so that no position refers to two events. Bytes that were seen in the former files and
     * never read are reported as lost.
     */
    public void takeOver(IngestorState former) throws IOException {
        losses.forget();
        jumps.restore(former);
        files.takeOver(former);
        learn(former.withoutPositions());
        restoreHours(former.withoutPositions());
    }

    private void restoreHours(IngestorState state) {
        HourFile known = state.files().isEmpty()
                ? null
                : state.files().get(state.files().size() - 1).file();
        long now = clock.millis();
        boolean watched = checkedMs != 0 && now - checkedMs < UNWATCHED_MS;
        hours.restore(state.sequence().entered(), known, watched, losses.wallMs(now));
    }

    /** Reads the blocks again that repetitions are recognized by, unless the memory of them can go back itself. */
    private void learn(IngestorState state) throws IOException {
        if (!watch.memory().goBackTo(state.files())) {
            watch.memory().forget();
            if (watch.memory().remembers()) {
                watch.resumeAfter(0, BlockCounts.NONE, state.sequence().countsOnly());
                learner.learn(files.all(), state.remembered(), state.lastBlock());
                watch.memory().checkpoint(state.files());
            }
        }
        watch.resumeAfter(state.lastBlock(), state.blocks(), state.sequence());
    }

    /** Bytes that a start has read again so far; from any thread. */
    public long learnedBytes() {
        return learner.bytes();
    }

    /** Reports the losses that {@link #restore} or {@link #takeOver} found. */
    public void tellLosses(PartitionedBlocks blocks) {
        losses.tell(blocks);
    }

    /** Why files and folders cannot be read or are held back, and why repetitions are not recognised; from any thread. */
    public List<String> reasons() {
        Set<String> reasons = new LinkedHashSet<>(files.troubles().reasons());
        reasons.addAll(troubles.reasons());
        reasons.addAll(files.held());
        reasons.addAll(watch.memory().reasons());
        return List.copyOf(reasons);
    }

    /** How many files and folders cannot be read; from any thread. */
    public int unreadable() {
        return files.troubles().count() + troubles.count();
    }

    /**
     * Reads what is new, the oldest file first, up to about {@code budget} bytes, and no more once the blocks are full.
     *
     * @return bytes passed
     */
    public long read(long budget, PartitionedBlocks blocks) throws IOException {
        long now = clock.millis();
        boolean all = files.scanIfDue(now);
        ReadPosition.Target target = new ReadPosition.Target(blocks, watch, node, output);
        long passed = 0;
        boolean jumped = false;
        int older = files.all().size() - FileWatchers.NEWEST;
        FileWatcher former = null;
        for (FileWatcher file : files.all()) {
            FileWatcher before = former;
            former = file;
            if (older-- > 0 && !all && file.isAtEnd()) {
                continue;
            }
            if (!troubles.isDue(file.name(), now)) {
                continue;
            }
            try {
                while (passed < budget && !blocks.isFull() && file.hasUnread(now)) {
                    losses.tell(blocks);
                    begin(file, blocks);
                    if (jump(file, jumped, blocks, now)) {
                        jumped = true;
                    } else {
                        watch.follows(before == null || !before.isReadWhole() ? null : before.id());
                        passed += file.read(buffer, budget - passed, target, now);
                        hours.readTo(file.id(), file.position().offset());
                    }
                }
                troubles.cleared(file.name());
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                troubles.failed(file.name(), e, now);
                closeFailed(file, now);
            }
            losses.tell(blocks);
        }
        losses.tell(blocks);
        watch.blockSequence().tick(blocks);
        if (passed == 0 && !jumped && budget > 0 && !blocks.isFull()) {
            jumps.limit().nothingToRead(now);
        }
        if (all) {
            troubles.keepOnly(files.all().stream().map(FileWatcher::name).collect(Collectors.toSet()));
        }
        jumps.look(now);
        if (passed < budget) {
            checkedMs = now;
        }
        return passed;
    }

    /** Before the first bytes of a file: are there hours of which no file was seen, or files that cannot be read yet? */
    private void begin(FileWatcher file, PartitionedBlocks blocks) {
        if (!hours.begins(file.id(), file.position().offset())) {
            return;
        }
        for (FileWatcher older : files.all()) {
            if (older != file && hours.begins(older.id(), 0) && older.id().compareTo(file.id()) < 0) {
                hours.readTo(older.id(), 0);
                if (!older.isReadWhole()) {
                    watch.blockSequence().lost();
                }
            }
        }
        Gap missing = hours.before(file.id());
        hours.readTo(file.id(), 0);
        if (missing != null) {
            log.warn("no file of the hours between {} and {} was seen", missing.fromPos(), missing.toPos());
            watch.missingHours(missing, blocks);
        }
    }

    private static void closeFailed(FileWatcher file, long now) {
        try {
            file.readFailed(now);
        } catch (IOException e) {
            log.warn("{} cannot be closed: {}", file.name(), e.toString());
        }
    }

    /**
     * Sheds bytes that are too old for newer ones, if they cannot be caught up; {@code again} sheds all bytes older than half
     * the bound.
     */
    private boolean jump(FileWatcher file, boolean again, PartitionedBlocks blocks, long now) throws IOException {
        if (!again && !isTooFarBehind(now) || !jumps.allowed()) {
            return false;
        }
        long maxAgeMs = again ? jumps.toAgeMs() : jumps.maxAgeMs();
        NewestData newest = new NewestData(files.from(file), now);
        UncountedBytes jump = file.jump(maxAgeMs, jumps.toAgeMs(), newest, now);
        if (jump == null) {
            return false;
        }
        jumps.add(jump, now);
        watch.memory().shed(jump.file(), jump.from(), jump.to());
        blocks.lost(jump.gap(null));
        return true;
    }

    private boolean isTooFarBehind(long now) throws IOException {
        unread.look(now);
        return jumps.limit().sheds(unread.arrived(), unread.bytes(), unread.ageMs(), now);
    }

    /** Samples the lengths of the files while there is no time to read them, so that the age of bytes is known later. */
    public void look() throws IOException {
        long now = clock.millis();
        for (FileWatcher file : files.all()) {
            try {
                file.look(now);
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                troubles.failed(file.name(), e, now);
            }
        }
        checkedMs = now;
    }

    /** The state of {@code owner}, to be committed together with the records in {@code blocks}. */
    public IngestorState state(String owner, PartitionedBlocks blocks) {
        BlockCounts counts = watch.counts(blocks);
        return new IngestorState(
                owner,
                new IngestorState.Followed(files.floor(), checkpoint()),
                new IngestorState.Account(blocks.nextSeq(), blocks.totals(), jumps.pending()),
                new IngestorState.ReadBlocks(
                        watch.lastBlock(), counts, watch.sequence(blocks).entered(hours.entered())),
                Origin.UNKNOWN,
                files.replayTo(),
                watch.memory().remembered(),
                jumps.limit().throughput());
    }

    /** How far each file has been read, to be committed together with the events that were read. */
    public List<FileState> checkpoint() {
        List<FileState> states = files.checkpoint(watch);
        watch.memory().checkpoint(states);
        return states;
    }

    /** The checkpoint, and all events before it, are in Kafka. */
    public void committed(List<FileState> states) {
        files.committed(states);
        watch.memory().committed(states);
    }

    /** Whether to commit although nothing was read: files are left once a checkpoint says that they no longer grow. */
    public boolean isSettling() {
        return files.isSettling();
    }

    /** Updates {@link #behindBytes()}, {@link #ageMs()}, {@link #liveAgeMs()} and {@link #output()}. */
    public void measure() {
        long now = clock.millis();
        Lag all = Lag.NONE;
        long grewMs = 0;
        for (FileWatcher file : files.all()) {
            all = all.plus(file.lag(now));
            FileAge ages = file.position().ages();
            grewMs = Math.max(grewMs, ages.liveGrowthMs());
            checkedMs = Math.max(checkedMs, ages.lastLookMs());
        }
        lag = all;
        if (!files.isNewestUnseen()) {
            watchedMs = checkedMs;
        }
        output.looked(watchedMs, grewMs, now);
    }

    /** The output of the node. */
    public NodeOutput output() {
        return output;
    }

    /** Bytes in the files that are not in Kafka; from any thread. */
    public long behindBytes() {
        return lag.bytes();
    }

    /** Age of the oldest byte that is not in Kafka, milliseconds, 0 when there is none; from any thread. */
    public long ageMs() {
        return lag.ageMs();
    }

    /**
     * Age of the oldest byte that is not in Kafka, milliseconds, -1 when there is none. Files whose oldest such byte a start
     * position asked for are left out. From any thread.
     */
    public long liveAgeMs() {
        return lag.liveAgeMs();
    }

    /** What it does about its lag, as of the last {@link #read}; from any thread. */
    public CatchUpStats catchUp() {
        return CatchUpStats.of(jumps.limit().mode(), jumps.limit().secondsLeft());
    }

    /** What watches the numbers of blocks. */
    public RewindDetector watch() {
        return watch;
    }

    FileWatchers files() {
        return files;
    }

    /** False until the node has made the folder. */
    public boolean folderExists() {
        return Files.isDirectory(files.hourly());
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
