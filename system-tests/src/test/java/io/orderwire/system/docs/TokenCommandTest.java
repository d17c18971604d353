package io.orderwire.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.docs.CodeBlock;
import io.orderwire.testing.docs.Documents;
import io.orderwire.testing.prerequisite.Prerequisite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command of the documentation that makes a line of a file of tokens. */
class TokenCommandTest {
    /** SHA-256 of "abc", of FIPS 180-2. */
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @TempDir
    private Path folder;

    private record Outcome(int code, String out, String errors) {}

    @BeforeEach
    void requireBash() {
        if (!Files.isExecutable(Path.of("/bin/bash"))) {
            throw Prerequisite.BASH.missing("there is no program /bin/bash");
        }
    }

    private static String command() {
        return Documents.ofRepository().file("docs/operations.md").codeBlocks().stream()
                .map(CodeBlock::text)
                .filter(text -> text.contains("sha256sum"))
                .reduce((one, other) -> {
                    throw new AssertionError("two commands: " + one + other);
                })
                .orElseThrow();
    }

    private Outcome run(Map<String, String> environment) throws Exception {
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder("/bin/bash", "-c", command()).redirectError(errors.toFile());
        builder.environment().remove("TOKEN");
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), out, Files.readString(errors));
    }

    @Test
    void shouldMakeALineOfTheTokensHash() throws Exception {
        assertThat(run(Map.of("TOKEN", "abc"))).isEqualTo(new Outcome(0, "ann " + ABC + "\n", ""));
    }

    @Test
    void shouldFailVisiblyWithoutAToken() throws Exception {
        for (Map<String, String> environment : List.of(Map.<String, String>of(), Map.of("TOKEN", ""))) {
            Outcome outcome = run(environment);
            assertThat(outcome.code()).isNotZero();
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.errors()).contains("TOKEN");
        }
    }
}
