package io.orderwire.ingestor.tail;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;

/** The bytes that wait to be read, as far as a decision about shedding depends on them. Used by the ingestor's thread. */
final class UnreadBytes {
    private final TrackedFiles files;
    private long arrived;
    private long bytes;
    private long ageMs;

    UnreadBytes(TrackedFiles files) {
        this.files = files;
    }

    /** Looks at the files. */
    void look(long nowMs) throws ClosedByInterruptException {
        bytes = 0;
        ageMs = 0;
        boolean replay = false;
        for (TrackedFile file : files.all()) {
            try {
                file.look(nowMs);
                ReadPosition position = file.position();
                arrived += position.grown();
                if (!file.isOpen() || !position.hasUnlooked()) {
                    continue;
                }
                bytes += position.unlooked();
                // What follows such bytes cannot be read before them, however old it becomes meanwhile.
                replay |= position.isReplay();
                if (!replay) {
                    ageMs = Math.max(ageMs, position.nextAgeMs(new Newest(files.from(file), nowMs), nowMs));
                }
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException unreadable) {
                // Reported when it is this file's turn to be read: another one may be read now.
                continue;
            }
        }
    }

    /** Bytes by which the files were seen to grow, those that were there at the first look included. */
    long arrived() {
        return arrived;
    }

    /** Unread bytes. */
    long bytes() {
        return bytes;
    }

    /** Age of the oldest unread byte; 0 if there is none, or if a start position asked for bytes that are unread. */
    long ageMs() {
        return ageMs;
    }
}
