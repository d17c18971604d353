package io.orderwire.standalone;

import io.orderwire.ingestor.IngestorOptions;
import io.orderwire.runtime.config.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which files to read, and where to begin. */
final class DataFlags {
    @Mixin
    private SourceFlags source = new SourceFlags();

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
        source.addTo(config);
        config.flag(IngestorOptions.START, from)
                .flag(IngestorOptions.RESET, reset ? "true" : null)
                .flag(IngestorOptions.TAKE_OVER, takeOver ? "true" : null)
                .flag(PipelineOptions.OVERLOAD, overload);
    }
}
