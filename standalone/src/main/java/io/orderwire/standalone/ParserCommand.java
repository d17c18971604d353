package io.orderwire.standalone;

import io.orderwire.standalone.pipeline.SingleProcess;
import io.orderwire.standalone.process.JvmProcess;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "parser",
        description = "Parses what an ingestor wrote to Kafka into orders; several share the work.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class ParserCommand implements Callable<Integer> {
    @Mixin
    private ProcessFlags process = new ProcessFlags();

    @Mixin
    private ConfigFlags config = new ConfigFlags();

    @Override
    public Integer call() {
        process.addTo(config);
        return JvmProcess.run(life -> () -> new SingleProcess(life, config.load(), Clock.systemUTC())
                .parser()
                .print());
    }
}
