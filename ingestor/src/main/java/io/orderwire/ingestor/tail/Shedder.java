package io.orderwire.ingestor.tail;

import io.orderwire.ingestor.checkpoint.UncountedBytes;
import io.orderwire.ingestor.shed.ByteShedding;
import io.orderwire.runtime.shed.CatchUpStats;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sheds bytes that are too old in favour of newer ones, if the ingestor cannot catch up. Used by the tailer's thread only. */
final class Shedder {
    private final FileWatchers files;
    private final ByteShedding shedding;
    private final UnreportedLosses losses;
    private final UnreadBytes unread;

    Shedder(FileWatchers files, ByteShedding shedding, UnreportedLosses losses, UnreadBytes unread) {
        this.files = files;
        this.shedding = shedding;
        this.losses = losses;
        this.unread = unread;
    }

    /**
     * Sheds the next bytes of a file if they are too old and the ingestor cannot catch up.
     *
     * @param again whether bytes were shed immediately before: then all bytes older than half the bound are shed
     * @return the bytes that were shed, or null
     */
    @Nullable
    UncountedBytes shed(FileWatcher file, boolean again, long nowMs) throws IOException {
        if (!again && !mustShed(nowMs) || !shedding.allowed()) {
            return null;
        }
        long maxAgeMs = again ? shedding.toAgeMs() : shedding.maxAgeMs();
        NewestData newest = new NewestData(files.from(file), nowMs);
        UncountedBytes shed = file.reader().shed(maxAgeMs, shedding.toAgeMs(), newest, losses, nowMs);
        if (shed != null) {
            shedding.add(shed, nowMs);
        }
        return shed;
    }

    private boolean mustShed(long nowMs) throws IOException {
        unread.look(nowMs);
        return shedding.limit().sheds(unread.arrived(), unread.bytes(), unread.ageMs(), nowMs);
    }

    /** All bytes were read. */
    void nothingToRead(long nowMs) {
        shedding.limit().nothingToRead(nowMs);
    }

    /** Logs that shedding continues or has ended; called after each read. */
    void tick(long nowMs) {
        shedding.look(nowMs);
    }

    /** See {@link Tailer#catchUp}; from any thread. */
    CatchUpStats catchUp() {
        return CatchUpStats.of(shedding.limit().mode(), shedding.limit().secondsLeft());
    }
}
