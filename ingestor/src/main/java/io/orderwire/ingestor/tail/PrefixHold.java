package io.orderwire.ingestor.tail;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds back a file that contains only the first of the bytes that were read of it: a backup may currently be restored, or a
 * copy may be in progress. A hold ends {@link #MOST_MS} after the file last grew.
 */
final class PrefixHold {
    /** Longest time that a file is held back without growing. */
    static final long MOST_MS = 60_000;

    private static final Logger log = LoggerFactory.getLogger(PrefixHold.class);
    private static final long NONE = -1;

    private final Path path;
    private long length = NONE;
    private long read;
    private long sinceMs;

    PrefixHold(Path path) {
        this.path = path;
    }

    /** Holds back a file with {@code newLength} of {@code bytesRead} bytes; false if it has not grown for too long. */
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

    /** Ends the hold. */
    void end() {
        length = NONE;
    }

    /** Why the file is held back, null if it is not. */
    @Nullable
    Reason reason() {
        return length == NONE
                ? null
                : ReasonCode.FILE_HELD_BACK.because(path + " holds the first " + length + " of " + read
                        + " bytes that were read; it is read as another file if it does not grow for "
                        + MOST_MS / 1_000 + " s");
    }
}
