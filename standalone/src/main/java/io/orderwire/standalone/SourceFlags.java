package io.orderwire.standalone;

import io.orderwire.ingestor.IngestorOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which files of the node to read. */
final class SourceFlags {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The node's data folder, which holds node_order_statuses or its like.")
    private @Nullable Path data;

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            completionCandidates = Values.Sources.class,
            description = "plain, by-block or streaming; default the one that is there.")
    private @Nullable String source;

    void addTo(ConfigFlags config) {
        config.flag(IngestorOptions.DATA_DIR, data).flag(IngestorOptions.SOURCE, source);
    }
}
