package io.orderwire.ingestor.tail;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures the bytes that wait to be read, for decisions about shedding. */
final class UnreadBytes {
    private static final Logger log = LoggerFactory.getLogger(UnreadBytes.class);

    private final FileWatchers files;
    private final Predicate<Path> unreadable;
    private long arrived;
    private long bytes;
    private long ageMs;
    private boolean replay;

    /**
     * @param unreadable whether a file cannot be read at the moment: then its bytes do not count
     */
    UnreadBytes(FileWatchers files, Predicate<Path> unreadable) {
        this.files = files;
        this.unreadable = unreadable;
    }

    /** Examines the files. A file that cannot be examined is left out: the error is reported when the file is read. */
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
                log.debug("{} cannot be examined: {}", file.name(), e.toString());
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
        // Newer files are not read before such bytes, and become old meanwhile.
        replay |= position.isReplay();
        if (!replay) {
            ageMs = Math.max(ageMs, position.nextAgeMs(new NewestData(files.from(file), nowMs), nowMs));
        }
        bytes += unread;
    }

    /** Number of bytes by which the files have grown, including the bytes that existed at the first call of {@link #look}. */
    long arrived() {
        return arrived;
    }

    /** Unread bytes. */
    long bytes() {
        return bytes;
    }

    /** Age of the oldest unread byte; 0 if there is none, or if a start position requested bytes that are unread. */
    long ageMs() {
        return ageMs;
    }
}
