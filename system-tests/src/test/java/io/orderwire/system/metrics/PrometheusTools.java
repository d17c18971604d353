package io.orderwire.system.metrics;

import io.orderwire.testing.prerequisite.Prerequisite;
import io.orderwire.testing.prerequisite.SearchPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The programs of Prometheus. */
final class PrometheusTools {
    private static final long SECONDS = 60;

    /** How promtool ended, and what it printed. */
    record Result(int status, String text) {}

    private PrometheusTools() {}

    /** Where a program is; without it the running test is skipped. */
    static String path(String program) {
        return SearchPath.find(program).stream()
                .findFirst()
                .orElseThrow(() -> Prerequisite.PROMETHEUS.missing("there is no " + program + " in the PATH"))
                .toString();
    }

    /** Runs promtool in a folder with a file as its input. */
    static Result promtool(Path folder, Path input, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(path("promtool")));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("promtool", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(input.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end");
            }
            return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
