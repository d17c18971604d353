package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.recover.FileState;
import io.orderwire.ingestor.recover.Fingerprint;
import io.orderwire.ingestor.recover.Jump;
import io.orderwire.ingestor.repeat.BlockWatch;
import io.orderwire.ingestor.split.FileCursor;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.ingestor.split.Resumption;
import io.orderwire.orders.HourFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One hour file and how far it has been read. Its contents are recognized by the bytes before that point: a path that holds
 * other bytes there is the next generation, read from its start. A removed file stays open until all of its bytes are in
 * Kafka; bytes that were seen and can no longer be read are reported as lost.
 */
final class TrackedFile implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TrackedFile.class);

    private final Path path;
    private final LineSplitter splitter;
    private final Losses losses;
    private FileAge ages;
    private HourFile id;
    private FileCursor cursor;
    private long replayUntil;
    private long rememberedFrom;
    private Contents contents;
    private final Hold hold;
    private final Growth growth;
    private @Nullable FileChannel channel;
    private boolean lingering;
    private boolean detached;
    private boolean gone;
    private long size;
    private final Seen seen = new Seen();
    private long seenNow;
    private long looked;
    private long committed;
    private long lineStartToRestore;

    /** Where a file's state is from. */
    enum Origin {
        /** The file was found by this process, or its state is of this process. */
        FOUND,
        /** The state is of a former process: the file may have grown since, and that growth may be gone. */
        CHECKPOINT
    }

    /** A file to read on from {@code state}; it was last checked, or known not to exist, at {@code lastLookMs}. */
    TrackedFile(Path path, LineSplitter splitter, FileState state, Losses losses, Origin origin, long lastLookMs) {
        this.path = path;
        this.hold = new Hold(path);
        this.splitter = splitter;
        this.losses = losses;
        this.ages = new FileAge(lastLookMs);
        this.id = state.file();
        this.cursor = new FileCursor(state.offset());
        this.contents = new Contents(state);
        this.growth = new Growth(state.settled(), origin == Origin.CHECKPOINT);
        take(state);
    }

    private void take(FileState state) {
        cursor = new FileCursor(state.offset());
        replayUntil = state.replayUntil();
        rememberedFrom = state.rememberedFrom();
        contents = new Contents(state);
        committed = state.offset();
        lineStartToRestore = state.lineStart();
        seen.atLeast(state.seen());
    }

    /** Goes back to the committed position; false if the file is not open, has another generation, or holds other bytes. */
    boolean goBackTo(FileState state) throws IOException {
        FileChannel open = channel;
        if (open == null || !state.file().equals(id)) {
            return false;
        }
        take(state);
        boolean same = contents.compare(open) == Contents.Match.SAME;
        if (same) {
            place(open);
        }
        return same;
    }

    /** Length that {@code generation} was seen to have, 0 if none; uncommitted losses do not shorten it. */
    long seen(HourFile generation) {
        return seen.of(generation, id);
    }

    boolean isOpen() {
        return channel != null;
    }

    /** The path names the open file. */
    void pathIsOpen() {
        gone = false;
        lingering = false;
    }

    /** The path does not exist. An open file is read on, because it may have been renamed under its writer. */
    void pathIsGone(long nowMs) {
        gone = true;
        hold.end();
        lingering = channel != null;
        if (channel == null) {
            lose(cursor.offset(), "was removed", nowMs);
        }
    }

    /** The path names another file than the open one. */
    void pathNamesAnother() {
        gone = false;
        lingering = true;
    }

    /** The path names the next generation. */
    void detach() {
        detached = true;
        lingering = true;
        hold.end();
    }

    /** Takes a newly opened file; closes it and returns false while it is held back. */
    boolean open(FileChannel opened, long nowMs) throws IOException {
        boolean taken = false;
        try {
            gone = false;
            if (mayBeRead(opened, nowMs)) {
                place(opened);
                channel = opened;
                lingering = false;
                taken = true;
            }
        } finally {
            if (!taken) {
                opened.close();
            }
        }
        return taken;
    }

    /** Compares the file that the path names now with what was read; a held one counts as a prefix. */
    Contents.Match compare(FileChannel other, long nowMs) throws IOException {
        Contents.Match match = contents.compare(other);
        if (match == Contents.Match.PREFIX && !hold.holds(other.size(), cursor.offset(), nowMs)) {
            return Contents.Match.OTHER;
        }
        return match;
    }

    /**
     * Whether to read on in another file that holds the same bytes: the open one is read, and either the other one holds
     * more, or the open one has not grown for long.
     */
    boolean mayMoveTo(FileChannel other, long nowMs) throws IOException {
        hold.end();
        long open = Objects.requireNonNull(channel).size();
        return looked >= open && (other.size() > open || growth.isOver(nowMs));
    }

    /** Reads on in another file that holds the same bytes; returns the former one, which is still open. */
    FileChannel moveTo(FileChannel other) throws IOException {
        log.info("{} at {} is another file with the same bytes: reading on there", id, path);
        FileChannel former = Objects.requireNonNull(channel);
        lineStartToRestore = cursor.lineStart();
        place(other);
        channel = other;
        lingering = false;
        return former;
    }

    /** Checks that the open file still holds what was read of it; may close it, or begin the next generation. */
    void check(long nowMs) throws IOException {
        FileChannel open = channel;
        if (open != null && !mayBeRead(open, nowMs)) {
            lineStartToRestore = cursor.lineStart();
            channel = null;
            open.close();
        }
    }

    /** Whether the file can be read, as its next generation if it holds other bytes; false while it is held back. */
    private boolean mayBeRead(FileChannel open, long nowMs) throws IOException {
        Contents.Match match = compare(open, nowMs);
        if (match == Contents.Match.PREFIX) {
            return false;
        }
        hold.end();
        if (match == Contents.Match.SAME) {
            growth.continues();
        } else {
            log.warn("{} at {} does not hold what was read of it up to byte {}", id, path, cursor.offset());
            startOver(nowMs);
        }
        return true;
    }

    Hold hold() {
        return hold;
    }

    private void place(FileChannel opened) throws IOException {
        if (contents.isUnknown()) {
            // The file could not be opened at the start: the offset may be within a line.
            long line = Lines.afterLastLine(opened, Math.min(opened.size(), cursor.offset()));
            cursor = new FileCursor(line);
            lineStartToRestore = line;
        }
        cursor = Resumption.at(opened, splitter, lineStartToRestore, cursor.offset());
        lineStartToRestore = cursor.lineStart();
        looked = cursor.readOffset();
        seen.atLeast(looked);
        seen.isOfContents();
        contents.load(opened, looked);
    }

    private void startOver(long nowMs) {
        lose(cursor.offset(), "was replaced or cut", nowMs);
        log.warn("reading {} as {} from its start", path, id.nextGeneration());
        seen.startOver();
        id = id.nextGeneration();
        cursor = new FileCursor(0);
        ages = new FileAge(nowMs);
        lineStartToRestore = 0;
        replayUntil = 0;
        rememberedFrom = -1;
        contents = new Contents(FileState.unread(id));
        committed = 0;
        looked = 0;
    }

    /** Reports the bytes seen from {@code from} on as lost, and those that may have been written unseen. */
    private void lose(long from, String how, long nowMs) {
        long until = Math.max(from, seen.bytes());
        boolean unknown = growth.endsUnknown();
        if (until > from || unknown) {
            log.warn(
                    "{} {}: {} bytes from byte {} on are lost unread",
                    id,
                    how,
                    unknown ? "an unknown number of" : until - from,
                    from);
            losses.vanished(id, from, until, unknown, nowMs - ages.ageMs(from, nowMs), nowMs);
            seen.lost(from);
        }
    }

    /** Samples the length of the file; true when there are bytes that have not been looked at. */
    boolean hasUnread(long nowMs) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            return false;
        }
        size = open.size();
        if (size < seen.bytes() && detached) {
            // Its next generation has another file: what was cut off here, or is written here later, cannot be named.
            growth.isUnknown();
            leave(open, nowMs);
            return false;
        }
        if (size < cursor.readOffset()) {
            log.warn("{} at {} was cut to {} bytes, {} had been read", id, path, size, cursor.readOffset());
            check(nowMs);
            if (channel == null) {
                return false;
            }
            if (cursor.readOffset() > size) {
                lineStartToRestore = cursor.lineStart();
                place(open);
            }
        }
        if (size < seen.bytes()) {
            lose(size, "was cut", nowMs);
            looked = Math.min(looked, size);
            check(nowMs);
            if (channel == null) {
                return false;
            }
        }
        if (size > seen.bytes()) {
            growth.seen(nowMs);
        }
        seen.atLeast(size);
        ages.sample(size, nowMs);
        if (size > looked) {
            return true;
        }
        if (lingering && committed >= cursor.offset() && growth.isOver(nowMs)) {
            leave(open, nowMs);
        }
        return false;
    }

    /** Samples the size alone. */
    void look(long nowMs) throws IOException {
        if (channel != null) {
            seenNow = channel.size();
            ages.sample(seenNow, nowMs);
        }
    }

    /** Closes a file that is in Kafka as a whole, whose path is gone or holds another file, and that no longer grows. */
    private void leave(FileChannel open, long nowMs) throws IOException {
        lineStartToRestore = cursor.lineStart();
        open.close();
        channel = null;
        lingering = false;
        // Otherwise opening the path again shows whether it is lost: a copy holds the unfinished line, too.
        if (gone || detached) {
            lose(cursor.offset(), "was removed before its last line was whole", nowMs);
        }
    }

    /** Closes a detached file that may still grow, because too many are open. */
    void leaveOpen(long nowMs) throws IOException {
        FileChannel open = channel;
        if (open != null) {
            growth.isUnknown();
            leave(open, nowMs);
        }
    }

    /** When the file was last seen to grow, 0 if never. */
    long grewMs() {
        return ages.grewMs();
    }

    /** Whether the last {@link #look} found bytes that have not been looked at. */
    boolean hasUnlooked() {
        return channel != null && seenNow > Math.max(looked, cursor.readOffset());
    }

    /** When the last complete unread line was written, by the node's clock, or {@link LineTime#UNKNOWN}. */
    long lastLineMs() throws IOException {
        FileChannel open = channel;
        return open == null ? LineTime.UNKNOWN : Lines.lastTime(open, cursor.offset(), open.size());
    }

    /**
     * If the next byte is older than {@code maxAgeMs}, jumps to the first line that is at most {@code toAgeMs} older than the
     * newest data; never over bytes that a start position asked for, and never over the newest data.
     *
     * @return the bytes that were shed, or null when there was no jump
     */
    @Nullable
    Jump jump(long maxAgeMs, long toAgeMs, Newest newest, long nowMs) throws IOException {
        FileChannel open = channel;
        long next = Math.max(looked, cursor.readOffset());
        if (open == null || cursor.readOffset() < replayUntil) {
            return null;
        }
        long ageMs = ages.ageMs(open, cursor.lineStart(), next, newest, nowMs);
        if (ageMs <= maxAgeMs) {
            return null;
        }
        long to = ages.freshFrom(open, next, size, toAgeMs, newest, newest.isIn(this));
        if (to <= cursor.offset()) {
            return null;
        }
        Jump jump = losses.shed(id, cursor, to, Fingerprint.before(open, to), ageMs, nowMs);
        cursor = new FileCursor(to);
        looked = to;
        contents.load(open, to);
        return jump;
    }

    /** Reads up to about {@code enough} bytes; returns how many were consumed. */
    long read(byte[] buffer, long enough, PartitionedBlocks blocks, BlockWatch watch, NodeClock node, long nowMs)
            throws IOException {
        FileChannel open = Objects.requireNonNull(channel);
        long from = cursor.readOffset();
        int length = open.read(ByteBuffer.wrap(buffer), from);
        if (length <= 0) {
            looked = from;
            return 0;
        }
        if (!contents.stand(open, from)) {
            log.warn("{} at {} holds other bytes before byte {} than were read", id, path, from);
            seen.mayBeOfOthers();
            startOver(nowMs);
            return 0;
        }
        seen.isOfContents();
        boolean replay = from < replayUntil;
        if (node.isDue() && !replay && from == cursor.lineStart() && !ages.unwatched(from)) {
            node.line(buffer, length, ages.ageMs(from, nowMs));
        }
        long limit = replay ? Math.min(enough, replayUntil - from) : enough;
        boolean full = length == buffer.length;
        blocks.from(id, replay);
        boolean more = splitter.split(
                buffer,
                length,
                full,
                (int) Math.min(limit, Integer.MAX_VALUE),
                cursor,
                watch.reading(id, cursor, blocks));
        long passed = cursor.readOffset() - from;
        contents.read(buffer, from, (int) passed, cursor.offset());
        looked = full || more ? cursor.readOffset() : from + length;
        return passed;
    }

    /** Restores the memory of recent blocks by reading them again, up to the read position. */
    void learn(byte[] buffer, BlockWatch watch) throws IOException {
        FileChannel open = channel;
        if (open == null || rememberedFrom < 0) {
            return;
        }
        FileCursor again = new FileCursor(rememberedFrom);
        splitter.splitFile(open, again, cursor.offset(), buffer, watch.learning(id, again, cursor.offset()));
    }

    /** How far the file has been read, to be committed; {@code newest} says that it is the newest file. */
    FileState checkpoint(BlockWatch watch, boolean newest, long nowMs) {
        boolean settled = channel == null ? gone : !newest && !lingering && looked >= size && growth.isOver(nowMs);
        return new FileState(
                id,
                cursor.offset(),
                channel == null ? lineStartToRestore : cursor.lineStart(),
                replayUntil,
                seen.bytes(),
                watch.rememberedFrom(id),
                contents.fingerprint(),
                contents.head(),
                settled);
    }

    /** The checkpoint is in Kafka, and so are all events before it and all losses reported until then. */
    void committed(FileState state) {
        if (state.file().equals(id)) {
            committed = state.offset();
            seen.committed(state.seen());
            ages.forget(state.offset());
        }
    }

    /** The bytes that were seen and are not in Kafka; none when only an unfinished line is left. */
    Lag lag(long nowMs) {
        boolean none = committed >= cursor.offset() && looked >= size || size <= committed;
        return none ? Lag.NONE : Lag.of(size - committed, ages.ageMs(committed, nowMs), committed < replayUntil);
    }

    /** Names the file when it cannot be read: its path, or another name if the path names its successor. */
    Path name() {
        return detached ? path.resolveSibling(path.getFileName() + " (former " + id + ")") : path;
    }

    /** The path names it, or it is gone: it is not a former generation any more. */
    void attach() {
        detached = false;
    }

    /** A state before its first byte. */
    FileState unread() {
        return FileState.unread(id).replayUntil(replayUntil);
    }

    HourFile id() {
        return id;
    }

    /** True when the file is open and all of its bytes have been looked at, or when it is not open and is gone. */
    boolean isFinished() throws IOException {
        FileChannel open = channel;
        return open == null ? gone : looked >= open.size();
    }

    /** Reports the unread bytes as lost, because the file is dropped for newer ones. */
    void leaveForNewer(long nowMs) {
        if (channel == null && !gone) {
            // It was never opened, or can no longer be opened; its length may be known all the same.
            seen.atLeast(path.toFile().length());
        }
        if (lingering && !growth.isOver(nowMs)) {
            growth.isUnknown();
        }
        lose(cursor.offset(), "is older than the files that are followed", nowMs);
    }

    /** True when the file is detached and was closed. */
    boolean isLeft() {
        return detached && channel == null;
    }

    /** When the file was last known to grow. */
    long lastGrowthMs() {
        return growth.lastMs();
    }

    /** True when all that is in the file has been looked at. */
    boolean isAtEnd() {
        return channel == null || looked >= size;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
