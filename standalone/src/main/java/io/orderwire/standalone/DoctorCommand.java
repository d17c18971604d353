package io.orderwire.standalone;

import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.standalone.doctor.Doctor;
import io.orderwire.standalone.pipeline.Standalone;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "doctor",
        description = "Checks before a first start what would go wrong; exits with 0, or as that start would.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    private SourceFlags source = new SourceFlags();

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers to check; without them, checks what run needs for a Kafka of its own.")
    private @Nullable String kafka;

    @Mixin
    private StateFlag state = new StateFlag();

    @Mixin
    private PortFlags ports = new PortFlags();

    @Mixin
    private ConfigFlags config = new ConfigFlags();

    @Override
    public Integer call() throws InterruptedException {
        source.addTo(config);
        state.addTo(config);
        ports.addTo(config);
        config.flag(PipelineOptions.BOOTSTRAP_SERVERS, kafka);
        Settings given = config.load().load();
        boolean ownKafka = !given.passedThrough("kafka.").containsKey("bootstrap.servers");
        Settings settings = ownKafka ? Standalone.settings(config.load()) : given;
        return new Doctor(settings, ownKafka, System::currentTimeMillis)
                .run(System.getenv(), System.out)
                .code();
    }
}
