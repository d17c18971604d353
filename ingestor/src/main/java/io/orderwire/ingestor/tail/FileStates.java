package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.recover.FileState;
import io.orderwire.ingestor.repeat.BlockWatch;
import io.orderwire.orders.HourFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The states of files in a checkpoint. */
final class FileStates {
    private static final Logger log = LoggerFactory.getLogger(FileStates.class);

    private FileStates() {}

    /** How far each file has been read; {@code newest} is the newest file. */
    static List<FileState> of(List<TrackedFile> files, @Nullable HourFile newest, BlockWatch watch, long nowMs) {
        List<FileState> states = new ArrayList<>(files.size());
        for (TrackedFile file : files) {
            if (!file.isLeft()) {
                states.add(file.checkpoint(watch, file.id().equals(newest), nowMs));
            }
        }
        return states;
    }

    /** Those states are committed. */
    static void committed(List<TrackedFile> files, List<FileState> states) {
        Map<HourFile, FileState> byFile = new HashMap<>();
        states.forEach(state -> byFile.put(state.file(), state));
        for (TrackedFile file : files) {
            FileState state = byFile.get(file.id());
            if (state != null) {
                file.committed(state);
            }
        }
    }

    /** The state of a file before its first byte. */
    static FileState unread(TrackedFile file) {
        return FileState.unread(file.id()).replayUntil(file.position().replayUntil());
    }

    /** The file with that generation, or null. */
    static @Nullable TrackedFile find(List<TrackedFile> files, HourFile id) {
        return files.stream().filter(file -> file.id().equals(id)).findFirst().orElse(null);
    }

    /** How long a generation was seen to be by those files of its path, 0 if none has seen it. */
    static long seen(List<TrackedFile> files, HourFile id) {
        return files.stream()
                .filter(file -> file.id().firstGeneration().equals(id.firstGeneration()))
                .mapToLong(file -> file.seen(id))
                .max()
                .orElse(0);
    }

    /** As {@link TrackedFile#goBackTo}; false as well if the file cannot be read. */
    static boolean goBack(TrackedFile file, FileState state) {
        try {
            return file.goBackTo(state);
        } catch (IOException e) {
            log.warn("{} cannot be read after a failed transaction: {}", file.name(), e.toString());
            return false;
        }
    }
}
