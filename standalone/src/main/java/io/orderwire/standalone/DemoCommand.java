package io.orderwire.standalone;

import io.orderwire.standalone.log.LogFormat;
import io.orderwire.standalone.pipeline.Demo;
import io.orderwire.standalone.pipeline.ReadyLine;
import io.orderwire.standalone.process.JvmProcess;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description = "Shows the whole pipeline on simulated files, on free ports, in a temporary folder.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {
    @Option(
            names = "--rate",
            paramLabel = "N",
            converter = Rate.Converter.class,
            description = "Simulated lines a second, default 1000.")
    private Rate rate = new Rate(1_000);

    @Option(names = "--seed", paramLabel = "N", description = "What the simulation draws from.")
    private @Nullable Long seed;

    @Mixin
    private PortFlags ports = new PortFlags();

    @Mixin
    private ConfigFlags config = new ConfigFlags();

    @Override
    public Integer call() {
        ports.addTo(config);
        long drawn = seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : seed;
        return JvmProcess.run(life -> () -> {
            ReadyLine ready = new Demo(life, config.load(), rate.linesPerSecond(), drawn).start();
            ready.print();
            if (!LogFormat.isJson()) {
                hint(ready);
            }
        });
    }

    private static void hint(ReadyLine ready) {
        System.err.println();
        System.err.println("  See orders arrive at   " + ready.value("http"));
        System.err.println("  or in another terminal ./orderwire tail --url " + ready.value("ws"));
        System.err.println("  Stop with Ctrl-C.");
        System.err.println();
    }
}
