package io.orderwire.ingestor.tail;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Position;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.duplicates.RewindDetector;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows which hours have been begun, in order, and reports the hours between them of which no file was seen. Used by the
 * tailer's thread only.
 */
final class BegunHours {
    private static final Logger log = LoggerFactory.getLogger(BegunHours.class);

    private final FileWatchers files;
    private final RewindDetector watch;
    private final MissingHours hours = new MissingHours();

    BegunHours(FileWatchers files, RewindDetector watch) {
        this.files = files;
        this.watch = watch;
    }

    /**
     * Continues from a state.
     *
     * @param watched whether the folder was checked until now
     * @param wallMs now, by this host's clock
     */
    void restore(IngestorState state, boolean watched, long wallMs) {
        HourFile known = state.files().isEmpty()
                ? null
                : state.files().get(state.files().size() - 1).file();
        hours.restore(state.sequence().entered(), known, watched, wallMs);
    }

    /**
     * Called before the first bytes of a file are read: reports hours before it of which no file was seen. If an older file has
     * not been read to its end, blocks count as lost.
     */
    void begin(FileWatcher file, PartitionedBlocks blocks) {
        if (!hours.begins(file.id(), file.position().offset())) {
            return;
        }
        for (FileWatcher older : files.all()) {
            if (older != file && hours.begins(older.id(), 0) && older.id().compareTo(file.id()) < 0) {
                hours.readTo(older.id(), 0);
                if (!older.reader().isReadWhole()) {
                    watch.blockSequence().lost();
                }
            }
        }
        Gap missing = hours.before(file.id());
        hours.readTo(file.id(), 0);
        if (missing != null) {
            log.warn("no file of the hours between {} and {} was seen", missing.fromPos(), missing.toPos());
            watch.missingHours(missing, blocks);
        }
    }

    /** The file was read. */
    void read(FileWatcher file) {
        hours.readTo(file.id(), file.position().offset());
    }

    /** Position up to which the newest begun file has been read, or null if none was begun. */
    @Nullable
    Position newest() {
        return hours.entered();
    }
}
