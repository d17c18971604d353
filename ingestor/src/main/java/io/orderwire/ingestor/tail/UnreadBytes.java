package io.orderwire.ingestor.tail;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bytes that wait to be read, as far as a decision about shedding depends on them. */
final class UnreadBytes {
    private static final Logger log = LoggerFactory.getLogger(UnreadBytes.class);

    private final FileWatchers files;
    private final Predicate<Path> unreadable;
    private long arrived;
    private long bytes;
    private long ageMs;
    private boolean replay;

    /** @param unreadable which files cannot be read at the moment: their bytes are nothing to catch up */
    UnreadBytes(FileWatchers files, Predicate<Path> unreadable) {
        this.files = files;
        this.unreadable = unreadable;
    }

    /** Looks at the files. A file that cannot be looked at is left out: its own turn to be read shows why. */
    void look(long nowMs) throws ClosedByInterruptException {
        bytes = 0;
        ageMs = 0;
        replay = false;
        int older = files.all().size() - FileWatchers.NEWEST;
        for (FileWatcher file : files.all()) {
            try {
                look(file, older-- <= 0, nowMs);
            } catch (ClosedByInterruptException e) {
                throw e;
            } catch (IOException e) {
                log.debug("{} cannot be looked at: {}", file.name(), e.toString());
            }
        }
    }

    private void look(FileWatcher file, boolean newest, long nowMs) throws IOException {
        if (newest || !file.reader().isAtEnd()) {
            file.reader().look(nowMs);
        }
        ReadPosition position = file.position();
        arrived += position.ages().grown();
        if (!file.reader().hasUnlooked() || unreadable.test(file.name())) {
            return;
        }
        long unread = position.unlooked();
        // Newer files cannot be read before such bytes, however old they become meanwhile.
        replay |= position.isReplay();
        if (!replay) {
            ageMs = Math.max(ageMs, position.nextAgeMs(new NewestData(files.from(file), nowMs), nowMs));
        }
        bytes += unread;
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
