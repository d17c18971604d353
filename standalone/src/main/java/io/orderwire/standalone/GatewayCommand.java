package io.orderwire.standalone;

import io.orderwire.gateway.GatewayOptions;
import io.orderwire.standalone.pipeline.SingleProcess;
import io.orderwire.standalone.process.JvmProcess;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "gateway",
        description = "Serves orders from Kafka to WebSocket clients; any number may run.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class GatewayCommand implements Callable<Integer> {
    @Option(names = "--port", paramLabel = "PORT", description = "WebSocket and page, default 8080; 0 is a free one.")
    private @Nullable Integer port;

    @Mixin
    private ProcessFlags process = new ProcessFlags();

    @Mixin
    private ConfigFlags config = new ConfigFlags();

    @Override
    public Integer call() {
        config.flag(GatewayOptions.PORT, port);
        process.addTo(config);
        return JvmProcess.run(life -> () -> new SingleProcess(life, config.load(), Clock.systemUTC())
                .gateway()
                .print());
    }
}
