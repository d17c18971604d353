package io.orderwire.ingestor.tail;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds back a file that holds the beginning of what was read of it, and no more: a backup or a copy may be writing it.
 * Not for longer than it grows, and a while.
 */
final class Hold {
    /** It is waited for so long after it has grown last. */
    static final long MOST_MS = 60_000;

    private static final Logger log = LoggerFactory.getLogger(Hold.class);
    private static final long NONE = -1;

    private final Path path;
    private long length = NONE;
    private long read;
    private long sinceMs;

    Hold(Path path) {
        this.path = path;
    }

    /** Holds it back, of whose {@code bytesRead} bytes it has so many; false when it has not grown for too long. */
    boolean holds(long newLength, long bytesRead, long nowMs) {
        if (length == NONE) {
            log.warn("{} holds the first {} of {} bytes that were read: held back", path, newLength, bytesRead);
        }
        if (newLength > length) {
            sinceMs = nowMs;
        }
        length = newLength;
        read = bytesRead;
        return nowMs - sinceMs < MOST_MS;
    }

    /** It is not held back any more. */
    void end() {
        length = NONE;
    }

    /** Why it is held back, null if it is not. */
    @Nullable
    String reason() {
        return length == NONE
                ? null
                : path + " holds the first " + length + " of " + read
                        + " bytes that were read; it is read as another file if it does not grow for "
                        + MOST_MS / 1_000 + " s";
    }
}
