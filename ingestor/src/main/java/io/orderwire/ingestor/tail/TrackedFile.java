package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.recover.FileState;
import io.orderwire.ingestor.recover.Fingerprint;
import io.orderwire.ingestor.recover.Jump;
import io.orderwire.ingestor.repeat.BlockWatch;
import io.orderwire.ingestor.split.EventSink;
import io.orderwire.ingestor.split.FileCursor;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.orders.HourFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One hour file and how far it has been read. Its contents are trusted by the hash of the bytes before that point: a
 * path that holds others is the next generation, read from its start. A file that is removed stays open until all that
 * it held is in Kafka; what it was seen to hold and cannot be read any more is told as lost.
 */
final class TrackedFile implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TrackedFile.class);

    /** A file that may be on its way back is waited for so long after it has grown last. */
    static final long HOLD_MS = 60_000;

    private final Path path;
    private final LineSplitter splitter;
    private final Losses losses;
    private FileAge ages;
    private HourFile id;
    private FileCursor cursor;
    private long replayUntil;
    private long rememberedFrom;
    private Contents contents;
    private long heldSize = -1;
    private long heldSinceMs;
    private @Nullable FileChannel channel;
    private @Nullable Object fileKey;
    private boolean replaced;
    private boolean gone;
    private long size;
    private long sizeTrusted;
    private long seen;
    private long seenNow;
    private long seenOfContents;
    private long seenBeforeLoss;
    private long seenOfFormer;
    private long looked;
    private long committed;
    private long lineStartToRestore;

    /**
     * A file that is to be read on from {@code state}.
     *
     * @param lastLookMs when it was last looked at or known not to be there
     */
    TrackedFile(Path path, LineSplitter splitter, FileState state, Losses losses, long lastLookMs) {
        this.path = path;
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
        seen = Math.max(seen, state.seen());
    }

    /**
     * Goes back to what was committed, after a failure. The file stays open: its path may be gone by now.
     *
     * @return false when that is another generation, or the file is not open
     */
    boolean goBackTo(FileState state) throws IOException {
        FileChannel open = channel;
        if (open == null || !state.file().equals(id)) {
            return false;
        }
        take(state);
        place(open);
        return true;
    }

    /** How long that generation was seen to be, 0 when this never saw it; a loss told but not committed left out. */
    long seen(HourFile generation) {
        long ofThis = Math.max(seen, seenBeforeLoss);
        return generation.equals(id) ? ofThis : generation.nextGeneration().equals(id) ? seenOfFormer : 0;
    }

    /** Opens the path if need be, and sees whether it still is the same file. */
    void lookAtPath(boolean exists, long nowMs) throws IOException {
        gone = !exists;
        if (!exists) {
            heldSize = -1;
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
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        replaced = !Objects.equals(fileKey, attributes.fileKey());
        if (attributes.size() != sizeTrusted) {
            // Cut and grown again between two looks, it shows in the bytes alone.
            check(open, nowMs);
            sizeTrusted = attributes.size();
        }
    }

    private void open(long nowMs) throws IOException {
        FileChannel opened = FileChannel.open(path, StandardOpenOption.READ);
        try {
            fileKey = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
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

    /** Whether the file can be read: as what it was, or as its next generation if it holds something else. */
    private boolean check(FileChannel open, long nowMs) throws IOException {
        Contents.Match match = contents.compare(open);
        if (match == Contents.Match.PREFIX && !isHeldTooLong(open.size(), nowMs)) {
            if (channel != null) {
                channel.close();
                channel = null;
            }
            return false;
        }
        heldSize = -1;
        if (match != Contents.Match.SAME) {
            log.warn("{} at {} does not hold what was read of it up to byte {}", id, path, cursor.offset());
            startOver(nowMs);
        }
        return true;
    }

    /** Holds it back while it may be on its way back: from a backup, by a copy. */
    private boolean isHeldTooLong(long length, long nowMs) {
        if (heldSize < 0) {
            log.warn("{} holds the first {} of {} bytes that were read: held back", path, length, cursor.offset());
        }
        if (length > heldSize) {
            heldSinceMs = nowMs;
        }
        heldSize = length;
        return nowMs - heldSinceMs >= HOLD_MS;
    }

    /** Why it is not read, null when it is. */
    @Nullable
    String heldBack() {
        return heldSize < 0
                ? null
                : path + " holds the first " + heldSize + " of " + cursor.offset() + " bytes that were read;"
                        + " it is read as another file if it does not grow for " + HOLD_MS / 1_000 + " s";
    }

    private void place(FileChannel opened) throws IOException {
        if (lineStartToRestore < cursor.offset()) {
            ByteBuffer bytes = ByteBuffer.allocate(splitter.minBufferBytes());
            opened.read(bytes, lineStartToRestore);
            cursor = splitter.resumeInBlock(bytes.array(), bytes.position(), lineStartToRestore, cursor.offset());
        }
        looked = cursor.readOffset();
        seenOfContents = Math.max(seen, looked);
        contents.load(opened, looked);
    }

    private void startOver(long nowMs) {
        lose(cursor.offset(), "was replaced or cut", nowMs);
        log.warn("reading {} as {} from its start", path, id.nextGeneration());
        seenOfFormer = seen(id);
        seenBeforeLoss = 0;
        id = id.nextGeneration();
        cursor = new FileCursor(0);
        ages = new FileAge(nowMs);
        lineStartToRestore = 0;
        replayUntil = 0;
        rememberedFrom = -1;
        contents = new Contents(FileState.unread(id));
        seenOfContents = 0;
        committed = 0;
        looked = 0;
        seen = 0;
    }

    /** What was seen from {@code from} on is not there any more. */
    private void lose(long from, String how, long nowMs) {
        if (seen > from) {
            log.warn("{} {}: {} bytes from byte {} on are lost unread", id, how, seen - from, from);
            losses.vanished(id, from, seen, nowMs - ages.ageMs(from, nowMs), nowMs);
            seenBeforeLoss = Math.max(seenBeforeLoss, seen);
            seen = from;
        }
    }

    /** Sees how long the file is now; true when there are bytes that have not been looked at. */
    boolean hasUnread(long nowMs) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            return false;
        }
        size = open.size();
        if (size < cursor.readOffset()) {
            log.warn("{} at {} was cut to {} bytes, {} had been read", id, path, size, cursor.readOffset());
            if (size < cursor.offset()) {
                if (!check(open, nowMs)) {
                    return false;
                }
            } else {
                // Within something long that was being passed over.
                startOver(nowMs);
            }
        } else if (size < seen) {
            lose(size, "was cut", nowMs);
            looked = Math.min(looked, size);
            if (!check(open, nowMs)) {
                return false;
            }
        }
        seen = Math.max(seen, size);
        ages.sample(size, nowMs);
        if (size > looked) {
            return true;
        }
        if (replaced && committed >= cursor.offset()) {
            leave(open, nowMs);
        }
        return false;
    }

    /** Samples the file's size and nothing else. */
    void look(long nowMs) throws IOException {
        if (channel != null) {
            seenNow = channel.size();
            ages.sample(seenNow, nowMs);
        }
    }

    /** The path has gone or holds another file, and all of this one is in Kafka. */
    private void leave(FileChannel open, long nowMs) throws IOException {
        lineStartToRestore = cursor.lineStart();
        open.close();
        channel = null;
        replaced = false;
        // Otherwise the path tells when it is opened next: a copy holds the unfinished line, too.
        if (gone) {
            lose(cursor.offset(), "was removed before its last line was whole", nowMs);
        }
    }

    /** When the file was seen to grow last. */
    long grewMs() {
        return ages.grewMs();
    }

    /** Whether there are bytes, just now, that have not been looked at. */
    boolean hasUnlooked() {
        return channel != null && seenNow > Math.max(looked, cursor.readOffset());
    }

    /** When the last whole line that is not read was written by the node's clock, or {@link LineTime#UNKNOWN}. */
    long lastLineMs() throws IOException {
        FileChannel open = channel;
        return open == null ? LineTime.UNKNOWN : Lines.lastTime(open, cursor.offset(), open.size());
    }

    /**
     * Jumps to the first line that is at most {@code toAgeMs} older than the newest data when the next byte is older than
     * {@code maxAgeMs}; never over what a start position asked for, and never over the newest data.
     *
     * @return what was jumped over, or null when it went on
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
        String hash = Fingerprint.before(open, to);
        long wallMs = losses.wallMs(nowMs);
        String gapId = Losses.id("age", id, cursor.offset(), wallMs);
        Jump jump = new Jump(gapId, id, cursor.offset(), cursor.lineStart(), to, hash, wallMs - ageMs, wallMs);
        cursor = new FileCursor(to);
        looked = to;
        contents.load(open, to);
        return jump;
    }

    /**
     * Reads on, up to about {@code enough} bytes.
     *
     * @return bytes passed
     */
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
            // What it was seen to have grown by since may be the new contents as well.
            seen = Math.min(seen, seenOfContents);
            startOver(nowMs);
            return 0;
        }
        seenOfContents = seen;
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

    /** Reads again what the memory of recent blocks is made of, up to where reading goes on. */
    void learn(byte[] buffer, BlockWatch watch) throws IOException {
        FileChannel open = channel;
        if (open == null || rememberedFrom < 0) {
            return;
        }
        FileCursor again = new FileCursor(rememberedFrom);
        EventSink sink = watch.learning(id, again, cursor.offset());
        while (again.readOffset() < cursor.offset()) {
            long from = again.readOffset();
            int length = open.read(ByteBuffer.wrap(buffer), from);
            if (length > 0) {
                splitter.split(buffer, length, length == buffer.length, Integer.MAX_VALUE, again, sink);
            }
            if (again.readOffset() == from) {
                return;
            }
        }
    }

    /** Where the file stands now, to be committed. */
    FileState checkpoint(BlockWatch watch) {
        return new FileState(
                id,
                cursor.offset(),
                channel == null ? lineStartToRestore : cursor.lineStart(),
                replayUntil,
                seen,
                watch.rememberedFrom(id),
                contents.fingerprint(),
                contents.head());
    }

    /** What that checkpoint covers is in Kafka, and so is what was told as lost until then. */
    void committed(FileState state) {
        if (state.file().equals(id)) {
            committed = state.offset();
            seenBeforeLoss = state.seen();
            ages.forget(state.offset());
        }
    }

    /** Bytes seen in the file that are not in Kafka, an unfinished line left out. */
    long behindBytes() {
        return committed >= cursor.offset() && looked >= size ? 0 : Math.max(0, size - committed);
    }

    /** Age of the oldest of those bytes, milliseconds, 0 when there is none. */
    long ageMs(long nowMs) {
        return behindBytes() == 0 ? 0 : ages.ageMs(committed, nowMs);
    }

    /** The same, but -1 when there is none, or a start position asked for the oldest. */
    long liveAgeMs(long nowMs) {
        return behindBytes() == 0 || committed < replayUntil ? -1 : ages.ageMs(committed, nowMs);
    }

    /** Where it is. */
    Path path() {
        return path;
    }

    /** True when it has been opened and all that it holds has been looked at, or when it is gone. */
    boolean isFinished() throws IOException {
        FileChannel open = channel;
        return open == null ? gone : looked >= open.size();
    }

    /** Is not followed any more, for there are enough newer ones: what was not read of it is lost. */
    void leaveForNewer(long nowMs) throws IOException {
        if (channel == null && !gone) {
            // It was never opened, or cannot be any more; how long it is may be known all the same.
            seen = Math.max(seen, sizeAtPath());
        }
        lose(cursor.offset(), "is older than the files that are followed", nowMs);
    }

    private long sizeAtPath() {
        try {
            return Files.size(path);
        } catch (IOException expected) {
            return 0;
        }
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
