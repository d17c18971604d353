package io.orderwire.ingestor.duplicates;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.Remembered;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where in the node's files the remembered blocks stand, so that a restart can read them again. */
final class Origins {
    /** Most files: more than are followed, since a file may have several generations. */
    static final int MOST_FILES = 64;

    static final long MOST_BYTES = MOST_FILES * FileOrigin.MOST_BYTES;

    /** The state at a checkpoint. */
    record Saved(List<FileOrigin.Saved> files, long restartFrom) {}

    private final Map<HourFile, FileOrigin> files = new LinkedHashMap<>();
    private long restartFrom;

    /** A line with an event of that block was read; returns whether {@link #prune} is due before the next commit. */
    boolean read(HourFile file, long number, long lineStart) {
        FileOrigin origin = files.get(file);
        if (origin == null) {
            origin = new FileOrigin(file);
            files.put(file, origin);
        }
        return origin.read(number, lineStart);
    }

    /** Bytes of the file were shed. */
    void shed(HourFile file, long from, long to) {
        FileOrigin origin = files.get(file);
        if (origin != null) {
            origin.shed(from, to);
        }
    }

    /** Where in the file the blocks from {@code floor} on begin, -1 when none stands in it. */
    long from(HourFile file, long floor) {
        FileOrigin origin = files.get(file);
        return origin == null ? -1 : origin.from(floor);
    }

    /** The files in which blocks from {@code floor} on stand. */
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

    /** Forgets, once a checkpoint is committed, what is of no use for blocks from {@code floor} on. */
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
