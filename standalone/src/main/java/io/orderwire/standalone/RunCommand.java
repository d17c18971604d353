package io.orderwire.standalone;

import io.orderwire.standalone.pipeline.Retention;
import io.orderwire.standalone.pipeline.Standalone;
import io.orderwire.standalone.process.JvmProcess;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "run",
        description = "Runs the whole pipeline on a node's files, with a Kafka of its own.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class RunCommand implements Callable<Integer> {
    @Mixin
    private DataFlags data = new DataFlags();

    @Mixin
    private StateFlag state = new StateFlag();

    @Mixin
    private PortFlags ports = new PortFlags();

    @Mixin
    private ConfigFlags config = new ConfigFlags();

    @Override
    public Integer call() {
        data.addTo(config);
        ports.addTo(config);
        state.addTo(config);
        return JvmProcess.run(life -> () -> {
            Standalone standalone = new Standalone(life, config.load(), Retention.STANDALONE);
            standalone.logConfiguration();
            standalone.start().print();
        });
    }
}
