package io.orderwire.standalone;

import io.orderwire.ingestor.IngestorOptions;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.standalone.pipeline.Pruning;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "prune",
        description = "Deletes hour files whose events are all in the topics of orders or of dead letters.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class PruneCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The node's data folder, which holds node_order_statuses or its like.")
    private @Nullable Path data;

    @Option(
            names = "--keep",
            paramLabel = "TIME",
            description = "Deletes only files that did not change for so long: 1m to 40h, such as 90m, 2h or 1d.")
    private @Nullable String keep;

    @Option(names = "--dry-run", description = "Only says what it would delete.")
    private boolean dryRun;

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            completionCandidates = Values.Sources.class,
            description = "plain, by-block or streaming; default the one that is there.")
    private @Nullable String source;

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Kafka brokers, default 127.0.0.1:9092.")
    private @Nullable String kafka;

    @Mixin
    private ConfigFlags config = new ConfigFlags();

    @Override
    public Integer call() throws InterruptedException {
        config.flag(IngestorOptions.DATA_DIR, data)
                .flag(IngestorOptions.SOURCE, source)
                .flag(IngestorOptions.PRUNE_KEEP, keep)
                .flag(PipelineOptions.BOOTSTRAP_SERVERS, kafka);
        Pruning.run(config.load(), dryRun).forEach(System.out::println);
        return ExitCode.OK.code();
    }
}
