package io.orderwire.ingestor.duplicates;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.Remembered;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Keeps where in the node's files the remembered blocks are, so that a restart can read them again. */
final class Origins {
    /** Largest number of files: more than are followed, because a file may have several generations. */
    static final int MOST_FILES = 64;

    static final long MOST_BYTES = MOST_FILES * FileOrigin.MOST_BYTES;

    /** The state at a checkpoint. */
    record Saved(List<FileOrigin.Saved> files, long restartFrom) {}

    private final Map<HourFile, FileOrigin> files = new LinkedHashMap<>();
    private long restartFrom;

    /** Adds a line with an event of that block; returns whether {@link #prune} is due before the next commit. */
    boolean read(HourFile file, long number, long lineStart) {
        FileOrigin origin = files.get(file);
        if (origin == null) {
            origin = new FileOrigin(file);
            files.put(file, origin);
        }
        return origin.read(number, lineStart);
    }

    /** Adds a range of bytes of the file that were shed. */
    void shed(HourFile file, long from, long to) {
        FileOrigin origin = files.get(file);
        if (origin != null) {
            origin.shed(from, to);
        }
    }

    /** Offset in the file at which the blocks from {@code floor} on begin, -1 if it does not contain any. */
    long from(HourFile file, long floor) {
        FileOrigin origin = files.get(file);
        return origin == null ? -1 : origin.from(floor);
    }

    /** The files that contain blocks from {@code floor} on. */
    List<Remembered.Part> parts(long floor) {
        return files.values().stream()
                .filter(origin -> origin.highest() >= floor)
                .map(origin -> origin.part(floor))
                .toList();
    }

    /** The number from which on all blocks can be read again. */
    long restartFrom() {
        return restartFrom;
    }

    /** After a checkpoint was committed, drops the entries that are not needed for blocks from {@code floor} on. */
    void prune(long floor) {
        files.values().removeIf(origin -> origin.highest() < floor);
        for (FileOrigin origin : files.values()) {
            long first = origin.prune(floor);
            restartFrom = first > floor ? Math.max(restartFrom, first) : restartFrom;
        }
        while (files.size() > MOST_FILES) {
            FileOrigin lowest = Objects.requireNonNull(lowest());
            restartFrom = Math.max(restartFrom, lowest.highest() + 1);
            files.remove(lowest.file());
        }
    }

    private @Nullable FileOrigin lowest() {
        return files.values().stream()
                .min(Comparator.comparingLong(FileOrigin::highest))
                .orElse(null);
    }

    Saved save() {
        return new Saved(files.values().stream().map(FileOrigin::save).toList(), restartFrom);
    }

    void goBackTo(Saved saved) {
        files.clear();
        for (FileOrigin.Saved file : saved.files) {
            file.origin().goBackTo(file);
            files.put(file.origin().file(), file.origin());
        }
        restartFrom = saved.restartFrom;
    }

    void clear() {
        files.clear();
        restartFrom = 0;
    }
}
