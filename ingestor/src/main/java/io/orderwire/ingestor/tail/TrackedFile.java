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
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
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
    private final PathIdentity identity;
    private final LineSplitter splitter;
    private final Losses losses;
    private FileAge ages;
    private HourFile id;
    private FileCursor cursor;
    private long replayUntil;
    private long rememberedFrom;
    private Contents contents;
    private final Hold hold;
    private @Nullable FileChannel channel;
    private boolean replaced;
    private boolean gone;
    private long size;
    private final Seen seen = new Seen();
    private long seenNow;
    private long looked;
    private long committed;
    private long lineStartToRestore;

    /** A file to resume from {@code state}; it was last checked, or known not to exist, at {@code lastLookMs}. */
    TrackedFile(Path path, LineSplitter splitter, FileState state, Losses losses, long lastLookMs) {
        this.path = path;
        this.identity = new PathIdentity(path);
        this.hold = new Hold(path);
        this.splitter = splitter;
        this.losses = losses;
        this.ages = new FileAge(lastLookMs);
        this.id = state.file();
        this.cursor = new FileCursor(state.offset());
        this.contents = new Contents(state);
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

    /** Opens the path if it is not open, and checks whether it is still the same file. */
    void lookAtPath(boolean exists, long nowMs) throws IOException {
        gone = !exists;
        if (!exists) {
            hold.end();
            replaced = channel != null;
            if (channel == null) {
                lose(cursor.offset(), "was removed", nowMs);
            }
            return;
        }
        FileChannel open = channel;
        if (open == null) {
            open(nowMs);
            return;
        }
        BasicFileAttributes attributes = identity.attributes();
        replaced = identity.isReplaced(attributes);
        if (identity.mayHaveChanged(attributes)) {
            check(open, nowMs);
            identity.compared(attributes);
        }
    }

    private void open(long nowMs) throws IOException {
        FileChannel opened = FileChannel.open(path, StandardOpenOption.READ);
        try {
            identity.opened();
            if (check(opened, nowMs)) {
                place(opened);
                channel = opened;
                replaced = false;
            }
        } finally {
            if (channel != opened) {
                opened.close();
            }
        }
    }

    /** Whether the file can be read, as its next generation if it holds other bytes; false while it is held back. */
    private boolean check(FileChannel open, long nowMs) throws IOException {
        Contents.Match match = contents.compare(open);
        if (match == Contents.Match.PREFIX && hold.holds(open.size(), cursor.offset(), nowMs)) {
            if (channel != null) {
                lineStartToRestore = cursor.lineStart();
                channel.close();
                channel = null;
            }
            return false;
        }
        hold.end();
        if (match != Contents.Match.SAME) {
            log.warn("{} at {} does not hold what was read of it up to byte {}", id, path, cursor.offset());
            startOver(nowMs);
        }
        return true;
    }

    Hold hold() {
        return hold;
    }

    private void place(FileChannel opened) throws IOException {
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

    /** Reports the bytes seen from {@code from} on as lost. */
    private void lose(long from, String how, long nowMs) {
        long until = seen.bytes();
        if (until > from) {
            log.warn("{} {}: {} bytes from byte {} on are lost unread", id, how, until - from, from);
            losses.vanished(id, from, until, nowMs - ages.ageMs(from, nowMs), nowMs);
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
        if (size < cursor.readOffset()) {
            log.warn("{} at {} was cut to {} bytes, {} had been read", id, path, size, cursor.readOffset());
            if (!check(open, nowMs)) {
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
            if (!check(open, nowMs)) {
                return false;
            }
        }
        seen.atLeast(size);
        ages.sample(size, nowMs);
        if (size > looked) {
            return true;
        }
        if (replaced && committed >= cursor.offset()) {
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

    /** Closes a file that is in Kafka as a whole and whose path is gone or holds another file. */
    private void leave(FileChannel open, long nowMs) throws IOException {
        lineStartToRestore = cursor.lineStart();
        open.close();
        channel = null;
        replaced = false;
        // Otherwise opening the path again shows whether it is lost: a copy holds the unfinished line, too.
        if (gone) {
            lose(cursor.offset(), "was removed before its last line was whole", nowMs);
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

    /** Reads the bytes again that the memory of recent blocks is made of; false if they cannot be read. */
    boolean learn(Learner learner) throws IOException {
        FileChannel open = channel;
        return open != null && rememberedFrom >= 0 && learner.read(open, id, rememberedFrom, cursor.offset());
    }

    /** How far the file has been read, to be committed. */
    FileState checkpoint(BlockWatch watch) {
        return new FileState(
                id,
                cursor.offset(),
                channel == null ? lineStartToRestore : cursor.lineStart(),
                replayUntil,
                seen.bytes(),
                watch.rememberedFrom(id),
                contents.fingerprint(),
                contents.head());
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

    Path path() {
        return path;
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
        lose(cursor.offset(), "is older than the files that are followed", nowMs);
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
