package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.duplicates.RewindDetector;
import io.orderwire.ingestor.node.NodeOutput;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.split.FileCursor;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.ingestor.split.Resumption;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How far one generation of an hour file has been read and committed, and how old its bytes are. Not thread-safe. */
final class ReadPosition {
    /**
     * Where events go, and what watches them on their way.
     *
     * @param blocks the partitions
     * @param watch the numbers of the node's blocks
     * @param node the node's clock
     * @param output the newest line
     */
    record Target(PartitionedBlocks blocks, RewindDetector watch, NodeClock node, NodeOutput output) {}

    /** Most bytes of an unfinished line that are compared. */
    private static final int MOST_COMPARED = 1 << 20;

    /** Older bytes say how the node was, not how it is. */
    private static final long LIVE_MS = 5_000;

    private final FileAge ages;
    private final NulTail nuls = new NulTail();
    private FileCursor cursor;
    private long lineStart;
    private long replayUntil;
    private long rememberedFrom;
    private long looked;
    private @Nullable FileChannel lookedAt;
    private long seenNow;
    private long counted;
    private long committed;

    /** The position in {@code state}, of a file that was last checked, or known not to exist, at {@code lastLookMs}. */
    ReadPosition(FileState state, long lastLookMs) {
        this.ages = new FileAge(lastLookMs);
        this.cursor = new FileCursor(state.offset());
        this.counted = state.offset();
        goTo(state);
    }

    /** Goes to another position in the same bytes. */
    void goTo(FileState state) {
        cursor = new FileCursor(state.offset());
        lineStart = state.lineStart();
        replayUntil = state.replayUntil();
        rememberedFrom = state.rememberedFrom();
        committed = state.offset();
    }

    /**
     * Prepares the cursor for an open file.
     *
     * @param unread whether nobody has read the bytes before the position, which may be within a line then
     */
    void place(FileChannel open, LineSplitter splitter, boolean unread) throws IOException {
        if (unread) {
            lineStart = LineSearch.afterLastLine(open, Math.min(open.size(), cursor.offset()));
            cursor = new FileCursor(lineStart);
        }
        cursor = Resumption.at(open, splitter, lineStart, cursor.offset());
        lineStart = cursor.lineStart();
        looked = cursor.readOffset();
    }

    /** Keeps where the line begins that is read, for a later {@link #place}. */
    void keepLine() {
        lineStart = cursor.lineStart();
    }

    FileCursor cursor() {
        return cursor;
    }

    /** The first byte that was not passed on. */
    long offset() {
        return cursor.offset();
    }

    /** Where the line begins that is read; as kept while the file is closed. */
    long lineStart(boolean open) {
        return open ? cursor.lineStart() : lineStart;
    }

    long replayUntil() {
        return replayUntil;
    }

    FileAge ages() {
        return ages;
    }

    /** The end of the bytes that have been looked at; an unfinished line was looked at and not read. */
    long looked() {
        return looked;
    }

    /** The next byte that was neither read nor looked at. */
    long next() {
        return Math.max(looked, cursor.readOffset());
    }

    /** Whether all of the file's {@code size} bytes have been looked at, and none is held back. */
    boolean isFinished(long size) {
        return looked >= size && !nuls.holds(size);
    }

    /** Whether there are bytes that were not looked at, or must be looked at again now. */
    boolean hasUnread(long size, long nowMs) {
        return size > looked || nuls.isDue(size, cursor.readOffset(), nowMs);
    }

    void lookedTo(long end) {
        looked = end;
    }

    /** Samples the length of the file alone. */
    void look(FileChannel open, long nowMs) throws IOException {
        lookedAt = open;
        seenNow = open.size();
        ages.sample(seenNow, nowMs);
    }

    /** Whether the last {@link #look} found bytes that have not been looked at. */
    boolean hasUnlooked() {
        return seenNow > next();
    }

    /** Age of the next byte, milliseconds, in the file of the last {@link #look}, which must be open; 0 if there is none. */
    long nextAgeMs(NewestData newest, long nowMs) throws IOException {
        FileChannel open = lookedAt;
        return open == null || !hasUnlooked() ? 0 : ageMs(open, newest, nowMs);
    }

    /** Bytes that the last {@link #look} found and that have not been looked at. */
    long unlooked() {
        return Math.max(0, seenNow - next());
    }

    /** Bytes by which the file was seen to grow since the last call; each byte counts once. */
    long grown() {
        long from = counted;
        counted = Math.max(from, ages.size());
        return counted - from;
    }

    /** Looks at the bytes of an unfinished line again: they may be others. */
    void lookAgain() {
        looked = cursor.readOffset();
    }

    /** Goes to the beginning of a line without reading the bytes before it. */
    void jumpTo(long line) {
        cursor = new FileCursor(line);
        looked = line;
        nuls.forget();
    }

    /** All before {@code offset} is in Kafka. */
    void committed(long offset) {
        committed = offset;
        ages.forget(offset);
    }

    /** Whether all that was passed on is in Kafka. */
    boolean isCommitted() {
        return committed >= cursor.offset();
    }

    /** The first {@code size} bytes as far as they are not in Kafka; none when only an unfinished line is left. */
    Lag lag(long size, long nowMs) {
        boolean none = isCommitted() && looked >= size || size <= committed;
        return none ? Lag.NONE : Lag.of(size - committed, ages.ageMs(committed, nowMs), committed < replayUntil);
    }

    /** Whether the unfinished line of an open file stands in another file as well, as far as that goes. */
    boolean hasSameLine(@Nullable FileChannel open, FileChannel other) throws IOException {
        if (open == null || open == other) {
            return true;
        }
        long end = Math.min(open.size(), other.size());
        int length = (int) Math.max(0, Math.min(end - offset(), MOST_COMPARED));
        return Arrays.equals(LineSearch.bytes(open, offset(), length), LineSearch.bytes(other, offset(), length));
    }

    /** The state of a file at this position. */
    FileState state(
            HourFile id,
            boolean open,
            long seen,
            long newRememberedFrom,
            ContentFingerprint contents,
            boolean settled) {
        return new FileState(
                id,
                new FileState.Progress(offset(), lineStart(open), replayUntil),
                seen,
                newRememberedFrom,
                new FileState.Hashes(contents.fingerprint(), contents.head(), contents.segments()),
                settled);
    }

    /** Whether a start position asked for the next byte. */
    boolean isReplay() {
        return cursor.readOffset() < replayUntil;
    }

    /** Age of the next byte that was neither read nor looked at, milliseconds. */
    long ageMs(FileChannel open, NewestData newest, long nowMs) throws IOException {
        return ages.ageMs(open, cursor.lineStart(), next(), newest, nowMs);
    }

    /**
     * Where bytes begin that are at most {@code toAgeMs} older than the newest data, if the next byte is older than
     * {@code maxAgeMs}; else 0.
     */
    long freshFrom(
            FileChannel open, long size, long maxAgeMs, long toAgeMs, NewestData newest, FileWatcher file, long nowMs)
            throws IOException {
        boolean old = !nuls.keeps(next()) && ageMs(open, newest, nowMs) > maxAgeMs;
        return old ? ages.freshFrom(open, next(), size, toAgeMs, newest, newest.isIn(file)) : 0;
    }

    /** Reads the bytes again that the memory of recent blocks is made of; false if they cannot be read. */
    boolean learn(FileChannel open, HourFile id, Learner learner) throws IOException {
        return rememberedFrom >= 0 && learner.read(open, id, rememberedFrom, offset());
    }

    /**
     * Splits bytes that were read from the file at the cursor's read offset.
     *
     * @param read how many there are in the buffer
     * @param enough about how many to consume at most
     * @return how many were consumed
     */
    long read(
            HourFile id,
            FileChannel open,
            ContentFingerprint contents,
            byte[] buffer,
            int read,
            long enough,
            LineSplitter splitter,
            Target to,
            long nowMs)
            throws IOException {
        long from = cursor.readOffset();
        int length = nuls.ready(id, open, buffer, from, read, nowMs);
        boolean replay = from < replayUntil;
        if (to.node.isDue() && length > 0 && !replay && from == cursor.lineStart() && !ages.unwatched(from)) {
            to.node.line(buffer, length, ages.ageMs(from, nowMs));
        }
        boolean atLine = from == cursor.lineStart();
        long limit = replay ? Math.min(enough, replayUntil - from) : enough;
        boolean full = length == buffer.length;
        to.blocks.from(id, replay);
        boolean more = splitter.split(
                buffer,
                length,
                full,
                (int) Math.min(limit, Integer.MAX_VALUE),
                cursor,
                to.watch.reading(id, cursor, to.blocks));
        long passed = cursor.readOffset() - from;
        if (passed > 0) {
            newestLine(
                    id,
                    buffer,
                    (int) passed,
                    atLine,
                    !replay && ages.isLive(from + passed) && ages.ageMs(from + passed - 1, nowMs) <= LIVE_MS,
                    to,
                    nowMs);
        }
        contents.read(buffer, from, (int) passed, cursor.offset());
        looked = full || more ? cursor.readOffset() : length < read ? nuls.size() : from + length;
        return passed;
    }

    private void newestLine(
            HourFile id, byte[] buffer, int passed, boolean atLine, boolean live, Target to, long nowMs) {
        int line = cursor.head() == null ? NodeOutput.lastLine(buffer, passed, atLine) : -1;
        if (line >= 0) {
            to.output.line(id, buffer, line, passed, live, nowMs);
        } else {
            to.output.envelope(id, to.watch.lastHead(), live, nowMs);
        }
    }
}
