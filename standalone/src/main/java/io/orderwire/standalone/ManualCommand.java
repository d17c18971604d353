package io.orderwire.standalone;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.standalone.manual.ManPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "generate-manual",
        description = "Prints the manual page for man; the distribution contains it.",
        hidden = true,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
final class ManualCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "File to write, default standard output.")
    private @Nullable Path file;

    @Override
    public Integer call() throws IOException {
        String page = ManPage.of(spec.root());
        if (file == null) {
            spec.commandLine().getOut().print(page);
            spec.commandLine().getOut().flush();
        } else {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, page);
        }
        return ExitCode.OK.code();
    }
}
