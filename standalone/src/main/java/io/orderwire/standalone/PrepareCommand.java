package io.orderwire.standalone;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Exists only for the list of commands: the launcher does the work before Java starts. */
@Command(
        name = "prepare",
        description = "Makes later starts faster: keeps what Java makes of the classes.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class PrepareCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "not part of this program: the orderwire script does it");
    }
}
