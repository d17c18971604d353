package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.recover.FileState;
import io.orderwire.ingestor.recover.IngestorState;
import io.orderwire.ingestor.repeat.BlockWatch;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.orders.HourFile;
import io.orderwire.runtime.clock.SteadyClock;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hour files that a {@link Tailer} follows: at most the newest {@link #MAX_TRACKED}, in the order of their hours. Finds
 * new files, notices files that are removed or replaced, and leaves the oldest file for a newer one. Used by the ingestor's
 * thread, but for {@link #held()}.
 */
final class TrackedFiles implements AutoCloseable {
    /** Hour files kept track of: two days. */
    static final int MAX_TRACKED = 48;

    private static final Logger log = LoggerFactory.getLogger(TrackedFiles.class);
    private static final long SCAN_INTERVAL_MS = 100;

    private final Path hourly;
    private final HourDirectory directory;
    private final FolderScan folder;
    private final LineSplitter splitter;
    private final StartPosition start;
    private final Losses losses;
    private final Troubles troubles;
    private final SteadyClock clock;
    private final NavigableMap<HourFile, TrackedFile> tracked = new TreeMap<>();
    private Map<HourFile, HourFile> generations = Map.of();
    private @Nullable HourFile floor;
    private long lastScanMs;
    private volatile List<String> held = List.of();

    /** No files yet: {@link #restore} or {@link #takeOver} finds them below {@code sourceDirectory}. */
    TrackedFiles(
            Path sourceDirectory,
            LineSplitter splitter,
            StartPosition start,
            Losses losses,
            Troubles troubles,
            SteadyClock clock) {
        this.hourly = sourceDirectory.resolve("hourly");
        this.directory = new HourDirectory(sourceDirectory);
        this.folder = new FolderScan(hourly, directory, troubles);
        this.splitter = splitter;
        this.start = start;
        this.losses = losses;
        this.troubles = troubles;
        this.clock = clock;
    }

    Path hourly() {
        return hourly;
    }

    /** All of them, the oldest first. */
    Collection<TrackedFile> all() {
        return Collections.unmodifiableCollection(tracked.values());
    }

    /** That file and all newer ones, the oldest first. */
    Collection<TrackedFile> from(TrackedFile file) {
        return tracked.tailMap(hour(file.id()), true).values();
    }

    /** Hour files before it are not looked at; null before the first start. */
    @Nullable
    HourFile floor() {
        return floor;
    }

    /** See {@link Tailer#restore}. */
    void restore(IngestorState state) throws IOException {
        generations = Map.of();
        goTo(state);
    }

    /** See {@link Tailer#takeOver}. */
    void takeOver(IngestorState former) throws IOException {
        Map<HourFile, HourFile> next = new TreeMap<>();
        former.files().forEach(file -> next.put(hour(file.file()), file.file().nextGeneration()));
        generations = next;
        goTo(former.withoutPositions());
        for (HourFile hour : next.keySet()) {
            // A file that appears later, even after a restart, must not be taken for the former one.
            if (tracked.size() < MAX_TRACKED && !tracked.containsKey(hour) && hour.compareTo(lowest()) >= 0) {
                track(FileState.unread(hour), lastScanMs);
            }
        }
        former.files().forEach(this::loseUnread);
    }

    private void loseUnread(FileState file) {
        if (file.seen() > file.offset()) {
            log.warn(
                    "{} bytes of the former {} from byte {} on are lost unread",
                    file.seen() - file.offset(),
                    file.file(),
                    file.offset());
            losses.vanished(file.file(), file.offset(), file.seen(), lastScanMs, lastScanMs);
        }
    }

    private void goTo(IngestorState state) throws IOException {
        Map<HourFile, TrackedFile> former = new TreeMap<>(tracked);
        tracked.clear();
        floor = state.floor();
        for (FileState file : state.files()) {
            HourFile hour = hour(file.file());
            TrackedFile known = former.get(hour);
            if (known != null && known.goBackTo(file)) {
                tracked.put(hour, known);
                former.remove(hour);
            } else {
                track(known == null ? file : file.seen(known.seen(file.file())), 0);
            }
        }
        for (TrackedFile file : former.values()) {
            file.close();
        }
        if (floor == null) {
            FirstFiles first = FirstFiles.of(start, directory, MAX_TRACKED);
            floor = first.floor();
            for (FileState file : first.states()) {
                track(file, 0);
            }
            log.info(
                    "starting at the {} of {}: {} hour files there",
                    start.text(),
                    hourly,
                    first.states().size());
        }
        scan(clock.millis());
    }

    private void track(FileState state, long lastLookMs) {
        HourFile hour = hour(state.file());
        FileState here = state.in(generations.getOrDefault(hour, state.file()));
        tracked.put(hour, new TrackedFile(hour.in(hourly), splitter, here, losses, lastLookMs));
    }

    private static HourFile hour(HourFile generation) {
        return new HourFile(generation.date(), generation.hour(), 0);
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
        for (Map.Entry<HourFile, Path> file : found.files().entrySet()) {
            if (!tracked.containsKey(file.getKey()) && makeRoomFor(file.getKey(), nowMs)) {
                log.info("following {}", file.getValue());
                track(FileState.unread(file.getKey()), lastScanMs);
            }
        }
        lastScanMs = nowMs;
        for (Map.Entry<HourFile, TrackedFile> file : tracked.entrySet()) {
            if (found.isKnown(file.getValue().path())) {
                lookAtPath(file.getValue(), found.files().containsKey(file.getKey()), nowMs);
            }
        }
        held = tracked.values().stream()
                .map(file -> file.hold().reason())
                .filter(Objects::nonNull)
                .toList();
    }

    private void lookAtPath(TrackedFile file, boolean exists, long nowMs) {
        Path path = file.path();
        if (exists && !troubles.isDue(path, nowMs)) {
            return;
        }
        try {
            file.lookAtPath(exists, nowMs);
        } catch (NoSuchFileException expected) {
            // Removed between the two looks: the next scan finds it gone.
        } catch (IOException e) {
            troubles.failed(path, e, nowMs);
        }
    }

    /** Leaves the oldest file, if it has been read to its end or cannot be read, for a newer one. */
    private boolean makeRoomFor(HourFile file, long nowMs) throws IOException {
        if (tracked.size() < MAX_TRACKED) {
            return true;
        }
        Map.Entry<HourFile, TrackedFile> oldest = tracked.firstEntry();
        Path path = oldest.getValue().path();
        boolean hopeless = troubles.has(path);
        if (oldest.getKey().compareTo(file) > 0
                || !hopeless && !oldest.getValue().isFinished()) {
            return false;
        }
        oldest.getValue().leaveForNewer(nowMs);
        oldest.getValue().close();
        troubles.forget(path);
        tracked.remove(oldest.getKey());
        floor = tracked.firstKey();
        return true;
    }

    /** Why files are held back; from any thread. */
    List<String> held() {
        return held;
    }

    /** How far each file has been read. */
    List<FileState> checkpoint(BlockWatch watch) {
        List<FileState> states = new ArrayList<>(tracked.size());
        for (TrackedFile file : tracked.values()) {
            states.add(file.checkpoint(watch));
        }
        return states;
    }

    /** Those states are committed. */
    void committed(List<FileState> states) {
        for (FileState state : states) {
            TrackedFile found = tracked.get(hour(state.file()));
            if (found != null) {
                found.committed(state);
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (TrackedFile file : tracked.values()) {
            file.close();
        }
    }
}
