package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.recover.FileState;
import io.orderwire.ingestor.recover.IngestorState;
import io.orderwire.ingestor.recover.Jump;
import io.orderwire.ingestor.repeat.BlockWatch;
import io.orderwire.ingestor.shed.Jumps;
import io.orderwire.ingestor.shed.SheddingLog;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.orders.HourFile;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the hour files of one source, the oldest first: an older file is read to its end before a newer one goes on,
 * and again when it grows late. Keeps track of the newest {@link #MAX_TRACKED}; what is older than those is not looked
 * at. Not thread-safe, but for its figures.
 */
public final class Tailer implements AutoCloseable {
    /** Hour files kept track of: two days. */
    static final int MAX_TRACKED = 48;

    private static final Logger log = LoggerFactory.getLogger(Tailer.class);
    private static final int BUFFER_BYTES = 4 << 20;
    private static final long SCAN_INTERVAL_MS = 100;

    /** Files looked at each time; older ones hardly grow, and are looked at with the folder. */
    private static final int NEWEST = 2;

    private final HourDirectory directory;
    private final Path hourly;
    private final LineSplitter splitter;
    private final StartPosition start;
    private final Jumps jumps;
    private final BlockWatch watch;
    private final SheddingLog shedding = new SheddingLog();
    private final Troubles troubles = new Troubles();
    private final FolderScan folder;
    private final Losses losses;
    private final SteadyClock clock;
    private final NodeClock node;
    private final byte[] buffer;
    private final NavigableMap<HourFile, TrackedFile> tracked = new TreeMap<>();
    private Map<HourFile, HourFile> generations = Map.of();
    private @Nullable HourFile floor;
    private long lastScanMs;
    private volatile List<String> held = List.of();
    private volatile Lag lag = Lag.NONE;

    /**
     * Follows the files below {@code sourceDirectory}; {@link #restore} says from where.
     *
     * @param skew between this host's clock and that of the node's host, to be told of times in lines
     */
    public Tailer(
            Path sourceDirectory,
            LineSplitter splitter,
            StartPosition start,
            Jumps jumps,
            BlockWatch watch,
            SteadyClock clock,
            ClockSkew skew) {
        this.directory = new HourDirectory(sourceDirectory);
        this.hourly = sourceDirectory.resolve("hourly");
        this.folder = new FolderScan(hourly, directory, troubles);
        this.splitter = splitter;
        this.start = start;
        this.jumps = jumps;
        this.watch = watch;
        this.clock = clock;
        this.losses = new Losses(clock);
        this.node = new NodeClock(clock, skew);
        this.buffer = new byte[Math.max(BUFFER_BYTES, splitter.minBufferBytes())];
    }

    /**
     * Goes to where {@code state} says, or to the start position when it says nothing of this source's files. After a
     * failure the files stay open, so that those removed meanwhile are read again all the same.
     */
    public void restore(IngestorState state) throws IOException {
        generations = Map.of();
        goTo(state);
    }

    /** The files that show that {@code state} was written for another folder; empty when they do not show that. */
    public List<Path> foreignFiles(IngestorState state) {
        FolderMatch match = FolderMatch.of(state.files(), hour -> hour.in(hourly));
        return match.isForeign() ? match.contradicting() : List.of();
    }

    /**
     * Goes to the start position in a folder that {@code former} was not written for. A file that both have is the next
     * generation here, so that no position means two events. Bytes that were seen in the former files and never read are
     * lost.
     */
    public void takeOver(IngestorState former) throws IOException {
        Map<HourFile, HourFile> next = new TreeMap<>();
        former.files().forEach(file -> next.put(hour(file.file()), file.file().nextGeneration()));
        generations = next;
        goTo(former.withoutPositions());
        for (HourFile hour : next.keySet()) {
            // Not there yet: should it come, it must not be taken for the former one after a restart either.
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
        jumps.restore(state.jumps());
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
        watch.forget();
        if (watch.remembers()) {
            for (TrackedFile file : tracked.values()) {
                file.learn(buffer, watch);
            }
        }
        watch.goOnAfter(state.lastBlock());
    }

    /** Tells what {@link #restore} found to be lost. */
    public void tellLosses(PartitionedBlocks blocks) {
        losses.tell(blocks);
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

    private void scan(long now) throws IOException {
        FolderScan.Found found = folder.files(lowest(), now);
        for (Map.Entry<HourFile, Path> file : found.files().entrySet()) {
            if (!tracked.containsKey(file.getKey()) && makeRoomFor(file.getKey(), now)) {
                log.info("following {}", file.getValue());
                track(FileState.unread(file.getKey()), lastScanMs);
            }
        }
        lastScanMs = now;
        for (Map.Entry<HourFile, TrackedFile> file : tracked.entrySet()) {
            if (found.isKnown(file.getValue().path())) {
                lookAtPath(file.getValue(), found.files().containsKey(file.getKey()), now);
            }
        }
        held = tracked.values().stream()
                .map(file -> file.hold().reason())
                .filter(Objects::nonNull)
                .toList();
    }

    private void lookAtPath(TrackedFile file, boolean exists, long now) {
        Path path = file.path();
        if (exists && !troubles.isDue(path, now)) {
            return;
        }
        try {
            file.lookAtPath(exists, now);
        } catch (NoSuchFileException expected) {
            // pruned between the two looks: the next scan sees it gone
        } catch (IOException e) {
            troubles.failed(path, e, now);
        }
    }

    /** Forgets the oldest file, if it has been read to its end or cannot be read, for a newer one. */
    private boolean makeRoomFor(HourFile file, long now) throws IOException {
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
        oldest.getValue().leaveForNewer(now);
        oldest.getValue().close();
        troubles.forget(path);
        tracked.remove(oldest.getKey());
        floor = tracked.firstKey();
        return true;
    }

    /** The files and folders that cannot be read, or are held back, and why; from any thread. */
    public List<String> reasons() {
        List<String> reasons = new ArrayList<>(troubles.reasons());
        reasons.addAll(held);
        return reasons;
    }

    /** How many they are; from any thread. */
    public int unreadable() {
        return troubles.count();
    }

    /**
     * Reads what is new, the oldest file first, up to about {@code budget} bytes.
     *
     * @return bytes passed
     */
    public long read(long budget, PartitionedBlocks blocks) throws IOException {
        long now = clock.millis();
        boolean all = now - lastScanMs >= SCAN_INTERVAL_MS;
        if (all) {
            scan(now);
        }
        long passed = 0;
        boolean jumped = false;
        int older = tracked.size() - NEWEST;
        for (Map.Entry<HourFile, TrackedFile> entry : tracked.entrySet()) {
            TrackedFile file = entry.getValue();
            if (older-- > 0 && !all && file.isAtEnd()) {
                continue;
            }
            if (!troubles.isDue(file.path(), now)) {
                continue;
            }
            try {
                while (passed < budget && file.hasUnread(now)) {
                    losses.tell(blocks);
                    if (jump(entry.getKey(), file, jumped, blocks, now)) {
                        jumped = true;
                    } else {
                        passed += file.read(buffer, budget - passed, blocks, watch, node, now);
                    }
                }
                if (all) {
                    // Its path was looked at as well.
                    troubles.cleared(file.path());
                }
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                troubles.failed(file.path(), e, now);
            }
            losses.tell(blocks);
        }
        shedding.tick(now);
        return passed;
    }

    /** Sheds what is too old, for what is newer; once something was, all that is not well within the bound. */
    private boolean jump(HourFile hour, TrackedFile file, boolean again, PartitionedBlocks blocks, long now)
            throws IOException {
        long maxAgeMs = again ? jumps.toAgeMs() : jumps.maxAgeMs();
        if (!jumps.allowed()) {
            return false;
        }
        Newest newest = new Newest(tracked.tailMap(hour, true).values(), now);
        Jump jump = file.jump(maxAgeMs, jumps.toAgeMs(), newest, now);
        if (jump == null) {
            return false;
        }
        jumps.add(jump);
        // What was not handed on must not make anything a repetition.
        watch.forget();
        shedding.jumped(jump.to() - jump.from(), jump.toMs() - jump.fromMs(), now);
        blocks.lost(jump.gap(null));
        return true;
    }

    /** Sees how long the files are, while there is no time to read them: that is how their age is known later. */
    public void look() throws IOException {
        long now = clock.millis();
        for (TrackedFile file : tracked.values()) {
            file.look(now);
        }
    }

    /** All that is to be committed together with what was read into {@code blocks}, by that owner. */
    public IngestorState state(String owner, PartitionedBlocks blocks) throws IOException {
        return new IngestorState(
                owner, floor, checkpoint(), blocks.nextSeq(), blocks.totals(), jumps.pending(), watch.lastBlock());
    }

    /** How far each file has been read, to be committed together with what was read. */
    public List<FileState> checkpoint() throws IOException {
        List<FileState> states = new ArrayList<>(tracked.size());
        for (TrackedFile file : tracked.values()) {
            states.add(file.checkpoint(watch));
        }
        return states;
    }

    /** What that checkpoint covers is in Kafka. */
    public void committed(List<FileState> states) {
        for (FileState state : states) {
            HourFile file = state.file();
            TrackedFile found = tracked.get(hour(file));
            if (found != null) {
                found.committed(state);
            }
        }
    }

    /** Takes stock for {@link #behindBytes()}, {@link #ageMs()} and {@link #liveAgeMs()}. */
    public void measure() {
        long now = clock.millis();
        Lag all = Lag.NONE;
        for (TrackedFile file : tracked.values()) {
            all = all.plus(file.lag(now));
        }
        lag = all;
    }

    /** Bytes in the files that are not in Kafka; from any thread. */
    public long behindBytes() {
        return lag.bytes();
    }

    /** Age of the oldest of them, milliseconds, 0 when there is none; from any thread. */
    public long ageMs() {
        return lag.ageMs();
    }

    /**
     * Age of the oldest of them that no start position asked for, milliseconds, -1 when there is none; those that stand
     * behind such in the same file are left out. From any thread.
     */
    public long liveAgeMs() {
        return lag.liveAgeMs();
    }

    /** False until the node has made the folder. */
    public boolean folderExists() {
        return Files.isDirectory(hourly);
    }

    @Override
    public void close() throws IOException {
        for (TrackedFile file : tracked.values()) {
            file.close();
        }
    }
}
