package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.split.LineSplitter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watched file: whether it is open, and which {@link Generation} of the hour file it holds. A file that holds other bytes
 * than were read of it is the next generation. The {@link FileWatcher} follows its path, the {@link HourFileReader} reads
 * it. Not thread-safe.
 */
final class WatchedFile implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WatchedFile.class);

    private final Path path;
    private final LineSplitter splitter;
    private Generation generation;
    private WatcherState state = new WatcherState.Unopened();

    /** A file that begins with the generation {@code first}. */
    WatchedFile(Path path, LineSplitter splitter, Generation first) {
        this.path = path;
        this.splitter = splitter;
        this.generation = first;
    }

    HourFile id() {
        return generation.id();
    }

    Generation generation() {
        return generation;
    }

    ReadPosition position() {
        return generation.position();
    }

    WatcherState state() {
        return state;
    }

    /** The channel of the file, which must be open. */
    FileChannel channel() {
        return Objects.requireNonNull(state.channel());
    }

    Path path() {
        return path;
    }

    /** Name of the file in reports that it cannot be read: its path, or another name if the path names its successor. */
    Path name() {
        return state.pathNames(PathNames.SUCCESSOR) ? path.resolveSibling(id().hour() + " as " + id()) : path;
    }

    /** Goes back to the committed position; false if the file has another generation, or is open and holds other bytes. */
    boolean goBackTo(FileState committed) throws IOException {
        if (!committed.file().equals(id())) {
            return false;
        }
        generation.goBackTo(committed);
        FileChannel open = state.channel();
        boolean same =
                open == null || generation.fingerprinter().contents().compare(open) == ContentFingerprint.Match.SAME;
        if (open != null && same) {
            place(open);
        }
        return same;
    }

    /** Finds the position in a file that holds the bytes that were read. */
    void place(FileChannel open) throws IOException {
        generation.place(open, splitter);
    }

    /** Changes the state after an event of its path or of the open file. */
    void enter(WatcherState next) {
        state = next;
    }

    /** Adopts an opened file, which holds the bytes that were read. */
    void read(FileChannel opened) throws IOException {
        place(opened);
        state = new WatcherState.Reading(opened);
    }

    /** Compares another file with the bytes that were read of this one; a file that is held back counts as a prefix. */
    ContentFingerprint.Match compare(FileChannel other, long nowMs) throws IOException {
        return generation.compare(other, state.channel(), nowMs);
    }

    /** Whether an open file can be read, as the next generation if it holds other bytes; false while it is held back. */
    boolean mayBeRead(FileChannel open, long nowMs) throws IOException {
        ContentFingerprint.Match match = compare(open, nowMs);
        if (match == ContentFingerprint.Match.SAME) {
            generation.unseen().isExcluded();
            position().lookAgain();
        } else if (match == ContentFingerprint.Match.OTHER) {
            log.warn(
                    "{} at {} does not hold the bytes that were read of it up to byte {}",
                    id(),
                    path,
                    position().offset());
            startOver(nowMs);
        }
        return match != ContentFingerprint.Match.PREFIX;
    }

    /**
     * Compares the file with the bytes that were read of it, which may begin the next generation; returns whether it is still
     * open.
     */
    boolean check(long nowMs) throws IOException {
        FileChannel open = state.channel();
        if (open == null || mayBeRead(open, nowMs)) {
            return open != null;
        }
        if (state instanceof WatcherState.Reading reading) {
            state = reading.heldBack();
            open.close();
        } else {
            // No path will name the file again, so its missing bytes will not return.
            generation.fingerprinter().hold().end();
            leaveUnread(nowMs);
        }
        return false;
    }

    /** Begins the next generation, because the file holds other bytes than were read of it. */
    void startOver(long nowMs) {
        generation.lose(position().offset(), "was replaced or cut", nowMs);
        generation = generation.next(nowMs);
        log.warn("reading {} as {} from its start", path, id());
    }

    /** Closes a file that was read to its end and no longer grows. */
    void leave(WatcherState.Open open, long nowMs) throws IOException {
        open.channel().close();
        state = open.closed();
        // Otherwise, opening the path again shows whether the unfinished line is lost: a copy of the file also contains
        // it.
        if (!state.pathNames(PathNames.ANOTHER)) {
            loseUnfinishedLine(nowMs);
        }
    }

    /** Closes a file that may still grow and cannot be opened again. */
    void leaveUnread(long nowMs) throws IOException {
        if (state instanceof WatcherState.Open open) {
            generation.unseen().isPossible();
            open.channel().close();
            state = open.closed();
            loseUnfinishedLine(nowMs);
        }
    }

    private void loseUnfinishedLine(long nowMs) {
        generation.lose(position().offset(), "was left before its last line was whole", nowMs);
    }

    @Override
    public void close() throws IOException {
        if (state instanceof WatcherState.Open open) {
            open.channel().close();
        }
    }
}
