package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.IngestorState;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keeps which hour files are followed, which generations they have, and which of their bytes a start position requested. */
final class FollowedRange {
    private Map<HourFile, HourFile> generations = Map.of();
    private @Nullable HourFile floor;
    private @Nullable Position replayTo;

    /**
     * The generations of files after a reset: a file that does not hold the bytes that were read of it gets the next
     * generation.
     */
    static Map<HourFile, HourFile> stillHeld(List<FileState> former, Path hourly) {
        Map<HourFile, HourFile> generations = new TreeMap<>();
        for (FileState file : former) {
            HourFile id = file.file();
            generations.put(id.firstGeneration(), FolderMatch.holds(file, id.in(hourly)) ? id : id.nextGeneration());
        }
        return generations;
    }

    /** The generations of files in a folder for which the state was not written: each one is the next generation. */
    static Map<HourFile, HourFile> next(List<FileState> former) {
        Map<HourFile, HourFile> generations = new TreeMap<>();
        former.forEach(file ->
                generations.put(file.file().firstGeneration(), file.file().nextGeneration()));
        return generations;
    }

    /**
     * Continues from a state.
     *
     * @param known known generations of hour files, by their generation 0
     */
    void restore(IngestorState state, Map<HourFile, HourFile> known) {
        generations = known;
        floor = state.floor();
        replayTo = state.replayTo();
    }

    /** Begins without a state. */
    void begin(FirstFiles first) {
        floor = first.floor();
        replayTo = first.replayTo();
    }

    /** Stops following the files before that one. */
    void raiseTo(HourFile newFloor) {
        floor = newFloor;
        if (replayTo != null && replayTo.file().firstGeneration().compareTo(newFloor) < 0) {
            replayTo = null;
        }
    }

    /** Hour files before this one are ignored; null before the first start. */
    @Nullable
    HourFile floor() {
        return floor;
    }

    /** A lower bound of the hour files that are followed. */
    HourFile lowest() {
        return floor == null ? FirstFiles.LOWEST : floor;
    }

    /** The end of the bytes that the start position requested; null if it did not request any. */
    @Nullable
    Position replayTo() {
        return replayTo;
    }

    Map<HourFile, HourFile> generations() {
        return generations;
    }

    /** The initial state of an hour file that was found after the start. */
    FileState found(HourFile hour, Path path) {
        return FirstFiles.found(replayTo, generations.getOrDefault(hour, hour), path);
    }
}
