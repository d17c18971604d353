package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores a committed state. After a failed transaction, it uses the files that are still open, because their paths may be
 * gone or name other files; at a start, it uses the files that the paths name. Bytes that were seen and can no longer be read
 * are reported as lost. Used once.
 */
final class Restoration {
    private static final Logger log = LoggerFactory.getLogger(Restoration.class);

    private final HourPaths paths;
    private final HourPaths.Followed before;
    private final UnreportedLosses losses;
    private final Generation.Basis unfollowed;
    private final long lastScanMs;
    private final Map<HourFile, Long> foundBefore = new TreeMap<>();

    /**
     * Starts with the files that {@code paths} follow now, as of {@code lastScanMs}.
     *
     * @param unfollowed origin of the states of files that are not followed now
     */
    Restoration(HourPaths paths, UnreportedLosses losses, Generation.Basis unfollowed, long lastScanMs) {
        this.paths = paths;
        this.before = paths.goBack();
        this.losses = losses;
        this.unfollowed = unfollowed;
        this.lastScanMs = lastScanMs;
    }

    /**
     * Follows the files of a committed state, and the files that were found after it.
     *
     * @param floor hour files before it are not followed; null if nothing was ever committed; then no file is kept
     */
    void goTo(List<FileState> committed, @Nullable HourFile floor) throws IOException {
        Set<HourFile> ids = committed.stream().map(FileState::file).collect(Collectors.toSet());
        for (FileWatcher file : before.files()) {
            if (floor == null) {
                file.close();
            } else if (!ids.contains(file.id())) {
                keepFound(file, floor);
            }
        }
        Collection<FileState> newest = FolderMatch.newestGenerations(committed);
        for (FileState file : committed) {
            restore(file, newest.contains(file));
            foundBefore.remove(file.file());
        }
        foundBefore.forEach((file, seen) -> losses.unread(FileState.unread(file).seen(seen), false, lastScanMs));
    }

    /** Keeps a generation that was found after the state was committed, and possibly the generation before it. */
    private void keepFound(FileWatcher file, HourFile floor) throws IOException {
        HourFile id = file.id();
        HourPath path = before.path(file);
        FileState unread = FileState.unread(id).replayUntil(file.position().replayUntil());
        boolean followed = id.firstGeneration().compareTo(floor) >= 0 && (path != null || file.isOpen());
        if (!followed || !goBack(file, unread)) {
            losses.unread(unread.seen(file.seen(id)), file.isOpen(), lastScanMs);
            file.close();
            return;
        }
        if (path != null) {
            paths.keepNewest(file, path);
        } else {
            paths.keepFormer(file);
        }
        if (id.generation() > 0) {
            HourFile former = new HourFile(id.date(), id.hour(), id.generation() - 1);
            foundBefore.merge(former, file.seen(former), Math::max);
        }
    }

    private void restore(FileState file, boolean newestCommitted) throws IOException {
        HourPath later = paths.byHour().get(file.file().firstGeneration());
        boolean newest = newestCommitted && later == null;
        FileWatcher known = before.find(file.file());
        long seen = before.seen(file.file());
        boolean unseen = before.mayHaveLostUnseen(file.file());
        if (known != null && (newest || known.isOpen()) && goBack(known, file)) {
            if (newest) {
                paths.keepNewest(known, before.path(known));
            } else {
                paths.keepFormer(known);
            }
            return;
        }
        if (known != null) {
            known.close();
        }
        if (newest) {
            paths.add(file.seen(seen), known == null ? unfollowed : Generation.Basis.CHECKPOINT, 0);
        } else {
            boolean unknown = unseen || !file.settled() && (later == null || seen == 0);
            losses.unread(file.seen(seen), unknown, lastScanMs);
        }
    }

    /** Like {@link FileWatcher#goBackTo}, but also false if the file cannot be read. */
    private static boolean goBack(FileWatcher file, FileState state) {
        try {
            return file.goBackTo(state);
        } catch (IOException e) {
            log.warn("{} cannot be read after a failed transaction: {}", file.name(), e.toString());
            return false;
        }
    }
}
