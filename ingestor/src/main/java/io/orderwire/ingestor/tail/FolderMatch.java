package io.orderwire.ingestor.tail;

import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.Fingerprint;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the files of a data folder with a checkpoint. Only the bytes with a hash decide, because host names and inodes
 * change with every container and every copy.
 *
 * @param matching files that hold the bytes that were read of them
 * @param contradicting files that hold other bytes
 */
record FolderMatch(List<Path> matching, List<Path> contradicting) {
    /**
     * A single file may have been replaced on the same node. If this many files contradict the checkpoint and none matches, the
     * folder belongs to another node.
     */
    static final int LEAST_CONTRADICTIONS = 2;

    private static final Logger log = LoggerFactory.getLogger(FolderMatch.class);

    /**
     * Compares each file for which the checkpoint has hashes with the file at its path. A file that is missing or cannot be
     * read does not prove anything. Neither does a file that holds only the first of the bytes that were read: a backup of it
     * may currently be restored.
     */
    static FolderMatch of(List<FileState> checkpoint, Function<HourFile, Path> paths) {
        FolderMatch match = new FolderMatch(new ArrayList<>(), new ArrayList<>());
        for (FileState file : newestGenerations(checkpoint)) {
            if (file.offset() > 0 && !file.fingerprint().isEmpty()) {
                match.compare(file, paths.apply(file.file()));
            }
        }
        return match;
    }

    /** The newest generation of each path. The checkpoint also contains earlier generations that were still read. */
    static Collection<FileState> newestGenerations(List<FileState> checkpoint) {
        Map<HourFile, FileState> newest = new TreeMap<>();
        for (FileState file : checkpoint) {
            newest.merge(file.file().firstGeneration(), file, (a, b) -> a.file().compareTo(b.file()) > 0 ? a : b);
        }
        return newest.values();
    }

    /** Whether the file at {@code path} holds the bytes that were read of it, or only the first of them. */
    static boolean holds(FileState file, Path path) {
        if (!Files.isRegularFile(path)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new ContentFingerprint(file).compare(channel) != ContentFingerprint.Match.OTHER;
        } catch (IOException e) {
            log.warn("{} cannot be compared with the checkpoint: {}", path, e.toString());
            return false;
        }
    }

    private void compare(FileState file, Path path) {
        // Opening a pipe would block until a writer opens it.
        if (!Files.isRegularFile(path)) {
            return;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            String found = Fingerprint.before(channel, file.offset());
            if (found.equals(file.fingerprint())) {
                matching.add(path);
            } else if (!found.isEmpty() || beginsOtherwise(channel, file)) {
                contradicting.add(path);
            }
        } catch (IOException e) {
            log.warn("{} cannot be compared with the checkpoint: {}", path, e.toString());
        }
    }

    private static boolean beginsOtherwise(FileChannel channel, FileState file) throws IOException {
        String found = Fingerprint.head(channel, file.offset());
        return !found.isEmpty() && !file.head().isEmpty() && !found.equals(file.head());
    }

    /** Whether the checkpoint was written for another folder. */
    boolean isForeign() {
        return matching.isEmpty() && contradicting.size() >= LEAST_CONTRADICTIONS;
    }
}
