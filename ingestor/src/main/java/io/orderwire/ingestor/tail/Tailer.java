package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.recover.FileState;
import io.orderwire.ingestor.recover.Fingerprint;
import io.orderwire.ingestor.recover.IngestorState;
import io.orderwire.ingestor.split.LineSplitter;
import io.orderwire.orders.HourFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
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
    private static final int BACKWARD_STEP = 64 * 1024;
    private static final long SCAN_INTERVAL_MS = 100;

    /** Files looked at each time; older ones hardly grow, and are looked at with the folder. */
    private static final int NEWEST = 2;

    private final HourDirectory directory;
    private final Path hourly;
    private final LineSplitter splitter;
    private final StartPosition start;
    private final Clock clock;
    private final byte[] buffer;
    private final NavigableMap<HourFile, TrackedFile> tracked = new TreeMap<>();
    private @Nullable HourFile floor;
    private long nextScanMs;
    private volatile long behindBytes;
    private volatile long ageMs;

    /** Follows the files below {@code sourceDirectory}; {@link #restore} says from where. */
    public Tailer(Path sourceDirectory, LineSplitter splitter, StartPosition start, Clock clock) {
        this.directory = new HourDirectory(sourceDirectory);
        this.hourly = sourceDirectory.resolve("hourly");
        this.splitter = splitter;
        this.start = start;
        this.clock = clock;
        this.buffer = new byte[Math.max(BUFFER_BYTES, splitter.minBufferBytes())];
    }

    /** Goes to where {@code state} says, or to the start position when it says nothing of this source's files. */
    public void restore(IngestorState state) throws IOException {
        close();
        tracked.clear();
        floor = state.floor();
        for (FileState file : state.files()) {
            track(file);
        }
        if (floor == null) {
            begin();
        }
        scan();
    }

    private void track(FileState state) {
        HourFile file = state.file();
        HourFile hour = new HourFile(file.date(), file.hour(), 0);
        Path path = hourly.resolve(String.format("%08d", hour.date())).resolve(String.valueOf(hour.hour()));
        tracked.put(hour, new TrackedFile(path, splitter, state));
    }

    private void begin() throws IOException {
        HourFile first = new HourFile(0, 0, 0);
        NavigableMap<HourFile, Path> files = directory.list(first);
        floor = first;
        if (start instanceof StartPosition.At at) {
            HourFile wanted = at.position().file();
            floor = new HourFile(wanted.date(), wanted.hour(), 0);
        }
        if (start instanceof StartPosition.Emptiness) {
            return;
        }
        if (start instanceof StartPosition.End) {
            while (files.size() > MAX_TRACKED) {
                files.pollFirstEntry();
            }
            floor = files.isEmpty() ? first : files.firstKey();
        }
        for (Map.Entry<HourFile, Path> file : files.tailMap(floor).entrySet()) {
            if (tracked.size() < MAX_TRACKED) {
                track(startOf(file.getKey(), file.getValue()));
            }
        }
        log.info("starting at the {} of {}: {} hour files there", start.text(), hourly, files.size());
    }

    private FileState startOf(HourFile file, Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            long offset = 0;
            long replayUntil = size;
            if (start instanceof StartPosition.End) {
                offset = afterLastLine(channel, size);
                replayUntil = 0;
            } else if (start instanceof StartPosition.At at
                    && at.position().file().equals(file)) {
                offset = afterLastLine(channel, Math.min(size, at.position().offset()));
            }
            return new FileState(file, offset, offset, replayUntil, Fingerprint.before(channel, offset));
        }
    }

    /** The end of the last whole line within the first {@code end} bytes. */
    private static long afterLastLine(FileChannel channel, long end) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BACKWARD_STEP);
        for (long to = end; to > 0; to -= BACKWARD_STEP) {
            long from = Math.max(0, to - BACKWARD_STEP);
            bytes.clear().limit((int) (to - from));
            int read = 0;
            while (bytes.hasRemaining() && read >= 0) {
                read = channel.read(bytes, from + bytes.position());
            }
            for (int i = bytes.position() - 1; i >= 0; i--) {
                if (bytes.get(i) == '\n') {
                    return from + i + 1;
                }
            }
        }
        return 0;
    }

    private void scan() throws IOException {
        nextScanMs = clock.millis() + SCAN_INTERVAL_MS;
        HourFile lowest = floor == null ? new HourFile(0, 0, 0) : floor;
        NavigableMap<HourFile, Path> files = directory.list(lowest);
        for (Map.Entry<HourFile, Path> file : files.entrySet()) {
            if (!tracked.containsKey(file.getKey()) && makeRoomFor(file.getKey())) {
                log.info("following {}", file.getValue());
                track(new FileState(file.getKey(), 0, 0, 0, ""));
            }
        }
        for (Map.Entry<HourFile, TrackedFile> file : tracked.entrySet()) {
            try {
                file.getValue().lookAtPath(files.containsKey(file.getKey()));
            } catch (NoSuchFileException expected) {
                // pruned between the two looks: the next scan sees it gone
            }
        }
    }

    /** Forgets the oldest file, if it has been read to its end, for a newer one. */
    private boolean makeRoomFor(HourFile file) throws IOException {
        if (tracked.size() < MAX_TRACKED) {
            return true;
        }
        Map.Entry<HourFile, TrackedFile> oldest = tracked.firstEntry();
        if (oldest.getKey().compareTo(file) > 0 || !oldest.getValue().isAtEnd()) {
            return false;
        }
        oldest.getValue().close();
        tracked.remove(oldest.getKey());
        floor = tracked.firstKey();
        return true;
    }

    /**
     * Reads what is new, the oldest file first, up to about {@code budget} bytes.
     *
     * @return bytes passed
     */
    public long read(long budget, PartitionedBlocks blocks) throws IOException {
        long now = clock.millis();
        boolean all = now >= nextScanMs;
        if (all) {
            scan();
        }
        long passed = 0;
        int older = tracked.size() - NEWEST;
        for (TrackedFile file : tracked.values()) {
            if (older-- > 0 && !all && file.isAtEnd()) {
                continue;
            }
            while (passed < budget && file.hasUnread(now)) {
                passed += file.read(buffer, budget - passed, blocks);
            }
        }
        return passed;
    }

    /** How far each file has been read, to be committed together with what was read. */
    public List<FileState> checkpoint() throws IOException {
        List<FileState> states = new ArrayList<>(tracked.size());
        for (TrackedFile file : tracked.values()) {
            states.add(file.checkpoint());
        }
        return states;
    }

    /** Hour files before it are not looked at; null before {@link #restore}. */
    public @Nullable HourFile floor() {
        return floor;
    }

    /** What that checkpoint covers is in Kafka. */
    public void committed(List<FileState> states) {
        for (FileState state : states) {
            HourFile file = state.file();
            TrackedFile found = tracked.get(new HourFile(file.date(), file.hour(), 0));
            if (found != null) {
                found.committed(file, state.offset());
            }
        }
    }

    /** Takes stock for {@link #behindBytes()} and {@link #ageMs()}. */
    public void measure() {
        long now = clock.millis();
        long bytes = 0;
        long oldest = 0;
        for (TrackedFile file : tracked.values()) {
            bytes += file.behindBytes();
            oldest = Math.max(oldest, file.ageMs(now));
        }
        behindBytes = bytes;
        ageMs = oldest;
    }

    /** Bytes in the files that are not in Kafka; from any thread. */
    public long behindBytes() {
        return behindBytes;
    }

    /** Age of the oldest of them, milliseconds, 0 when there is none; from any thread. */
    public long ageMs() {
        return ageMs;
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
