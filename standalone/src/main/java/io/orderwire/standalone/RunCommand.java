package io.orderwire.standalone;

import io.orderwire.standalone.pipeline.Retention;
import io.orderwire.standalone.pipeline.Standalone;
import io.orderwire.standalone.pipeline.StandaloneOptions;
import io.orderwire.standalone.process.JvmProcess;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description = "Runs the whole pipeline on a node's files, with a Kafka of its own.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private DataFlags data = new DataFlags();

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
    public Integer call() {
        data.addTo(config);
        ports.addTo(config);
        config.flag(StandaloneOptions.STATE_DIR, state);
        return JvmProcess.run(life -> () -> {
            Standalone standalone = new Standalone(life, config.load(), Retention.STANDALONE);
            standalone.logConfiguration();
            standalone.start().print();
        });
    }
}
