package io.orderwire.standalone;

import io.orderwire.ingestor.IngestorOptions;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.standalone.doctor.Doctor;
import io.orderwire.standalone.pipeline.Standalone;
import io.orderwire.standalone.pipeline.StandaloneOptions;
import java.nio.file.Path;
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
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The node's data folder, which holds node_order_statuses or its like.")
    private @Nullable Path data;

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            completionCandidates = Values.Sources.class,
            description = "plain, by-block or streaming; default the one that is there.")
    private @Nullable String source;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Kafka brokers to check; without them, checks what run needs for a Kafka of its own.")
    private @Nullable String kafka;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Folder of Kafka's data; default orderwire in $XDG_STATE_HOME or ~/.local/state.")
    private @Nullable Path state;

    @Mixin
    private PortFlags ports = new PortFlags();

    @Mixin
    private ConfigFlags config = new ConfigFlags();

    @Override
    public Integer call() throws InterruptedException {
        ports.addTo(config);
        config.flag(IngestorOptions.DATA_DIR, data)
                .flag(StandaloneOptions.STATE_DIR, state)
                .flag(IngestorOptions.SOURCE, source)
                .flag(PipelineOptions.BOOTSTRAP_SERVERS, kafka);
        Settings given = config.load().load();
        boolean ownKafka = !given.passedThrough("kafka.").containsKey("bootstrap.servers");
        Settings settings = ownKafka ? Standalone.settings(config.load()) : given;
        return new Doctor(settings, ownKafka, System::currentTimeMillis)
                .run(System.getenv(), System.out)
                .code();
    }
}
