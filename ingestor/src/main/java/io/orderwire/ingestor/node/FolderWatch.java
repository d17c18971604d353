package io.orderwire.ingestor.node;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Whether a folder that was there has gone: it or a parent was renamed or removed, or its file system was unmounted, which
 * leaves the empty folder that it was mounted on. Times are of the steady clock. Not thread-safe.
 */
final class FolderWatch {
    /** Longer than a moment between two renames that exchange a folder for another. */
    static final long LASTING_MS = 1_900;

    private static final long NEVER = Long.MIN_VALUE;

    private final Path folder;
    private boolean seen;
    private @Nullable Object key;
    private long goneSinceMs = NEVER;
    private boolean gone;

    FolderWatch(Path folder) {
        this.folder = folder;
    }

    /** Looks at the folder, about once a second. */
    void look(long nowMs) {
        try {
            BasicFileAttributes now = Files.readAttributes(folder, BasicFileAttributes.class);
            boolean same = !seen || key == null || key.equals(now.fileKey());
            if (now.isDirectory() && (same || !isEmpty())) {
                seen = true;
                key = now.fileKey();
                goneSinceMs = NEVER;
                gone = false;
                return;
            }
        } catch (NoSuchFileException expected) {
            // As if another file had its name.
        } catch (IOException unknown) {
            // That it cannot be looked at does not show that it has gone; reading the files shows why.
            return;
        }
        if (goneSinceMs == NEVER) {
            goneSinceMs = nowMs;
        }
        gone = seen && nowMs - goneSinceMs >= LASTING_MS;
    }

    private boolean isEmpty() throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** The folder has gone, as a reason; null if it is there, or never was. */
    @Nullable
    String reason() {
        return gone ? "node: the folder " + folder + " is gone" : null;
    }
}
