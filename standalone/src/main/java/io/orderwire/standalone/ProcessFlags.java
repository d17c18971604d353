package io.orderwire.standalone;

import io.orderwire.runtime.config.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of each process that runs alone in its JVM. */
final class ProcessFlags {
    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Kafka brokers, default 127.0.0.1:9092.")
    private @Nullable String kafka;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "Health and metrics; default 9101 ingestor, 9102 parser, 9103 gateway; 0 is a free one.")
    private @Nullable Integer managementPort;

    void addTo(ConfigFlags config) {
        config.flag(PipelineOptions.BOOTSTRAP_SERVERS, kafka).flag(PipelineOptions.MANAGEMENT_PORT, managementPort);
    }
}
