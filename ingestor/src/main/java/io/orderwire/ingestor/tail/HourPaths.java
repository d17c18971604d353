package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.split.LineSplitter;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The paths of the hour files that are followed, each with its newest generation, and the files that no path names anymore but
 * that may still be written: former generations, and former files with the same bytes as another file. Not thread-safe.
 */
final class HourPaths implements AutoCloseable {
    /** The files that were followed until a state was restored. */
    record Followed(List<FileWatcher> files, Map<HourFile, HourPath> paths) {
        /** The file with that generation, or null. */
        @Nullable
        FileWatcher find(HourFile id) {
            return files.stream()
                    .filter(file -> file.id().equals(id))
                    .findFirst()
                    .orElse(null);
        }

        /** Greatest length that a generation was seen to have, 0 if it was not seen. */
        long seen(HourFile id) {
            return files.stream()
                    .filter(file -> file.id().firstGeneration().equals(id.firstGeneration()))
                    .mapToLong(file -> file.seen(id))
                    .max()
                    .orElse(0);
        }

        /** Whether bytes of a generation may have been lost without being seen, and no commit contains this loss. */
        boolean mayHaveLostUnseen(HourFile id) {
            return files.stream().anyMatch(file -> file.mayHaveLostUnseen(id));
        }

        /** The path whose newest generation is that file; null if the file is a former generation. */
        @Nullable
        HourPath path(FileWatcher file) {
            HourPath path = paths.get(file.id().firstGeneration());
            return path != null && path.file() == file ? path : null;
        }
    }

    private final Path hourly;
    private final LineSplitter splitter;
    private final UnreportedLosses losses;
    private final FormerFiles formerFiles;
    private final FormerGenerations formerGenerations = new FormerGenerations();
    private final NavigableMap<HourFile, HourPath> paths = new TreeMap<>();
    private List<FileWatcher> files = List.of();

    /** Starts without paths; they will be below {@code hourly}. */
    HourPaths(Path hourly, LineSplitter splitter, UnreportedLosses losses) {
        this.hourly = hourly;
        this.splitter = splitter;
        this.losses = losses;
        this.formerFiles = new FormerFiles(losses);
    }

    /** The paths by the first generation of their hours. */
    NavigableMap<HourFile, HourPath> byHour() {
        return Collections.unmodifiableNavigableMap(paths);
    }

    /** All generations as of the last {@link #sort}, the oldest first. */
    List<FileWatcher> files() {
        return files;
    }

    /** Updates {@link #files} after files were added or removed. */
    void sort() {
        List<FileWatcher> all = new ArrayList<>(formerGenerations.files());
        paths.values().forEach(path -> all.add(path.file()));
        all.sort(Comparator.comparing(FileWatcher::id));
        files = List.copyOf(all);
    }

    /** Follows the path of a file that is to be read from {@code state} on. */
    void add(FileState state, Generation.Basis basis, long lastLookMs) {
        HourFile hour = state.file().firstGeneration();
        Path path = hour.in(hourly);
        add(path, new FileWatcher(path, splitter, state, losses, basis, lastLookMs));
    }

    private void add(Path path, FileWatcher file) {
        paths.put(file.id().firstGeneration(), new HourPath(path, splitter, losses, formerFiles, file));
    }

    /** Follows the path of a file that was followed before, with this file as its newest generation. */
    void keepNewest(FileWatcher file, @Nullable HourPath path) {
        file.isNewest();
        HourFile hour = file.id().firstGeneration();
        if (path == null) {
            add(hour.in(hourly), file);
        } else {
            paths.put(hour, path);
        }
    }

    /** Continues with a former generation that was read before. */
    void keepFormer(FileWatcher file) {
        formerGenerations.restore(file);
    }

    /**
     * Checks whether a path names another file; a former generation that is still open is read as long as it grows.
     *
     * @param failing paths that cannot be read and are tried again later
     */
    void look(HourPath hour, boolean exists, UnreadablePaths failing, long nowMs) {
        Path path = hour.path();
        if (exists && !failing.isDue(path, nowMs)) {
            return;
        }
        try {
            FileWatcher former = hour.look(exists, nowMs);
            if (former != null) {
                formerGenerations.add(former, nowMs);
            }
            failing.cleared(path);
        } catch (NoSuchFileException expected) {
            // The file was removed between the two calls: the next scan will detect that.
        } catch (IOException e) {
            failing.failed(path, e, nowMs);
        }
    }

    /** Checks the former files, which no path names anymore. */
    void lookAtFormerFiles(long nowMs) throws IOException {
        formerFiles.look(nowMs);
    }

    /** Stops following the path with the oldest hour. */
    void leaveOldest(long nowMs) throws IOException {
        FileWatcher oldest = paths.firstEntry().getValue().file();
        oldest.leaveForNewer(nowMs);
        oldest.close();
        paths.pollFirstEntry();
    }

    /** Stops following all files, and discards the reports about former files since the last commit. */
    Followed goBack() {
        Followed before = new Followed(files, new TreeMap<>(paths));
        paths.clear();
        formerGenerations.clear();
        formerFiles.goBack();
        return before;
    }

    /**
     * The states of all files, to be committed.
     *
     * @param rememberedFrom offset in a file of the first byte that is read again at a start, -1 if there is none
     */
    List<FileState> checkpoint(ToLongFunction<HourFile> rememberedFrom, long nowMs) {
        formerFiles.checkpoint();
        formerGenerations.checkpoint();
        FileWatcher newest =
                paths.isEmpty() ? null : paths.lastEntry().getValue().file();
        return files.stream()
                .filter(file -> !file.isLeft())
                .map(file -> file.checkpoint(rememberedFrom.applyAsLong(file.id()), file == newest, nowMs))
                .toList();
    }

    /** Those states are committed. */
    void committed(List<FileState> states) {
        formerFiles.committed();
        formerGenerations.committed();
        Map<HourFile, FileState> byFile = new HashMap<>();
        states.forEach(state -> byFile.put(state.file(), state));
        for (FileWatcher file : files) {
            FileState state = byFile.get(file.id());
            if (state != null) {
                file.committed(state);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (FileWatcher file : files) {
            file.close();
        }
        formerFiles.close();
    }
}
