package io.orderwire.ingestor.prune;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.Fingerprint;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.checkpoint.UncountedBytes;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The hour files of a checkpoint of the ingestor. */
final class Followed {
    /** Number of digits in the checksum of one segment. The first checksum is that of the first bytes of the file. */
    private static final int SEGMENT_DIGITS = 8;

    private final Map<HourFile, List<FileState>> files = new TreeMap<>();
    private final Set<HourFile> counting = new HashSet<>();

    Followed(IngestorState checkpoint) {
        for (FileState file : checkpoint.files()) {
            files.computeIfAbsent(file.file().firstGeneration(), hour -> new ArrayList<>())
                    .add(file);
        }
        for (UncountedBytes range : checkpoint.uncounted()) {
            counting.add(range.file().firstGeneration());
        }
    }

    /**
     * Decides by the checkpoint alone whether a file may be deleted: it must have been read from its first byte to its last
     * one, still hold the bytes that were read, and not have grown for a minute.
     */
    PruneDecision judge(FoundFile file) throws IOException {
        List<FileState> generations = files.getOrDefault(file.hour(), List.of());
        if (generations.isEmpty()) {
            return PruneDecision.keep(
                    Reason.UNKNOWN,
                    "not in the ingestor's checkpoint: it was not read, or is older than the hour files that are followed");
        }
        if (counting.contains(file.hour())) {
            return PruneDecision.keep(Reason.COUNTING, "its shed events are still being counted");
        }
        FileState newest = generations.get(0);
        for (FileState state : generations) {
            newest = state.file().compareTo(newest.file()) > 0 ? state : newest;
        }
        long end = Math.max(newest.offset(), newest.seen());
        if (newest.offset() < end || newest.offset() < file.size()) {
            return PruneDecision.keep(
                    Reason.UNREAD,
                    "not read to its end: " + newest.offset() + " of " + Math.max(end, file.size()) + " bytes");
        }
        if (!holds(newest, file.path())) {
            return PruneDecision.keep(Reason.OTHER, "it holds other bytes than the ingestor read");
        }
        if (!generations.stream().allMatch(FileState::settled)) {
            return PruneDecision.keep(
                    Reason.GROWING,
                    "read to its end, but the checkpoint does not say yet that it no longer grows, or it is needed to"
                            + " recognize repeated blocks");
        }
        return isReadFromItsFirstByte(newest)
                ? PruneDecision.DELETE
                : PruneDecision.keep(Reason.BEGINNING, "reading may not have begun at its first byte");
    }

    /** Whether the file at a path has exactly the bytes that the checkpoint describes. Symbolic links are not followed. */
    boolean holds(HourFile hour, Path path) throws IOException {
        FileState newest = null;
        for (FileState state : files.getOrDefault(hour, List.of())) {
            newest = newest == null || state.file().compareTo(newest.file()) > 0 ? state : newest;
        }
        return newest != null && holds(newest, path);
    }

    private static boolean holds(FileState state, Path path) throws IOException {
        // Opening a pipe would block until a writer opens it.
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            return channel.size() == state.offset()
                    && (state.offset() == 0
                            || Fingerprint.before(channel, state.offset()).equals(state.fingerprint())
                                    && Fingerprint.head(channel, state.offset()).equals(state.head()));
        }
    }

    /** Bytes before a start position were not read, and do not have checksums. */
    private static boolean isReadFromItsFirstByte(FileState state) {
        String segments = state.segments();
        return state.offset() == 0
                || segments.length() >= SEGMENT_DIGITS
                        && segments.chars().limit(SEGMENT_DIGITS).allMatch(java.util.HexFormat::isHexDigit);
    }
}
