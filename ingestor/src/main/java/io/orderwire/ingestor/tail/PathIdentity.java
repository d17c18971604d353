package io.orderwire.ingestor.tail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which file a path names, by the file system's key (an inode), and whether it may have changed since its contents were
 * compared, by its size and the time of its last change. Not thread-safe.
 */
final class PathIdentity {
    private final Path path;
    private @Nullable Object key;
    private long comparedSize;
    private @Nullable FileTime comparedTime;

    PathIdentity(Path path) {
        this.path = path;
    }

    /** Remembers the file that the path names now, which has just been opened. */
    void opened() throws IOException {
        key = attributes().fileKey();
    }

    /** What the path names now. */
    BasicFileAttributes attributes() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }

    /** Whether that is another file than the one that was opened. */
    boolean isReplaced(BasicFileAttributes now) {
        return !Objects.equals(key, now.fileKey());
    }

    /** Whether its contents have to be compared again. */
    boolean mayHaveChanged(BasicFileAttributes now) {
        return now.size() != comparedSize || !now.lastModifiedTime().equals(comparedTime);
    }

    /** The contents were compared when the path named that. */
    void compared(BasicFileAttributes then) {
        comparedSize = then.size();
        comparedTime = then.lastModifiedTime();
    }
}
