package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.recover.FileState;
import io.orderwire.ingestor.recover.IngestorState;
import io.orderwire.ingestor.repeat.BlockWatch;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.orders.HourFile;
import io.orderwire.orders.Position;
import io.orderwire.runtime.clock.SteadyClock;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
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
final class TrackedFiles implements AutoCloseable {
    /** Hour files kept track of: two days. */
    static final int MAX_TRACKED = 48;

    private static final Logger log = LoggerFactory.getLogger(TrackedFiles.class);
    private static final long SCAN_INTERVAL_MS = 100;

    private final Path hourly;
    private final HourDirectory directory;
    private final Troubles troubles = new Troubles();
    private final FolderScan folder;
    private final LineSplitter splitter;
    private final StartPosition start;
    private final Losses losses;
    private final FormerFiles formerFiles;
    private final Predicate<Path> unreadable;
    private final SteadyClock clock;
    private final NavigableMap<HourFile, HourPath> tracked = new TreeMap<>();
    private final FormerGenerations detached = new FormerGenerations();
    private List<TrackedFile> all = List.of();
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
    TrackedFiles(
            Path sourceDirectory,
            LineSplitter splitter,
            StartPosition start,
            Losses losses,
            Predicate<Path> unreadable,
            SteadyClock clock) {
        this.hourly = sourceDirectory.resolve("hourly");
        this.directory = new HourDirectory(sourceDirectory);
        this.folder = new FolderScan(hourly, directory, troubles);
        this.splitter = splitter;
        this.start = start;
        this.losses = losses;
        this.formerFiles = new FormerFiles(losses);
        this.unreadable = unreadable;
        this.clock = clock;
    }

    Path hourly() {
        return hourly;
    }

    /** All of them, the oldest first. */
    List<TrackedFile> all() {
        return all;
    }

    /** That file and all newer ones, the oldest first. */
    List<TrackedFile> from(TrackedFile file) {
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
            if (tracked.size() < MAX_TRACKED && !tracked.containsKey(hour) && hour.compareTo(lowest()) >= 0) {
                track(FileState.unread(file.getValue()), Growth.Origin.FOUND, lastScanMs);
            }
        }
        sort();
        former.files().forEach(file -> losses.unread(file, false, lastScanMs));
    }

    private void goTo(IngestorState state) throws IOException {
        List<TrackedFile> former = new ArrayList<>(all);
        Set<TrackedFile> committed = new HashSet<>();
        Map<HourFile, Long> foundBefore = new TreeMap<>();
        Map<HourFile, HourPath> paths = new TreeMap<>(tracked);
        tracked.clear();
        detached.clear();
        floor = state.floor();
        replayTo = state.replayTo();
        for (FileState file : state.files()) {
            former.stream().filter(known -> known.id().equals(file.file())).forEach(committed::add);
        }
        for (TrackedFile file : former) {
            if (floor == null) {
                // Nothing was ever committed: reading begins at the start position again.
                file.close();
            } else if (!committed.contains(file)) {
                keepFound(file, paths, foundBefore);
            }
        }
        Collection<FileState> newest = FolderMatch.newestGenerations(state.files());
        for (FileState file : state.files()) {
            restore(file, newest.contains(file), former, paths);
            foundBefore.remove(file.file());
        }
        foundBefore.forEach((file, seen) -> losses.unread(FileState.unread(file).seen(seen), false, lastScanMs));
        if (floor == null) {
            begin();
        }
        formerFiles.goBack();
        restored = true;
        scan(clock.millis());
    }

    private void restore(
            FileState file, boolean newestCommitted, List<TrackedFile> former, Map<HourFile, HourPath> paths)
            throws IOException {
        HourFile hour = file.file().firstGeneration();
        HourPath later = tracked.get(hour);
        boolean newest = newestCommitted && later == null;
        TrackedFile known = FileStates.find(former, file.file());
        long seen = FileStates.seen(former, file.file());
        if (known != null && (newest || known.isOpen()) && FileStates.goBack(known, file)) {
            if (newest) {
                keep(known, paths);
            } else {
                detached.restore(known);
            }
            return;
        }
        if (known != null) {
            known.close();
        }
        if (newest) {
            boolean watched = restored && known == null;
            track(file.seen(seen), watched ? Growth.Origin.FOUND : Growth.Origin.CHECKPOINT, 0);
        } else {
            losses.unread(file.seen(seen), !file.settled() && (later == null || seen == 0), lastScanMs);
        }
    }

    /** A generation that was found after the state was committed, and perhaps another one before it. */
    private void keepFound(TrackedFile file, Map<HourFile, HourPath> paths, Map<HourFile, Long> foundBefore)
            throws IOException {
        HourFile hour = file.id().firstGeneration();
        HourPath path = paths.get(hour);
        boolean newest = path != null && path.file() == file;
        boolean followed = hour.compareTo(lowest()) >= 0 && (newest || file.isOpen());
        if (!followed || !FileStates.goBack(file, FileStates.unread(file))) {
            losses.unread(FileStates.unread(file).seen(file.seen(file.id())), file.isOpen(), lastScanMs);
            file.close();
            return;
        }
        if (newest) {
            keep(file, paths);
        } else {
            detached.restore(file);
        }
        int generation = file.id().generation();
        if (generation > 0) {
            HourFile before = new HourFile(hour.date(), hour.hour(), generation - 1);
            foundBefore.merge(before, file.seen(before), Math::max);
        }
    }

    private void keep(TrackedFile file, Map<HourFile, HourPath> paths) {
        HourFile hour = file.id().firstGeneration();
        HourPath path = paths.get(hour);
        boolean named = path != null && path.file() == file;
        file.isNewest();
        tracked.put(hour, named ? path : path(file));
    }

    private void begin() throws IOException {
        FirstFiles first = FirstFiles.of(start, directory, MAX_TRACKED, generations);
        floor = first.floor();
        replayTo = first.replayTo();
        for (FileState file : first.states()) {
            track(file, Growth.Origin.FOUND, 0);
        }
        log.info(
                "starting at the {} of {}: {} hour files there",
                start.text(),
                hourly,
                first.states().size());
    }

    private void track(FileState state, Growth.Origin origin, long lastLookMs) {
        HourFile hour = state.file().firstGeneration();
        Path at = hour.in(hourly);
        tracked.put(hour, path(new TrackedFile(at, splitter, state, losses, origin, lastLookMs)));
    }

    private HourPath path(TrackedFile file) {
        return new HourPath(file.id().firstGeneration().in(hourly), splitter, losses, formerFiles, file);
    }

    private HourFile lowest() {
        return floor == null ? new HourFile(0, 0, 0) : floor;
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
            if (tracked.containsKey(file.getKey())) {
                continue;
            }
            if (!full && makeRoomFor(file.getKey(), nowMs)) {
                log.info("following {}", file.getValue());
                HourFile id = generations.getOrDefault(file.getKey(), file.getKey());
                long absentMs = waiting.contains(file.getKey()) ? 0 : lastScanMs;
                track(FirstFiles.found(replayTo, id, file.getValue()), Growth.Origin.FOUND, absentMs);
            } else {
                stillWaiting.add(file.getKey());
                full |= file.getKey().compareTo(tracked.firstKey()) > 0;
            }
        }
        waiting = stillWaiting;
        lastScanMs = nowMs;
        for (Map.Entry<HourFile, HourPath> file : tracked.entrySet()) {
            if (found.isKnown(file.getValue().path())) {
                look(file.getValue(), found.files().containsKey(file.getKey()), nowMs);
            }
        }
        formerFiles.look(nowMs);
        sort();
        settling = all.stream().anyMatch(file -> file.isSettling(nowMs));
        held = tracked.values().stream()
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
            TrackedFile former = hour.look(exists, nowMs);
            if (former != null) {
                detached.add(former, nowMs);
            }
            troubles.cleared(path);
        } catch (NoSuchFileException expected) {
            // Removed between the two looks: the next scan finds it gone.
        } catch (IOException e) {
            troubles.failed(path, e, nowMs);
        }
    }

    private void sort() {
        List<TrackedFile> files = new ArrayList<>(detached.files());
        tracked.values().forEach(path -> files.add(path.file()));
        files.sort(Comparator.comparing(TrackedFile::id));
        all = List.copyOf(files);
    }

    /** Leaves the oldest file, if it has been read to its end or cannot be read, for a newer one. */
    private boolean makeRoomFor(HourFile file, long nowMs) throws IOException {
        if (tracked.size() < MAX_TRACKED) {
            return true;
        }
        Map.Entry<HourFile, HourPath> oldest = tracked.firstEntry();
        Path path = oldest.getValue().path();
        boolean hopeless = troubles.has(path) || unreadable.test(path);
        if (oldest.getKey().compareTo(file) > 0
                || !hopeless && !oldest.getValue().file().isFinished()) {
            return false;
        }
        oldest.getValue().file().leaveForNewer(nowMs);
        oldest.getValue().file().close();
        troubles.forget(path);
        tracked.remove(oldest.getKey());
        HourFile lowest = tracked.firstKey();
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
    Troubles troubles() {
        return troubles;
    }

    /** Whether files wait for a checkpoint in Kafka to be left. */
    boolean isSettling() {
        return settling;
    }

    /** How far each file has been read. */
    List<FileState> checkpoint(BlockWatch watch) {
        formerFiles.checkpoint();
        detached.checkpoint();
        HourFile newest =
                tracked.isEmpty() ? null : tracked.lastEntry().getValue().file().id();
        return FileStates.of(all, newest, watch, clock.millis());
    }

    /** Those states are committed. */
    void committed(List<FileState> states) {
        formerFiles.committed();
        detached.committed();
        FileStates.committed(all, states);
    }

    @Override
    public void close() throws IOException {
        for (TrackedFile file : all) {
            file.close();
        }
        formerFiles.close();
    }
}
