package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.split.LineSplitter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The path of an hour file, and the newest generation that was found there. If the path names another file than the open one,
 * this file either holds the same bytes, and reading continues in it, or it is the next generation. That is read immediately,
 * while the former generation stays open because its writer may still write it. Not thread-safe.
 */
final class HourPath {
    private static final Logger log = LoggerFactory.getLogger(HourPath.class);

    private final Path path;
    private final LineSplitter splitter;
    private final UnreportedLosses losses;
    private final FormerFiles formerFiles;
    private final PathIdentity identity;
    private FileWatcher file;

    /** A path whose newest generation is {@code file}. */
    HourPath(Path path, LineSplitter splitter, UnreportedLosses losses, FormerFiles formerFiles, FileWatcher file) {
        this.path = path;
        this.splitter = splitter;
        this.losses = losses;
        this.formerFiles = formerFiles;
        this.identity = new PathIdentity(path);
        this.file = file;
    }

    Path path() {
        return path;
    }

    /** The newest generation. */
    FileWatcher file() {
        return file;
    }

    /**
     * Opens the file if it is not open, and checks whether the path still names it.
     *
     * @return the former generation, if the path names its successor now and it is still open; else null
     */
    @Nullable
    FileWatcher look(boolean exists, long nowMs) throws IOException {
        if (!exists) {
            file.movedAway(PathNames.NOTHING, nowMs);
            return null;
        }
        PathIdentity.Attributes now = identity.attributes();
        if (!file.isOpen()) {
            if (identity.isReplaced(now)) {
                file.movedAway(PathNames.ANOTHER, nowMs);
            }
            openFirst(now, nowMs);
            return null;
        }
        if (identity.isReplaced(now)) {
            return lookAtOther(now, nowMs);
        }
        file.atPath();
        if (identity.mayHaveChanged(now)) {
            file.check(nowMs);
            identity.compared(now);
        }
        return null;
    }

    private void openFirst(PathIdentity.Attributes now, long nowMs) throws IOException {
        FileChannel opened = open(now);
        boolean taken = false;
        try {
            if (opened != null && file.open(opened, nowMs)) {
                taken = true;
                identity.opened(now);
            }
        } finally {
            if (opened != null && !taken) {
                opened.close();
            }
        }
    }

    /** Opens the path; null if it no longer names the file that it named {@code then}. */
    private @Nullable FileChannel open(PathIdentity.Attributes then) throws IOException {
        FileChannel opened = FileChannel.open(path, StandardOpenOption.READ);
        boolean same = false;
        try {
            same = Objects.equals(identity.attributes().key(), then.key());
        } finally {
            if (!same) {
                opened.close();
            }
        }
        return same ? opened : null;
    }

    private @Nullable FileWatcher lookAtOther(PathIdentity.Attributes now, long nowMs) throws IOException {
        file.movedAway(PathNames.ANOTHER, nowMs);
        FileChannel other = open(now);
        if (other == null) {
            return null;
        }
        FileWatcher former = null;
        boolean taken = false;
        try {
            ContentFingerprint.Match match = file.compare(other, nowMs);
            if (match == ContentFingerprint.Match.SAME && file.mayMoveTo(other, nowMs)) {
                long read = file.position().looked();
                FileChannel left = file.moveTo(other);
                taken = true;
                formerFiles.watch(file.id(), left, read, nowMs);
            } else if (match == ContentFingerprint.Match.OTHER) {
                former = file;
                file = successor(nowMs);
                taken = file.open(other, nowMs);
                former.movedAway(PathNames.SUCCESSOR, nowMs);
            }
            if (taken) {
                identity.opened(now);
            }
        } finally {
            if (!taken) {
                other.close();
            }
        }
        return former;
    }

    private FileWatcher successor(long nowMs) {
        HourFile next = file.id().nextGeneration();
        log.warn("{} was replaced: reading {} from its start, and the former file as long as it grows", path, next);
        return new FileWatcher(path, splitter, FileState.unread(next), losses, Generation.Basis.FOUND, nowMs);
    }
}
