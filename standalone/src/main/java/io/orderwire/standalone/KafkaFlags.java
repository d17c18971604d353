package io.orderwire.standalone;

import io.orderwire.standalone.pipeline.StandaloneOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where an embedded Kafka listens. */
final class KafkaFlags {
    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Kafka, default 9092; 0 is a free one.")
    private @Nullable Integer port;

    @Option(
            names = "--kafka-advertise",
            paramLabel = "HOST",
            description = "Name or address under which other machines reach Kafka; default this machine only.")
    private @Nullable String advertise;

    void addTo(ConfigFlags config) {
        config.flag(StandaloneOptions.BROKER_PORT, port).flag(StandaloneOptions.BROKER_ADVERTISED_HOST, advertise);
    }
}
