package io.orderwire.standalone;

import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.standalone.pipeline.SingleBroker;
import io.orderwire.standalone.process.JvmProcess;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "broker",
        description = "Runs the embedded Kafka alone, for the other processes.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class BrokerCommand implements Callable<Integer> {
    @Mixin
    private StateFlag state = new StateFlag();

    @Mixin
    private KafkaFlags kafka = new KafkaFlags();

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "Health and metrics, default 9100; 0 is a free one.")
    private @Nullable Integer managementPort;

    @Mixin
    private ConfigFlags config = new ConfigFlags();

    @Override
    public Integer call() {
        kafka.addTo(config);
        state.addTo(config);
        config.flag(PipelineOptions.MANAGEMENT_PORT, managementPort);
        return JvmProcess.run(
                life -> () -> new SingleBroker(life, config.load()).start().print());
    }
}
