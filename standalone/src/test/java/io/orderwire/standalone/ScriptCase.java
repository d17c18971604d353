package io.orderwire.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.prerequisite.Prerequisite;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, with a Java and a Maven that only print how they were started. */
abstract class ScriptCase {
    static final Path SCRIPT = Path.of("..", "orderwire").toAbsolutePath().normalize();

    record Outcome(int code, List<String> out, String errors) {}

    @TempDir
    Path folder;

    final Map<String, String> variables = new HashMap<>();
    private final AtomicInteger started = new AtomicInteger();
    Path home;
    Path java;

    @BeforeEach
    void installAsInAnImage() throws IOException {
        if (!Files.isExecutable(Path.of("/bin/bash"))) {
            throw Prerequisite.BASH.missing("there is no program /bin/bash");
        }
        home = Files.createDirectories(folder.resolve("hl-node home"));
        java = Files.createDirectories(folder.resolve("java"));
        Files.copy(SCRIPT, home.resolve("orderwire"));
        Files.createDirectories(home.resolve("standalone/target/lib"));
        Files.createFile(home.resolve("standalone/target/orderwire.jar"));
        fakeJava("17.0.9");
    }

    void fakeJava(String version) throws IOException {
        executable(
                java.resolve("bin/java"),
                "case \"$*\" in *-version*) echo 'openjdk version \"" + version + "\"' >&2; exit 0 ;; esac",
                "tr '\\0' '\\n' </proc/$$/cmdline | sed 's/^/java: /'",
                "printf 'classpath: %s\\n' \"$CLASSPATH\"",
                "printf '%s' \"$ORDERWIRE_ARGS\" | tr '\\037' '\\n' | sed 's/^/argument: /'",
                "printf 'folder: %s\\n' \"$PWD\"",
                "readlink /proc/$$/fd/* | sed -n 's/.*[.]build-lock$/locked: yes/p'");
    }

    static void executable(Path file, String... lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/bash\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    Outcome start(Path script, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        Path errors = folder.resolve("errors-" + started.incrementAndGet());
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
        Map<String, String> environment = builder.environment();
        environment.put("JAVA_HOME", java.toString());
        environment.put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        environment.put("TMPDIR", folder.toString());
        environment.keySet().removeIf(name -> name.startsWith("ORDERWIRE_") || name.endsWith("JAVA_OPTIONS"));
        environment.remove("JAVA_TOOL_OPTIONS");
        environment.putAll(variables);
        Process process = builder.start();
        List<String> out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), out, Files.readString(errors));
    }

    static List<String> named(Outcome outcome, String name) {
        return outcome.out().stream()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .toList();
    }
}
