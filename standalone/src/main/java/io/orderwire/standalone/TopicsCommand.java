package io.orderwire.standalone;

import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.standalone.pipeline.PipelineTopics;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "topics",
        description = "Creates the topics that are missing and checks the others.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class TopicsCommand implements Callable<Integer> {
    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Kafka brokers, default 127.0.0.1:9092.")
    private @Nullable String kafka;

    @Option(
            names = "--readers",
            paramLabel = "USER",
            split = ",",
            description = "Users of Kafka who may read all topics, but write nothing; for a Kafka with an authorizer.")
    private List<String> readers = List.of();

    @Mixin
    private ConfigFlags config = new ConfigFlags();

    @Override
    public Integer call() throws InterruptedException {
        config.flag(PipelineOptions.BOOTSTRAP_SERVERS, kafka);
        PipelineTopics.create(config.load(), readers).forEach(System.out::println);
        return ExitCode.OK.code();
    }
}
