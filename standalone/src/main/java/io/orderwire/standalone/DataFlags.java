package io.orderwire.standalone;

import io.orderwire.ingestor.IngestorOptions;
import io.orderwire.runtime.config.PipelineOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which files to read, and where to begin. */
final class DataFlags {
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

    @Option(
            names = "--from",
            paramLabel = "START",
            description = "Where to begin without a checkpoint: end (default), beginning, or a position.")
    private @Nullable String from;

    @Option(names = "--reset", description = "Discards the checkpoint's positions; sequences continue.")
    private boolean reset;

    @Option(
            names = "--take-over",
            description = "If the checkpoint is of another node or network: begin at START; sequences continue.")
    private boolean takeOver;

    @Option(
            names = "--overload",
            paramLabel = "KIND",
            completionCandidates = Values.Overloads.class,
            description = "What a stage that lags sheds: latest (default) the oldest data, complete nothing.")
    private @Nullable String overload;

    void addTo(ConfigFlags config) {
        config.flag(IngestorOptions.DATA_DIR, data)
                .flag(IngestorOptions.SOURCE, source)
                .flag(IngestorOptions.START, from)
                .flag(IngestorOptions.RESET, reset ? "true" : null)
                .flag(IngestorOptions.TAKE_OVER, takeOver ? "true" : null)
                .flag(PipelineOptions.OVERLOAD, overload);
    }
}
