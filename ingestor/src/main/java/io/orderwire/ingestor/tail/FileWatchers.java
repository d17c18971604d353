package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.duplicates.RewindDetector;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.runtime.clock.SteadyClock;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hour files that a {@link Tailer} follows: at most the newest {@link #MAX_TRACKED}, in the order of their hours. Finds
 * new files, notices files that are removed or replaced, and leaves the oldest file for a newer one. Former generations stay
 * as long as they may be written. Used by the ingestor's thread, but for {@link #held()}.
 */
final class FileWatchers implements AutoCloseable {
    /** Hour files kept track of: two days. */
    static final int MAX_TRACKED = 48;

    /** Files that are always checked; older ones hardly grow, and are checked when the folder is scanned. */
    static final int NEWEST = 2;

    private static final Logger log = LoggerFactory.getLogger(FileWatchers.class);
    private static final long SCAN_INTERVAL_MS = 100;

    private final Path hourly;
    private final HourDirectory directory;
    private final UnreadablePaths troubles = new UnreadablePaths();
    private final FolderScan folder;
    private final StartPosition start;
    private final UnreportedLosses losses;
    private final HourPaths paths;
    private final Predicate<Path> unreadable;
    private final SteadyClock clock;
    private Map<HourFile, HourFile> generations = Map.of();
    private @Nullable HourFile floor;
    private @Nullable Position replayTo;
    private boolean restored;
    private boolean settling;
    private Set<HourFile> waiting = Set.of();
    private long lastScanMs;
    private volatile List<String> held = List.of();

    /**
     * No files yet: {@link #restore} or {@link #takeOver} finds them below {@code sourceDirectory}. {@code unreadable} knows
     * the open files that cannot be read.
     */
    FileWatchers(
            Path sourceDirectory,
            LineSplitter splitter,
            StartPosition start,
            UnreportedLosses losses,
            Predicate<Path> unreadable,
            SteadyClock clock) {
        this.hourly = sourceDirectory.resolve("hourly");
        this.directory = new HourDirectory(sourceDirectory);
        this.folder = new FolderScan(hourly, directory, troubles);
        this.start = start;
        this.losses = losses;
        this.paths = new HourPaths(hourly, splitter, losses);
        this.unreadable = unreadable;
        this.clock = clock;
    }

    Path hourly() {
        return hourly;
    }

    /** All of them, the oldest first. */
    List<FileWatcher> all() {
        return paths.files();
    }

    /** That file and all newer ones, the oldest first. */
    List<FileWatcher> from(FileWatcher file) {
        List<FileWatcher> all = all();
        return all.subList(all.indexOf(file), all.size());
    }

    /** Hour files before it are not looked at; null before the first start. */
    @Nullable
    HourFile floor() {
        return floor;
    }

    /** The end of the bytes that the start position asked for; null if it asked for none. */
    @Nullable
    Position replayTo() {
        return replayTo;
    }

    /** See {@link Tailer#restore}. */
    void restore(IngestorState state) throws IOException {
        generations = Map.of();
        goTo(state);
    }

    /** See {@link Tailer#reset}. */
    void reset(IngestorState former) throws IOException {
        Map<HourFile, HourFile> known = new TreeMap<>();
        for (FileState file : former.files()) {
            known.put(
                    file.file().firstGeneration(),
                    FolderMatch.holds(file, file.file().in(hourly))
                            ? file.file()
                            : file.file().nextGeneration());
        }
        generations = known;
        goTo(former.withoutPositions());
    }

    /** See {@link Tailer#takeOver}. */
    void takeOver(IngestorState former) throws IOException {
        Map<HourFile, HourFile> next = new TreeMap<>();
        former.files()
                .forEach(file ->
                        next.put(file.file().firstGeneration(), file.file().nextGeneration()));
        generations = next;
        goTo(former.withoutPositions());
        for (Map.Entry<HourFile, HourFile> file : next.entrySet()) {
            HourFile hour = file.getKey();
            // A file that appears later, even after a restart, must not be taken for the former one.
            if (!isFull() && !paths.byHour().containsKey(hour) && hour.compareTo(lowest()) >= 0) {
                paths.add(FileState.unread(file.getValue()), Growth.Basis.FOUND, lastScanMs);
            }
        }
        paths.sort();
        former.files().forEach(file -> losses.unread(file, false, lastScanMs));
    }

    private void goTo(IngestorState state) throws IOException {
        floor = state.floor();
        replayTo = state.replayTo();
        Growth.Basis unfollowed = restored ? Growth.Basis.FOUND : Growth.Basis.CHECKPOINT;
        new Restoration(paths, losses, unfollowed, lastScanMs).goTo(state.files(), floor);
        if (floor == null) {
            begin();
        }
        restored = true;
        scan(clock.millis());
    }

    private void begin() throws IOException {
        FirstFiles first = FirstFiles.of(start, directory, MAX_TRACKED, generations);
        floor = first.floor();
        replayTo = first.replayTo();
        for (FileState file : first.states()) {
            paths.add(file, Growth.Basis.FOUND, 0);
        }
        log.info(
                "starting at the {} of {}: {} hour files there",
                start.text(),
                hourly,
                first.states().size());
    }

    private boolean isFull() {
        return paths.byHour().size() >= MAX_TRACKED;
    }

    private HourFile lowest() {
        return floor == null ? FirstFiles.LOWEST : floor;
    }

    /** Scans the folder if the last scan was 100 ms ago or more; returns whether it did. */
    boolean scanIfDue(long nowMs) throws IOException {
        if (nowMs - lastScanMs < SCAN_INTERVAL_MS) {
            return false;
        }
        scan(nowMs);
        return true;
    }

    private void scan(long nowMs) throws IOException {
        FolderScan.Found found = folder.files(lowest(), nowMs);
        Set<HourFile> stillWaiting = new HashSet<>();
        boolean full = false;
        for (Map.Entry<HourFile, Path> file : found.files().entrySet()) {
            if (paths.byHour().containsKey(file.getKey())) {
                continue;
            }
            if (!full && makeRoomFor(file.getKey(), nowMs)) {
                log.info("following {}", file.getValue());
                HourFile id = generations.getOrDefault(file.getKey(), file.getKey());
                long absentMs = waiting.contains(file.getKey()) ? 0 : lastScanMs;
                paths.add(FirstFiles.found(replayTo, id, file.getValue()), Growth.Basis.FOUND, absentMs);
            } else {
                stillWaiting.add(file.getKey());
                full |= file.getKey().compareTo(paths.byHour().firstKey()) > 0;
            }
        }
        waiting = stillWaiting;
        lastScanMs = nowMs;
        for (Map.Entry<HourFile, HourPath> file : paths.byHour().entrySet()) {
            if (found.isKnown(file.getValue().path())) {
                look(file.getValue(), found.files().containsKey(file.getKey()), nowMs);
            }
        }
        paths.lookAtFormerFiles(nowMs);
        paths.sort();
        settling = all().stream().anyMatch(file -> file.isSettling(nowMs));
        held = paths.byHour().values().stream()
                .map(path -> path.file().hold().reason())
                .filter(Objects::nonNull)
                .toList();
    }

    private void look(HourPath hour, boolean exists, long nowMs) throws IOException {
        Path path = hour.path();
        if (exists && !troubles.isDue(path, nowMs)) {
            return;
        }
        try {
            paths.look(hour, exists, nowMs);
            troubles.cleared(path);
        } catch (NoSuchFileException expected) {
            // Removed between the two looks: the next scan finds it gone.
        } catch (IOException e) {
            troubles.failed(path, e, nowMs);
        }
    }

    /** Leaves the oldest file, if it has been read to its end or cannot be read, for a newer one. */
    private boolean makeRoomFor(HourFile file, long nowMs) throws IOException {
        if (!isFull()) {
            return true;
        }
        Map.Entry<HourFile, HourPath> oldest = paths.byHour().firstEntry();
        Path path = oldest.getValue().path();
        boolean hopeless = troubles.has(path) || unreadable.test(path);
        if (oldest.getKey().compareTo(file) > 0
                || !hopeless && !oldest.getValue().file().isFinished()) {
            return false;
        }
        paths.leaveOldest(nowMs);
        troubles.forget(path);
        HourFile lowest = paths.byHour().firstKey();
        floor = lowest;
        if (replayTo != null && replayTo.file().firstGeneration().compareTo(lowest) < 0) {
            replayTo = null;
        }
        return true;
    }

    /** Why files are held back; from any thread. */
    List<String> held() {
        return held;
    }

    /** The files and folders that cannot be opened or listed. */
    UnreadablePaths troubles() {
        return troubles;
    }

    /** Whether growth is not seen: the newest file is held back or cannot be read, or a folder of a later date cannot. */
    boolean isNewestUnseen() {
        List<FileWatcher> all = all();
        if (all.isEmpty()) {
            return troubles.count() > 0;
        }
        FileWatcher newest = all.get(all.size() - 1);
        return newest.hold().reason() != null
                || !newest.isOpen() && !newest.isReadWhole()
                || troubles.count() > 0
                        && troubles.paths().stream()
                                .anyMatch(path ->
                                        Objects.equals(path.getParent(), hourly) && path.compareTo(newest.name()) > 0);
    }

    /** Whether files wait for a checkpoint in Kafka to be left. */
    boolean isSettling() {
        return settling;
    }

    /** How far each file has been read. */
    List<FileState> checkpoint(RewindDetector watch) {
        return paths.checkpoint(watch, clock.millis());
    }

    /** Those states are committed. */
    void committed(List<FileState> states) {
        paths.committed(states);
    }

    @Override
    public void close() throws IOException {
        paths.close();
    }
}
