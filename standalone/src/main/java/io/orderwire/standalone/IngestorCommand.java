package io.orderwire.standalone;

import io.orderwire.standalone.pipeline.SingleProcess;
import io.orderwire.standalone.process.JvmProcess;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "ingestor",
        description = "Follows a node's files and writes them to Kafka.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class IngestorCommand implements Callable<Integer> {
    @Mixin
    private DataFlags data = new DataFlags();

    @Mixin
    private ProcessFlags process = new ProcessFlags();

    @Mixin
    private ConfigFlags config = new ConfigFlags();

    @Override
    public Integer call() {
        data.addTo(config);
        process.addTo(config);
        return JvmProcess.run(life -> () -> new SingleProcess(life, config.load(), Clock.systemUTC())
                .ingestor()
                .print());
    }
}
