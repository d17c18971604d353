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
 * A regular file that stands for an hour.
 *
 * @param hour the hour, as generation 0
 * @param path where it stands: under the hour's name, or set aside by a prune that was interrupted
 * @param identity which file it is, and its state when it was listed
 */
record FoundFile(HourFile hour, Path path, Identity identity) {
    /**
     * A file at one moment.
     *
     * @param key the file system's key, an inode
     * @param size length in bytes
     * @param modified time of the last change of its bytes
     */
    record Identity(@Nullable Object key, long size, FileTime modified) {
        /** That of a path, which is not followed if it is a symbolic link; null if it is not a regular file. */
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

    /** Whether an interrupted prune left it under another name. */
    boolean isSetAside() {
        return SetAside.is(path);
    }
}
