package io.orderwire.standalone;

import io.orderwire.gateway.GatewayOptions;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.standalone.pipeline.StandaloneOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a standalone listens. */
final class PortFlags {
    @Option(names = "--port", paramLabel = "PORT", description = "WebSocket and page, default 8080; 0 is a free one.")
    private @Nullable Integer port;

    @Option(names = "--kafka-port", paramLabel = "PORT", description = "Kafka, default 9092; 0 is a free one.")
    private @Nullable Integer kafkaPort;

    @Option(
            names = "--kafka-advertise",
            paramLabel = "HOST",
            description = "Name or address under which other machines reach Kafka; default this machine only.")
    private @Nullable String kafkaAdvertise;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "Health and metrics, default 9100; 0 is a free one.")
    private @Nullable Integer managementPort;

    void addTo(ConfigFlags config) {
        config.flag(GatewayOptions.PORT, port)
                .flag(StandaloneOptions.BROKER_PORT, kafkaPort)
                .flag(StandaloneOptions.BROKER_ADVERTISED_HOST, kafkaAdvertise)
                .flag(PipelineOptions.MANAGEMENT_PORT, managementPort);
    }
}
