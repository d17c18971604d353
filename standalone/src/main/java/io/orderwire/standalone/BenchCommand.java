package io.orderwire.standalone;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Exists only for the list of commands: the launcher starts the benchmarks' own program instead. */
@Command(
        name = "bench",
        description = "Measures on this machine, for about 14 minutes; bench --help lists single measurements.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "What to measure.")
    private List<String> names = List.of();

    @Override
    public Integer call() {
        throw new ParameterException(
                spec.commandLine(), "not part of this program: the orderwire script starts it " + names);
    }
}
