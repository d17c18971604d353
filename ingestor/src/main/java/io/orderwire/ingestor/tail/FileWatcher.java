package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.Fingerprint;
import io.orderwire.ingestor.checkpoint.UncountedBytes;
import io.orderwire.ingestor.duplicates.RewindDetector;
import io.orderwire.ingestor.split.LineSplitter;
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
final class FileWatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FileWatcher.class);

    private final Path path;
    private final LineSplitter splitter;
    private final UnreportedLosses losses;
    private final Fingerprinter known;
    private final Growth growth;
    private final SeenLength seen;
    private HourFile id;
    private ReadPosition position;
    private @Nullable FileChannel channel;
    private PathNames names = PathNames.FILE;
    private long size;

    /** A file to read on from {@code state}; it was last checked, or known not to exist, at {@code lastLookMs}. */
    FileWatcher(
            Path path,
            LineSplitter splitter,
            FileState state,
            UnreportedLosses losses,
            Growth.Basis basis,
            long lastLookMs) {
        this.path = path;
        this.splitter = splitter;
        this.losses = losses;
        this.known = new Fingerprinter(path, state);
        this.growth = new Growth(state.settled(), basis);
        this.id = state.file();
        this.position = new ReadPosition(state, lastLookMs);
        this.seen = new SeenLength(losses, state.seen());
    }

    /** Goes back to the committed position; false if the file has another generation, or is open and holds other bytes. */
    boolean goBackTo(FileState state) throws IOException {
        if (!state.file().equals(id)) {
            return false;
        }
        known.goBackTo(state);
        position.goTo(state);
        seen.goBackTo(state.seen());
        growth.goBack();
        FileChannel open = channel;
        boolean same = open == null || known.contents().compare(open) == ContentFingerprint.Match.SAME;
        if (open != null && same) {
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

    /** The path names that now. */
    void pathNames(PathNames now, long nowMs) throws IOException {
        if (names == PathNames.FILE && now != PathNames.FILE && channel != null) {
            position.lookAgain();
            if (known.isRewritten(channel)) {
                startOver(nowMs);
            }
        }
        names = now;
        if (now == PathNames.NOTHING || now == PathNames.SUCCESSOR) {
            known.hold().end();
        }
        if (now != PathNames.FILE && growth.wasClosedEarly() || now == PathNames.NOTHING && channel == null) {
            lose(position.offset(), "was removed", nowMs);
        }
    }

    /** Takes a newly opened file; false, and the file is not taken, while it is held back. */
    boolean open(FileChannel opened, long nowMs) throws IOException {
        names = PathNames.FILE;
        boolean taken = mayBeRead(opened, nowMs);
        if (taken) {
            place(opened);
            channel = opened;
        }
        return taken;
    }

    /** Compares the file that the path names now with what was read; one that is held back counts as a prefix. */
    ContentFingerprint.Match compare(FileChannel other, long nowMs) throws IOException {
        ContentFingerprint.Match match = known.compare(other, position.offset(), nowMs);
        boolean same = match != ContentFingerprint.Match.SAME || position.hasSameLine(channel, other);
        return same ? match : ContentFingerprint.Match.OTHER;
    }

    /** Whether to read on in another file with the same bytes: it holds more, or this one has not grown for long. */
    boolean mayMoveTo(FileChannel other, long nowMs) throws IOException {
        long open = Objects.requireNonNull(channel).size();
        return position.looked() >= open && (other.size() > open || growth.isOver(nowMs));
    }

    ReadPosition position() {
        return position;
    }

    /** Reads on in another file that holds the same bytes; returns the former one, which is still open. */
    FileChannel moveTo(FileChannel other) throws IOException {
        log.info("{} at {} is another file with the same bytes: reading on there", id, path);
        FileChannel former = Objects.requireNonNull(channel);
        position.keepLine();
        place(other);
        channel = other;
        names = PathNames.FILE;
        return former;
    }

    /** Whether the file is open after comparing it with what was read of it, which may begin the next generation. */
    boolean check(long nowMs) throws IOException {
        FileChannel open = channel;
        if (open != null && !mayBeRead(open, nowMs)) {
            growth.closedEarly();
            position.keepLine();
            channel = null;
            open.close();
        }
        return channel != null;
    }

    /** Whether the file can be read, as its next generation if it holds other bytes; false while it is held back. */
    private boolean mayBeRead(FileChannel open, long nowMs) throws IOException {
        ContentFingerprint.Match match = compare(open, nowMs);
        if (match == ContentFingerprint.Match.SAME) {
            growth.continues();
            position.lookAgain();
        } else if (match == ContentFingerprint.Match.OTHER) {
            log.warn("{} at {} does not hold what was read of it up to byte {}", id, path, position.offset());
            startOver(nowMs);
        }
        return match != ContentFingerprint.Match.PREFIX;
    }

    PrefixHold hold() {
        return known.hold();
    }

    private void place(FileChannel opened) throws IOException {
        position.place(opened, splitter, known.contents().isUnknown());
        seen.atLeast(position.looked());
        seen.isOfContents();
        known.contents().load(opened, position.looked());
    }

    private void startOver(long nowMs) {
        lose(position.offset(), "was replaced or cut", nowMs);
        log.warn("reading {} as {} from its start", path, id.nextGeneration());
        seen.startOver();
        id = id.nextGeneration();
        position = new ReadPosition(FileState.unread(id), nowMs);
        known.startOver(FileState.unread(id));
    }

    private void lose(long from, String how, long nowMs) {
        seen.lose(id, from, growth.endsUnknown(), how, nowMs - position.ages().ageMs(from, nowMs), nowMs);
    }

    /** Samples the length of the file; true when there are bytes that have not been looked at. */
    boolean hasUnread(long nowMs) throws IOException {
        FileChannel open = channel;
        if (open == null) {
            return false;
        }
        size = open.size();
        if (size < seen.bytes() && names != PathNames.FILE) {
            leaveUnread(nowMs);
            return false;
        }
        if (size < position.cursor().readOffset()) {
            log.warn("{} at {} was cut to {} bytes, and more had been read", id, path, size);
            if (!check(nowMs)) {
                return false;
            }
            if (position.cursor().readOffset() > size) {
                position.keepLine();
                place(open);
            }
        }
        if (size < seen.bytes()) {
            lose(size, "was cut", nowMs);
            if (!check(nowMs)) {
                return false;
            }
        }
        if (size > seen.bytes()) {
            growth.seen(nowMs);
        }
        seen.atLeast(size);
        position.ages().sample(size, nowMs);
        if (position.hasUnread(size, nowMs)) {
            return true;
        }
        if (names != PathNames.FILE && growth.isSettled() && isQuiet(nowMs)) {
            leave(open, false, nowMs);
        }
        return false;
    }

    private boolean isQuiet(long nowMs) {
        return position.isCommitted() && position.isFinished(size) && growth.isOver(nowMs);
    }

    /** Whether the file is left once a checkpoint in Kafka says that it is settled. */
    boolean isSettling(long nowMs) {
        return channel != null && names != PathNames.FILE && !growth.isSettled() && isQuiet(nowMs);
    }

    /** Samples the size alone. */
    void look(long nowMs) throws IOException {
        if (channel != null) {
            position.look(channel, nowMs);
        }
    }

    /** Closes a file that is in Kafka as a whole, whose path is gone or holds another file, and that no longer grows. */
    private void leave(FileChannel open, boolean unread, long nowMs) throws IOException {
        position.keepLine();
        open.close();
        channel = null;
        // Otherwise opening the path again shows whether it is lost: a copy holds the unfinished line, too.
        if (unread || names != PathNames.ANOTHER) {
            lose(position.offset(), "was left before its last line was whole", nowMs);
        }
    }

    /** Closes a file that may still grow, and cannot be opened again. */
    void leaveUnread(long nowMs) throws IOException {
        if (channel != null) {
            growth.isUnknown();
            leave(channel, true, nowMs);
        }
    }

    /** Closes a file that cannot be read, because another handle may work, as after a failure of a network file system. */
    void readFailed(long nowMs) throws IOException {
        if (names == PathNames.FILE) {
            position.keepLine();
            close();
            channel = null;
        } else {
            leaveUnread(nowMs);
        }
    }

    /** When the last complete unread line was written, by the node's clock, or {@link LineTime#UNKNOWN}. */
    long lastLineMs() throws IOException {
        return channel == null ? LineTime.UNKNOWN : LineSearch.lastTime(channel, position.offset(), channel.size());
    }

    /**
     * If the next byte is older than {@code maxAgeMs}, jumps to the first line that is at most {@code toAgeMs} older than the
     * newest data; never over bytes that a start position asked for, and never over the newest data. Null if it does not.
     */
    @Nullable
    UncountedBytes jump(long maxAgeMs, long toAgeMs, NewestData newest, long nowMs) throws IOException {
        FileChannel open = channel;
        if (open == null || position.isReplay()) {
            return null;
        }
        long to = position.freshFrom(open, size, maxAgeMs, toAgeMs, newest, this, nowMs);
        if (to <= position.offset()) {
            return null;
        }
        long ageMs = position.ageMs(open, newest, nowMs);
        UncountedBytes jump = losses.shed(id, position.cursor(), to, Fingerprint.before(open, to), ageMs, nowMs);
        position.jumpTo(to);
        known.contents().load(open, to);
        return jump;
    }

    /** Reads up to about {@code enough} bytes; returns how many were consumed. */
    long read(byte[] buffer, long enough, ReadPosition.Target to, long nowMs) throws IOException {
        FileChannel open = Objects.requireNonNull(channel);
        long from = position.cursor().readOffset();
        int length = open.read(ByteBuffer.wrap(buffer), from);
        if (length <= 0) {
            position.lookedTo(from);
            return 0;
        }
        if (!known.stand(open, from)) {
            log.warn("{} at {} holds other bytes before byte {} than were read", id, path, from);
            seen.mayBeOfOthers();
            if (names == PathNames.SUCCESSOR) {
                leaveUnread(nowMs);
            } else {
                startOver(nowMs);
            }
            return 0;
        }
        seen.isOfContents();
        return position.read(id, open, known.contents(), buffer, length, enough, splitter, to, nowMs);
    }

    /** Reads the bytes again that the memory of recent blocks is made of; false if they cannot be read. */
    boolean learn(Learner learner) throws IOException {
        return channel != null && position.learn(channel, id, learner);
    }

    /** How far the file has been read, to be committed; {@code newest} says that it is the newest file. */
    FileState checkpoint(RewindDetector watch, boolean newest, long nowMs) {
        long rememberedFrom = watch.memory().rememberedFrom(id);
        growth.checkpoint();
        boolean settled = channel == null
                ? names == PathNames.NOTHING || growth.isSettled()
                : isQuiet(nowMs) && (names != PathNames.FILE || !newest && rememberedFrom < 0);
        return position.state(id, channel != null, seen.bytes(), rememberedFrom, known.contents(), settled);
    }

    /** The checkpoint is in Kafka, and so are all events before it and all losses reported until then. */
    void committed(FileState state) {
        if (state.file().equals(id)) {
            position.committed(state.offset());
            seen.committed(state.seen());
            growth.committed(state.settled());
        }
    }

    /** The bytes that were seen and are not in Kafka; none when only an unfinished line is left. */
    Lag lag(long nowMs) {
        return position.lag(size, nowMs);
    }

    /** Names the file when it cannot be read: its path, or another name if the path names its successor. */
    Path name() {
        return names == PathNames.SUCCESSOR ? path.resolveSibling(id.hour() + " as " + id) : path;
    }

    /** The file has the highest generation of its path. */
    void isNewest() {
        names = names == PathNames.SUCCESSOR ? PathNames.ANOTHER : names;
    }

    HourFile id() {
        return id;
    }

    /** True when the file is open and all of its bytes have been looked at, or when it is not open and is gone. */
    boolean isFinished() throws IOException {
        return channel == null ? names == PathNames.NOTHING : position.isFinished(channel.size());
    }

    /** Reports the unread bytes as lost, because the file is dropped for newer ones. */
    void leaveForNewer(long nowMs) {
        if (channel == null && names != PathNames.NOTHING) {
            seen.atLeast(path.toFile().length());
        } else if (channel != null && names != PathNames.FILE && !growth.isOver(nowMs)) {
            growth.isUnknown();
        }
        lose(position.offset(), "is older than the files that are followed", nowMs);
    }

    boolean isLeft() {
        return names == PathNames.SUCCESSOR && channel == null;
    }

    long lastGrowthMs() {
        return growth.lastMs();
    }

    /** True if all of its bytes were passed on, with the end of the last line. */
    boolean isReadWhole() {
        return channel == null ? names.isGone() : position.cursor().isAtEndOf(channel);
    }

    /** True when all that is in the file has been looked at. */
    boolean isAtEnd() {
        return channel == null || position.looked() >= size;
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }
}
