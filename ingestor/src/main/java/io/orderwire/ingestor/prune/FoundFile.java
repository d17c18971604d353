package io.orderwire.ingestor.prune;

import io.orderwire.contract.position.HourFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * A regular file that was found for an hour.
 *
 * @param hour the hour, as generation 0
 * @param path its path, which is that of the hour, or another one if an interrupted prune set it aside
 * @param identity identifies the file, and describes its state when it was listed
 */
record FoundFile(HourFile hour, Path path, Identity identity) {
    /**
     * Identity and state of a file at one moment.
     *
     * @param key the file system's key, an inode
     * @param size length in bytes
     * @param modified time of the last change of its bytes
     */
    record Identity(@Nullable Object key, long size, FileTime modified) {
        /** The identity of the file at a path, without following a symbolic link; null if it is not a regular file. */
        static @Nullable Identity of(Path path) throws IOException {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return now.isRegularFile() ? new Identity(now.fileKey(), now.size(), now.lastModifiedTime()) : null;
        }
    }

    long size() {
        return identity.size();
    }

    /** Epoch milliseconds. */
    long modifiedMs() {
        return identity.modified().toMillis();
    }

    /** Whether an interrupted prune left the file under another name. */
    boolean isSetAside() {
        return SetAside.is(path);
    }
}
