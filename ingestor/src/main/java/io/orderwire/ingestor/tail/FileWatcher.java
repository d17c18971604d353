package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.split.LineSplitter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one hour file under its path. If the path later names a file with other bytes, this is the next generation, which is
 * read from its start. A removed file stays open until all of its bytes are in Kafka; bytes that were seen and can no longer be
 * read are reported as lost. Its {@link HourFileReader} reads the file. Not thread-safe.
 */
final class FileWatcher implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FileWatcher.class);

    private final WatchedFile file;
    private final HourFileReader reader;

    /** A file to be read from {@code from} on. It was last checked, or known not to exist, at {@code lastLookMs}. */
    FileWatcher(
            Path path,
            LineSplitter splitter,
            FileState from,
            UnreportedLosses losses,
            Generation.Basis basis,
            long lastLookMs) {
        this.file = new WatchedFile(path, splitter, new Generation(path, from, losses, basis, lastLookMs));
        this.reader = new HourFileReader(file);
    }

    HourFile id() {
        return file.id();
    }

    ReadPosition position() {
        return file.position();
    }

    HourFileReader reader() {
        return reader;
    }

    /** See {@link WatchedFile#name}. */
    Path name() {
        return file.name();
    }

    PrefixHold hold() {
        return file.generation().fingerprinter().hold();
    }

    boolean isOpen() {
        return file.state().isOpen();
    }

    /** Whether the file is closed permanently, because its path names its successor. */
    boolean isLeft() {
        return !isOpen() && file.state().pathNames(PathNames.SUCCESSOR);
    }

    /**
     * Greatest length that {@code generation} was seen to have, 0 if it was not seen. Losses that are not committed do not
     * reduce it.
     */
    long seen(HourFile generation) {
        return file.generation().seen().of(generation, id());
    }

    /** See {@link Generation#mayHaveLostUnseen}. */
    boolean mayHaveLostUnseen(HourFile generation) {
        return file.generation().mayHaveLostUnseen(generation);
    }

    long lastGrowthMs() {
        return file.generation().growth().lastMs();
    }

    /** See {@link WatchedFile#goBackTo}. */
    boolean goBackTo(FileState committed) throws IOException {
        return file.goBackTo(committed);
    }

    /** Reports that the path names the file. */
    void atPath() {
        file.enter(file.state().atPath());
    }

    /** Reports that the path names something else. */
    void movedAway(PathNames now, long nowMs) throws IOException {
        WatcherState before = file.state();
        if (before instanceof WatcherState.Reading reading) {
            position().lookAgain();
            if (file.generation().fingerprinter().isRewritten(reading.channel())) {
                file.startOver(nowMs);
            }
        }
        file.enter(before.movedAway(now));
        if (now != PathNames.ANOTHER) {
            hold().end();
        }
        boolean heldBack = before instanceof WatcherState.HeldBack;
        if (heldBack) {
            file.generation().unseen().isPossible();
        }
        if (heldBack || now == PathNames.NOTHING && !isOpen()) {
            file.generation().lose(position().offset(), "was removed", nowMs);
        }
    }

    /** Reports that the file has the highest generation of its path, so the path does not name its successor. */
    void isNewest() {
        if (file.state().pathNames(PathNames.SUCCESSOR)) {
            file.enter(file.state().movedAway(PathNames.ANOTHER));
        }
    }

    /** Adopts a newly opened file; returns false, and does not adopt it, while it is held back. */
    boolean open(FileChannel opened, long nowMs) throws IOException {
        atPath();
        boolean taken = file.mayBeRead(opened, nowMs);
        if (taken) {
            file.read(opened);
        }
        return taken;
    }

    /** See {@link WatchedFile#compare}. */
    ContentFingerprint.Match compare(FileChannel other, long nowMs) throws IOException {
        return file.compare(other, nowMs);
    }

    /**
     * Whether to continue in another file with the same bytes: it holds more bytes, or this file has not grown for a long time.
     */
    boolean mayMoveTo(FileChannel other, long nowMs) throws IOException {
        long open = file.channel().size();
        return position().looked() >= open
                && (other.size() > open || file.generation().growth().isOver(nowMs));
    }

    /** Continues in another file that holds the same bytes; returns the channel of the former file, which is still open. */
    FileChannel moveTo(FileChannel other) throws IOException {
        log.info("{} at {} is another file with the same bytes: reading continues there", id(), file.path());
        FileChannel former = file.channel();
        file.read(other);
        return former;
    }

    /** Compares the open file with the bytes that were read of it. */
    void check(long nowMs) throws IOException {
        file.check(nowMs);
    }

    /** See {@link WatchedFile#leaveUnread}. */
    void leaveUnread(long nowMs) throws IOException {
        file.leaveUnread(nowMs);
    }

    /** Reports the unread bytes as lost, because newer files are followed instead of this one. */
    void leaveForNewer(long nowMs) {
        if (!isOpen() && !file.state().pathNames(PathNames.NOTHING)) {
            file.generation().seen().atLeast(file.path().toFile().length());
        } else if (file.state() instanceof WatcherState.MovedAway
                && !file.generation().growth().isOver(nowMs)) {
            file.generation().unseen().isPossible();
        }
        file.generation().lose(position().offset(), "is older than the files that are followed", nowMs);
    }

    /** The state of the file, to be committed; {@code newest} is true for the newest file. */
    FileState checkpoint(long rememberedFrom, boolean newest, long nowMs) {
        boolean settled = isOpen()
                ? reader.isQuiet(nowMs) && (!file.state().isAtPath() || !newest && rememberedFrom < 0)
                : file.state().pathNames(PathNames.NOTHING)
                        || file.generation().growth().isSettled();
        return file.generation().checkpoint(rememberedFrom, settled);
    }

    /** Reports that this checkpoint is in Kafka. */
    void committed(FileState checkpoint) {
        if (checkpoint.file().equals(id())) {
            file.generation().committed(checkpoint);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
