package io.orderwire.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.prerequisite.Prerequisite;
import io.orderwire.testing.prerequisite.SearchPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests of the page's modules, which Node.js runs: they need no browser. */
class PageModulesTest {
    private static final Path MODULE = module();
    private static final long SOON_SECONDS = 60;
    /** The first version whose test runner is stable. */
    private static final int OLDEST_NODE = 20;

    @TempDir
    private static Path scratch;

    private static String node;

    private static Path module() {
        Path here = Path.of("").toAbsolutePath();
        return here.endsWith("gateway") ? here : here.resolve("gateway");
    }

    @BeforeAll
    static void find() throws Exception {
        List<Path> found = SearchPath.find("node");
        if (found.isEmpty()) {
            throw Prerequisite.NODE.missing("node is not in PATH");
        }
        node = found.get(0).toString();
        String version = run("--version").output.strip();
        if (!version.matches("v[0-9]+\\..*") || major(version) < OLDEST_NODE) {
            throw Prerequisite.NODE.missing(node + " is " + version + ", and must be " + OLDEST_NODE + " or newer");
        }
    }

    private static int major(String version) {
        return Integer.parseInt(version.substring(1, version.indexOf('.')));
    }

    private record Ended(int code, String output) {}

    private static Ended run(String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile(scratch, "node", ".log");
        List<String> command = new ArrayList<>(List.of(node));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(MODULE.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(SOON_SECONDS, TimeUnit.SECONDS))
                    .as("ended")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    @Test
    void shouldPassItsOwnTests() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--test"));
        try (Stream<Path> files = Files.list(MODULE.resolve("src/test/page"))) {
            files.filter(file -> file.toString().endsWith(".test.js"))
                    .sorted()
                    .map(Path::toString)
                    .forEach(arguments::add);
        }
        Ended ended = run(arguments.toArray(String[]::new));

        assertThat(ended.code()).as(ended.output()).isZero();
        assertThat(ended.output()).containsPattern("(?m)^. fail 0$").doesNotContainPattern("(?m)^. tests 0$");
    }
}
