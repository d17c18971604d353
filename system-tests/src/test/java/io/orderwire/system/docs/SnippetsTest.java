package io.orderwire.system.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.docs.CodeBlock;
import io.orderwire.testing.docs.Documents;
import io.orderwire.testing.prerequisite.Prerequisite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Snippets of the documents compile. */
class SnippetsTest {
    private static final Documents DOCUMENTS = Documents.ofRepository();
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private static Stream<CodeBlock> snippets(String language) {
        return DOCUMENTS.files().stream()
                .flatMap(file -> file.codeBlocks().stream())
                .filter(block -> block.language().equals(language));
    }

    private static Stream<CodeBlock> java() {
        return snippets("java");
    }

    private static Stream<CodeBlock> python() {
        return snippets("python");
    }

    private static Stream<CodeBlock> javaScript() {
        return snippets("js");
    }

    @ParameterizedTest
    @MethodSource("java")
    void shouldCompileJava(CodeBlock snippet) throws Exception {
        assertThat(JavaSnippet.compile(snippet.text(), folder))
                .as(snippet.file())
                .isEmpty();
        assertThat(folder.resolve(JavaSnippet.CLASS + ".class")).exists();
    }

    @Test
    void shouldNotCompileWhatIsWrong() throws Exception {
        assertThat(JavaSnippet.compile("int x = nothing;", folder)).contains("nothing");
    }

    @ParameterizedTest
    @MethodSource("python")
    void shouldCompilePython(CodeBlock snippet) throws Exception {
        Path script = Files.writeString(folder.resolve("snippet.py"), snippet.text());
        assertEndsWell(
                Tools.require(Prerequisite.PYTHON, "python3"),
                "-c",
                "import ast, sys; ast.parse(open(sys.argv[1], encoding='utf-8').read())",
                script.toString());
    }

    @ParameterizedTest
    @MethodSource("javaScript")
    void shouldCompileJavaScript(CodeBlock snippet) throws Exception {
        Path script = Files.writeString(folder.resolve("snippet.mjs"), snippet.text());
        assertEndsWell(Tools.require(Prerequisite.NODE, "node"), "--check", script.toString());
    }

    private void assertEndsWell(String... command) throws Exception {
        try (ToolRun run = ToolRun.start(folder, List.of(command))) {
            assertThat(run.awaitExit(SOON)).as(run.errors()).isZero();
        }
    }
}
