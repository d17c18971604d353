package io.orderwire.standalone;

import io.orderwire.standalone.pipeline.StandaloneOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a Kafka of its own keeps its data. */
final class StateFlag {
    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Folder of Kafka's data; default orderwire in $XDG_STATE_HOME or ~/.local/state.")
    private @Nullable Path state;

    void addTo(ConfigFlags config) {
        config.flag(StandaloneOptions.STATE_DIR, state);
    }
}
