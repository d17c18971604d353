package io.orderwire.ingestor.node;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Detects that a folder which existed has disappeared: it or a parent was renamed or removed, or its file system was unmounted,
 * so that the empty mount point is left. Times are of the steady clock. Not thread-safe.
 */
final class FolderWatch {
    /**
     * Time after which a missing folder is reported; longer than the moment between two renames that exchange it for another
     * folder.
     */
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

    /** Checks the folder; to be called about once a second. */
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
            // Handled as if another file had its name.
        } catch (IOException unknown) {
            // A failed check does not show that the folder has disappeared. Reading the files shows the cause.
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

    /** The reason that the folder has disappeared; null if it exists, or never existed. */
    @Nullable
    Reason reason() {
        return gone ? ReasonCode.NODE_FOLDER_GONE.because("node: the folder " + folder + " is gone") : null;
    }
}
