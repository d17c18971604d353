package io.orderwire.standalone;

import io.orderwire.contract.position.Source;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.standalone.simulate.Simulation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "simulate",
        description = "Writes order statuses as a node does.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class SimulateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "The data folder to write to.")
    private Path out = Path.of("");

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            completionCandidates = Values.Sources.class,
            description = "plain, by-block or streaming; default ${DEFAULT-VALUE}.")
    private String source = Source.STREAMING.option();

    @Option(
            names = "--rate",
            paramLabel = "N|max",
            converter = Rate.Converter.class,
            description = "Lines a second, default 1000; max for as many as processor and disk take.")
    private Rate rate = new Rate(1_000);

    @Option(names = "--seconds", paramLabel = "N", description = "How long; default until stopped.")
    private long seconds;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Seed of random choices; by default a random one, which is printed.")
    private @Nullable Long seed;

    @Option(names = "--users", paramLabel = "N", description = "Users, default ${DEFAULT-VALUE}.")
    private int users = 10_000;

    @Option(
            names = "--hour-seconds",
            paramLabel = "N",
            description = "Seconds that an hour's file spans, default 3600; fewer makes hours turn faster.")
    private long hourSeconds = 3_600;

    @Option(
            names = "--keep-hours",
            paramLabel = "N",
            description = "Deletes older files as hours turn, but this many; default keeps all.")
    private int keepHours;

    @Override
    public Integer call() throws InterruptedException {
        long drawn = seed == null ? ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE) : seed;
        return new Simulation(options(drawn), System.out, System.err).run();
    }

    private SimulatorOptions options(long drawn) {
        try {
            return SimulatorOptions.builder(out)
                    .shape(shape())
                    .linesPerSecond(rate.linesPerSecond())
                    .seconds(seconds)
                    .seed(drawn)
                    .users(users)
                    .hourMillis(Duration.ofSeconds(hourSeconds).toMillis())
                    .keepHours(keepHours)
                    .build();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private Source shape() {
        return Arrays.stream(Source.values())
                .filter(shape -> shape.option().equals(source))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "--source is '" + source + "', expected one of " + String.join(", ", Source.options())));
    }
}
