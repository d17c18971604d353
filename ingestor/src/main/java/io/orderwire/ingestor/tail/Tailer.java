package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.duplicates.RewindDetector;
import io.orderwire.ingestor.node.NodeOutput;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.shed.ByteShedding;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.shed.CatchUpStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The station "tailer": reads the hour files of one source, the oldest first. An older file is read to its end before a newer
 * one, and is read again if it grows late. The next station is the {@link LineSplitter}, which splits the bytes into events.
 *
 * <p>A byte passes these classes: the {@link FileWatchers} find its file, the {@link FileWatcher} detects if the path names
 * another file, the {@link Fingerprinter} recognizes the contents, the {@link FilesReader} selects the files in their order,
 * the {@link Shedder} sheds the byte if it is too old, the {@link HourFileReader} reads it, {@link Splitting} passes it on, and
 * the {@link Checkpointer} keeps the position.
 *
 * <p>Only its stats may be read on other threads.
 */
public final class Tailer implements AutoCloseable {
    private static final int BUFFER_BYTES = 4 << 20;

    private final HourlySource source;
    private final LineSplitter splitter;
    private final RewindDetector watch;
    private final SteadyClock clock;
    private final UnreadablePaths unreadable = new UnreadablePaths();
    private final NodeOutput output = new NodeOutput();
    private final NodeClock node;
    private final UnreportedLosses losses;
    private final FileWatchers files;
    private final Shedder shedder;
    private final BegunHours hours;
    private final LagMeter meter;
    private final FilesReader reader;
    private final Learner learner;
    private final Checkpointer checkpointer;
    private volatile long unusual;

    /**
     * Follows the files of {@code source}; {@link #restore}, {@link #reset} or {@link #takeOver} sets the position at which to
     * begin.
     *
     * @param skew skew between this host's clock and the clock of the node's host, sampled from the times in lines
     */
    public Tailer(
            HourlySource source,
            LineSplitter splitter,
            ByteShedding shedding,
            RewindDetector watch,
            SteadyClock clock,
            ClockSkew skew) {
        this.source = source;
        this.splitter = splitter;
        this.watch = watch;
        this.clock = clock;
        this.node = new NodeClock(clock, skew);
        this.losses = new UnreportedLosses(clock);
        this.files = new FileWatchers(source, splitter, losses, unreadable::has, clock);
        this.shedder = new Shedder(files, shedding, losses, new UnreadBytes(files, unreadable::has));
        this.hours = new BegunHours(files, watch);
        this.meter = new LagMeter(files, output);
        byte[] buffer = new byte[Math.max(BUFFER_BYTES, splitter.minBufferBytes())];
        this.reader = new FilesReader(files, shedder, hours, losses, unreadable, buffer);
        this.learner = new Learner(splitter, watch, buffer);
        this.checkpointer = new Checkpointer(files, shedding, watch, learner, hours);
    }

    /** False until the node has created the folder. */
    public boolean folderExists() {
        return Files.isDirectory(source.hourly());
    }

    /** The files that prove that {@code state} was written for another folder; empty if there is no such proof. */
    public List<Path> foreignFiles(IngestorState state) {
        FolderMatch match = FolderMatch.of(state.files(), hour -> hour.in(source.hourly()));
        return match.isForeign() ? match.contradicting() : List.of();
    }

    /**
     * Continues at the positions in {@code state}, or at the start position if {@code state} does not have positions for this
     * source. After a failure the files stay open, so that files that were removed meanwhile can be read again.
     */
    public void restore(IngestorState state) throws IOException {
        losses.forget();
        checkpointer.restore(state);
        restoreHours(state);
    }

    /**
     * Continues at the start position and ignores the positions in {@code former}. A file that holds other bytes than were read
     * of it is the next generation.
     */
    public void reset(IngestorState former) throws IOException {
        losses.forget();
        checkpointer.reset(former);
        restoreHours(former.withoutPositions());
    }

    /**
     * Continues at the start position in a folder for which {@code former} was not written. A file that exists in both folders
     * is the next generation here, so that no position refers to two events. Bytes that were seen in the former files and never
     * read are reported as lost.
     */
    public void takeOver(IngestorState former) throws IOException {
        losses.forget();
        checkpointer.takeOver(former);
        restoreHours(former.withoutPositions());
    }

    private void restoreHours(IngestorState state) {
        long now = clock.millis();
        hours.restore(state, meter.isWatched(now), losses.wallMs(now));
    }

    /** Reports the losses that {@link #restore}, {@link #reset} or {@link #takeOver} found. */
    public void reportLosses(PartitionedBlocks blocks) {
        losses.report(blocks::lost);
    }

    /**
     * Reads new bytes, the oldest file first, up to about {@code budget} bytes, and stops earlier if the blocks are full.
     *
     * @return number of bytes that were passed on
     */
    public long read(long budget, PartitionedBlocks blocks) throws IOException {
        long now = clock.millis();
        long passed = reader.read(budget, new Splitting(splitter, watch, blocks, node, output), now);
        unusual = splitter.unusual();
        losses.report(blocks::lost);
        watch.blockSequence().tick(blocks);
        if (passed < budget) {
            meter.checked(now);
        }
        return passed;
    }

    /** Samples the lengths of the files while there is no time to read them, so that the age of bytes is known later. */
    public void look() throws IOException {
        long now = clock.millis();
        reader.look(now);
        meter.checked(now);
    }

    /** The state of {@code owner}, to be committed together with the records in {@code blocks}. */
    public IngestorState state(String owner, PartitionedBlocks blocks) {
        return checkpointer.state(owner, blocks);
    }

    /** The states of all files, to be committed together with the events that were read. */
    public List<FileState> checkpoint() {
        return checkpointer.checkpoint();
    }

    /** Reports that the checkpoint and all events before it are in Kafka. */
    public void committed(List<FileState> states) {
        checkpointer.committed(states);
    }

    /**
     * Whether to commit although nothing was read, because files are closed only after a checkpoint contains them as settled.
     */
    public boolean isSettling() {
        return files.isSettling();
    }

    /** Updates {@link #behindBytes()}, {@link #ageMs()}, {@link #liveAgeMs()} and {@link #output()}. */
    public void measure() {
        meter.measure(clock.millis());
    }

    /** The output of the node. */
    public NodeOutput output() {
        return output;
    }

    /** Bytes in the files that are not in Kafka; from any thread. */
    public long behindBytes() {
        return meter.lag().bytes();
    }

    /** Lines and events of blocks that did not have the form of an earlier one, and took longer; from any thread. */
    public long unusual() {
        return unusual;
    }

    /** Age of the oldest byte that is not in Kafka, milliseconds, 0 if there is none; from any thread. */
    public long ageMs() {
        return meter.lag().ageMs();
    }

    /**
     * Age of the oldest byte that is not in Kafka, milliseconds, -1 if there is none. Ignores files whose oldest such byte was
     * requested by a start position. From any thread.
     */
    public long liveAgeMs() {
        return meter.lag().liveAgeMs();
    }

    /** How the ingestor deals with its lag, as of the last {@link #read}; from any thread. */
    public CatchUpStats catchUp() {
        return shedder.catchUp();
    }

    /** Why files and folders cannot be read or are held back, and why repetitions are not recognised; from any thread. */
    public List<Reason> reasons() {
        Set<Reason> reasons = new LinkedHashSet<>(files.unreadable().reasons());
        reasons.addAll(unreadable.reasons());
        reasons.addAll(files.held());
        reasons.addAll(watch.memory().reasons());
        return List.copyOf(reasons);
    }

    /** Number of files and folders that cannot be read; from any thread. */
    public int unreadable() {
        return files.unreadable().count() + unreadable.count();
    }

    /** Number of bytes that the start has read again so far; from any thread. */
    public long learnedBytes() {
        return learner.bytes();
    }

    /** The detector that follows the numbers of blocks. */
    public RewindDetector watch() {
        return watch;
    }

    FileWatchers files() {
        return files;
    }

    @Override
    public void close() throws IOException {
        files.close();
    }
}
