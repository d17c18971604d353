package io.orderwire.standalone;

import io.orderwire.gateway.GatewayOptions;
import io.orderwire.runtime.config.PipelineOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a standalone listens. */
final class PortFlags {
    @Option(names = "--port", paramLabel = "PORT", description = "WebSocket and page, default 8080; 0 is a free one.")
    private @Nullable Integer port;

    @Mixin
    private KafkaFlags kafka = new KafkaFlags();

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "Health and metrics, default 9100; 0 is a free one.")
    private @Nullable Integer managementPort;

    void addTo(ConfigFlags config) {
        kafka.addTo(config);
        config.flag(GatewayOptions.PORT, port).flag(PipelineOptions.MANAGEMENT_PORT, managementPort);
    }
}
