package io.orderwire.ingestor;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.duplicates.DuplicateMemory;
import io.orderwire.ingestor.prune.KeepTime;
import io.orderwire.ingestor.tail.StartPosition;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The settings that determine where to read. */
record InputSettings(Settings settings) {

    /** The node's data folder, absolute. */
    Path dataFolder() {
        Path data = settings.get(IngestorOptions.DATA_DIR);
        if (data.toString().isEmpty()) {
            throw new ConfigurationException("the node's data folder is not given: --data DIR, or data.dir");
        }
        return data.toAbsolutePath();
    }

    /** Where to begin without a checkpoint. */
    StartPosition startPosition() {
        String start = settings.get(IngestorOptions.START);
        try {
            return StartPosition.parse(start);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "start is " + start + ", expected end, beginning or a position like 20260505/17@1234567");
        }
    }

    /**
     * How long hour files are kept after all of their events have been committed; empty if they are never deleted.
     *
     * @throws ConfigurationException when it is not a time in range
     */
    Optional<Duration> pruneKeep() {
        String keep = settings.get(IngestorOptions.PRUNE_KEEP);
        if (keep.equals(IngestorOptions.PRUNE_OFF)) {
            return Optional.empty();
        }
        try {
            return Optional.of(KeepTime.parse(keep));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    IngestorOptions.PRUNE_KEEP.name() + " is " + keep + ", " + e.getMessage() + ", or off");
        }
    }

    /**
     * Makes sure that the memory of blocks fits twice into Java's, so that there is enough for all else.
     *
     * @throws ConfigurationException when it does not
     */
    void checkMemory(long javaBytes) {
        boolean drops = settings.get(IngestorOptions.DROP_DUPLICATES);
        if (drops && 2 * DuplicateMemory.MOST_BYTES > javaBytes) {
            throw new ConfigurationException(IngestorOptions.DROP_DUPLICATES.name() + " takes up to "
                    + DuplicateMemory.MOST_BYTES + " bytes, more than half of Java's memory (" + javaBytes
                    + " bytes): give it -Xmx640m or more");
        }
    }

    /** The source to read, empty while none is there. */
    Optional<Source> findSource() {
        return SourceFolder.find(dataFolder(), settings.get(IngestorOptions.SOURCE));
    }
}
