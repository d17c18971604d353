package io.orderwire.standalone;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.standalone.manual.ManPage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
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

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "Files to write, compressed if they end with .gz; default standard output.")
    private List<Path> files = List.of();

    @Override
    public Integer call() throws IOException {
        String page = ManPage.of(spec.root());
        if (files.isEmpty()) {
            spec.commandLine().getOut().print(page);
            spec.commandLine().getOut().flush();
        }
        for (Path file : files) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (OutputStream out = open(file)) {
                out.write(page.getBytes(StandardCharsets.UTF_8));
            }
        }
        return ExitCode.OK.code();
    }

    private static OutputStream open(Path file) throws IOException {
        OutputStream out = Files.newOutputStream(file);
        return file.toString().endsWith(".gz") ? new GZIPOutputStream(out) : out;
    }
}
