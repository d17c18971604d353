package io.orderwire.ingestor;

import io.orderwire.ingestor.tail.StartPosition;
import io.orderwire.orders.Source;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.Settings;
import java.nio.file.Path;
import java.util.Optional;

/** What the settings say of where to read. */
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

    /** The source to read, empty while none is there. */
    Optional<Source> findSource() {
        return SourceFolder.find(dataFolder(), settings.get(IngestorOptions.SOURCE));
    }
}
