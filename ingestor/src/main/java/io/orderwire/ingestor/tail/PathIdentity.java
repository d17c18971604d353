package io.orderwire.ingestor.tail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Detects by the file system's key (an inode) whether a path names another file, and whether the file may have changed since
 * its contents were compared. Not thread-safe.
 */
final class PathIdentity {
    private static final String UNIX = "unix";

    private final Path path;
    private final boolean hasChangeTime;
    private @Nullable Object key;
    private @Nullable Attributes compared;

    PathIdentity(Path path) {
        this.path = path;
        this.hasChangeTime = path.getFileSystem().supportedFileAttributeViews().contains(UNIX);
    }

    /**
     * The file that a path names at one moment.
     *
     * @param key the file system's key of the file
     * @param size its length in bytes
     * @param modified time of its last modification, which tools can set to any value
     * @param changed time of its last change of any kind, which cannot be set; equal to {@code modified} if the file system
     *     does not provide it
     */
    record Attributes(@Nullable Object key, long size, FileTime modified, FileTime changed) {}

    /** Remembers the file that the path names now, because it has just been opened. */
    void opened() throws IOException {
        opened(attributes());
    }

    /** Remembers a file that was opened, with the attributes that the path had at that time. */
    void opened(Attributes then) {
        key = then.key();
        compared = null;
    }

    /** The file that the path names now. */
    Attributes attributes() throws IOException {
        FileTime changed = hasChangeTime ? (FileTime) Files.getAttribute(path, UNIX + ":ctime") : null;
        BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class);
        FileTime modified = basic.lastModifiedTime();
        return new Attributes(basic.fileKey(), basic.size(), modified, changed == null ? modified : changed);
    }

    /** Whether the path names another file than the one that was opened. */
    boolean isReplaced(Attributes now) {
        return !Objects.equals(key, now.key());
    }

    /** Whether the contents must be compared again. */
    boolean mayHaveChanged(Attributes now) {
        return !now.equals(compared);
    }

    /** Reports that the contents were compared, with the attributes that the path had at that time. */
    void compared(Attributes then) {
        compared = then;
    }
}
