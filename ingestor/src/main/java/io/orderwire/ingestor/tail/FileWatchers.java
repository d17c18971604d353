package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.runtime.agent.OwnerCheck;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.reason.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The watchers of the hour files that a {@link Tailer} reads: at most the newest {@link #MAX_TRACKED}, in the order of their
 * hours. Finds new files, detects files that were removed or replaced, and stops following the oldest file for a newer one.
 * Former generations are followed as long as they may be written. Only {@link #held()} may be called on any thread.
 */
final class FileWatchers implements AutoCloseable {
    /** Number of hour files that are followed: two days. */
    static final int MAX_TRACKED = 48;

    /** Number of files that are always checked. Older ones hardly grow, and are checked when the folder is scanned. */
    static final int NEWEST = 2;

    private static final Logger log = LoggerFactory.getLogger(FileWatchers.class);
    private static final long SCAN_INTERVAL_MS = 100;

    private final HourlySource source;
    private final HourDirectory directory;
    private final UnreadablePaths failing = new UnreadablePaths();
    private final FolderScan folder;
    private final UnreportedLosses losses;
    private final HourPaths paths;
    private final Predicate<Path> unreadable;
    private final SteadyClock clock;
    private final FollowedRange range = new FollowedRange();
    private boolean restored;
    private boolean settling;
    private Set<HourFile> waiting = Set.of();
    private final OwnerCheck owner = new OwnerCheck("the hour files of the tailer");
    private long lastScanMs;
    private volatile List<Reason> held = List.of();

    /**
     * Starts without files: {@link #restore}, {@link #reset} or {@link #takeOver} finds them.
     *
     * @param unreadable knows the open files that cannot be read
     */
    FileWatchers(
            HourlySource source,
            LineSplitter splitter,
            UnreportedLosses losses,
            Predicate<Path> unreadable,
            SteadyClock clock) {
        this.source = source;
        this.directory = new HourDirectory(source);
        this.folder = new FolderScan(source.hourly(), directory, failing);
        this.losses = losses;
        this.paths = new HourPaths(source.hourly(), splitter, losses);
        this.unreadable = unreadable;
        this.clock = clock;
    }

    /** All watchers, the oldest file first. */
    List<FileWatcher> all() {
        owner.check();
        return paths.files();
    }

    /** The watchers of that file and of all newer ones, the oldest first. */
    List<FileWatcher> from(FileWatcher file) {
        List<FileWatcher> all = all();
        return all.subList(all.indexOf(file), all.size());
    }

    /** The range of hour files that are followed. */
    FollowedRange range() {
        return range;
    }

    /** See {@link Tailer#restore}. */
    void restore(IngestorState state) throws IOException {
        goTo(state, Map.of());
    }

    /** See {@link Tailer#reset}. */
    void reset(IngestorState former) throws IOException {
        goTo(former.withoutPositions(), FollowedRange.stillHeld(former.files(), source.hourly()));
    }

    /** See {@link Tailer#takeOver}. */
    void takeOver(IngestorState former) throws IOException {
        Map<HourFile, HourFile> next = FollowedRange.next(former.files());
        goTo(former.withoutPositions(), next);
        for (Map.Entry<HourFile, HourFile> file : next.entrySet()) {
            HourFile hour = file.getKey();
            // A file that appears later, even after a restart, must not be mistaken for the former one.
            if (!isFull() && !paths.byHour().containsKey(hour) && hour.compareTo(range.lowest()) >= 0) {
                paths.add(FileState.unread(file.getValue()), Generation.Basis.FOUND, lastScanMs);
            }
        }
        paths.sort();
        former.files().forEach(file -> losses.unread(file, false, lastScanMs));
    }

    private void goTo(IngestorState state, Map<HourFile, HourFile> generations) throws IOException {
        range.restore(state, generations);
        Generation.Basis unfollowed = restored ? Generation.Basis.FOUND : Generation.Basis.CHECKPOINT;
        new Restoration(paths, losses, unfollowed, lastScanMs).goTo(state.files(), state.floor());
        if (state.floor() == null) {
            begin();
        }
        restored = true;
        scan(clock.millis());
    }

    private void begin() throws IOException {
        FirstFiles first = FirstFiles.of(source.start(), directory, MAX_TRACKED, range.generations());
        range.begin(first);
        for (FileState file : first.states()) {
            paths.add(file, Generation.Basis.FOUND, 0);
        }
        log.info(
                "starting at the {} of {}: {} hour files there",
                source.start().text(),
                source.hourly(),
                first.states().size());
    }

    private boolean isFull() {
        return paths.byHour().size() >= MAX_TRACKED;
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
        FolderScan.Found found = folder.files(range.lowest(), nowMs);
        Set<HourFile> stillWaiting = new HashSet<>();
        boolean full = false;
        for (Map.Entry<HourFile, Path> file : found.files().entrySet()) {
            if (paths.byHour().containsKey(file.getKey())) {
                continue;
            }
            if (!full && makeRoomFor(file.getKey(), nowMs)) {
                log.info("following {}", file.getValue());
                long absentMs = waiting.contains(file.getKey()) ? 0 : lastScanMs;
                paths.add(range.found(file.getKey(), file.getValue()), Generation.Basis.FOUND, absentMs);
            } else {
                stillWaiting.add(file.getKey());
                full |= file.getKey().compareTo(paths.byHour().firstKey()) > 0;
            }
        }
        waiting = stillWaiting;
        lastScanMs = nowMs;
        for (Map.Entry<HourFile, HourPath> file : paths.byHour().entrySet()) {
            if (found.isKnown(file.getValue().path())) {
                paths.look(file.getValue(), found.files().containsKey(file.getKey()), failing, nowMs);
            }
        }
        paths.lookAtFormerFiles(nowMs);
        paths.sort();
        settling = all().stream().anyMatch(file -> file.reader().isSettling(nowMs));
        held = paths.byHour().values().stream()
                .map(path -> path.file().hold().reason())
                .filter(Objects::nonNull)
                .toList();
    }

    /** Stops following the oldest file for a newer one, if it has been read to its end or cannot be read. */
    private boolean makeRoomFor(HourFile file, long nowMs) throws IOException {
        if (!isFull()) {
            return true;
        }
        Map.Entry<HourFile, HourPath> oldest = paths.byHour().firstEntry();
        Path path = oldest.getValue().path();
        boolean hopeless = failing.has(path) || unreadable.test(path);
        if (oldest.getKey().compareTo(file) > 0
                || !hopeless && !oldest.getValue().file().reader().isFinished()) {
            return false;
        }
        paths.leaveOldest(nowMs);
        failing.forget(path);
        range.raiseTo(paths.byHour().firstKey());
        return true;
    }

    /** Why files are held back; from any thread. */
    List<Reason> held() {
        return held;
    }

    /** The files and folders that cannot be opened or listed. */
    UnreadablePaths unreadable() {
        return failing;
    }

    /**
     * Whether growth may be invisible: the newest file is held back or cannot be read, or the folder of a later date cannot be
     * read.
     */
    boolean isNewestUnseen() {
        List<FileWatcher> all = all();
        if (all.isEmpty()) {
            return failing.count() > 0;
        }
        FileWatcher newest = all.get(all.size() - 1);
        return newest.hold().reason() != null
                || !newest.isOpen() && !newest.reader().isReadWhole()
                || folder.isUnlistedAfter(newest.name());
    }

    /** Whether files will be closed after the next checkpoint is in Kafka. */
    boolean isSettling() {
        return settling;
    }

    /** See {@link HourPaths#checkpoint}. */
    List<FileState> checkpoint(ToLongFunction<HourFile> rememberedFrom) {
        return paths.checkpoint(rememberedFrom, clock.millis());
    }

    /** Those states are committed. */
    void committed(List<FileState> states) {
        owner.check();
        paths.committed(states);
    }

    @Override
    public void close() throws IOException {
        paths.close();
    }
}
