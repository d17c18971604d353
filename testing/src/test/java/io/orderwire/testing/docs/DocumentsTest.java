package io.orderwire.testing.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DocumentsTest {
    @TempDir
    private Path root;

    private void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static List<List<String>> words(String line) {
        return Command.in("x.md", line).stream().map(Command::words).toList();
    }

    @Test
    void shouldFindBrokenLinksAndAnchors() throws IOException {
        write("README.md", "# A `b`, c!\n[ok](#a-b-c) [ok](docs/x.md#y) [no](docs/z.md) [no](docs/x.md#z) [no](#d)\n");
        write("docs/x.md", "## y\n| a |\n|---|\n| [ok](../README.md) [out](../../etc/passwd) |\n");
        write("docs/target/ignored.md", "[no](nowhere.md)\n");

        assertThat(Links.broken(Documents.in(root)))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("README.md: docs/z.md: no such file"),
                        fault -> assertThat(fault).startsWith("README.md: docs/x.md#z: no such heading"),
                        fault -> assertThat(fault).startsWith("README.md: #d: no such heading"),
                        fault -> assertThat(fault).startsWith("docs/x.md: ../../etc/passwd: no such file"));
    }

    @Test
    void shouldFindCommandsInBlocksAndSpans() throws IOException {
        write(
                "a.md",
                "## Run\n```\n./orderwire demo   # all\nready http=x\nmvn -q \\\n  test\n```\n`mvn verify` `mvn`\n```java\nmvn x\n```\n");

        MarkdownFile file = Documents.in(root).file("a.md");

        assertThat(file.commands())
                .extracting(Command::words)
                .containsExactly(
                        List.of("./orderwire", "demo"), List.of("mvn", "-q", "test"), List.of("mvn", "verify"));
        assertThat(file.codeBlocks()).extracting(CodeBlock::heading).containsOnly("Run");
    }

    @Test
    void shouldReadTables() throws IOException {
        write("a.md", "## Codes\n\n| code | why |\n|---|---|\n| `1` | a \\| [b](#codes) |\n");

        assertThat(Documents.in(root).file("a.md").tables("Codes"))
                .extracting(TableLine::cells)
                .containsExactly(List.of("code", "why"), List.of("1", "a | b"));
    }

    @Test
    void shouldSplitWordsAsAShellDoes() {
        assertThat(words("curl 'http://x/?a=1&b=2#c' # comment"))
                .containsExactly(List.of("curl", "http://x/?a=1&b=2#c"));
        assertThat(words("mvn -q package && A_B=c d=e docker compose up"))
                .containsExactly(List.of("mvn", "-q", "package"));
        assertThat(words("X=1 mvn -Dx=\"-a b\"c")).containsExactly(List.of("mvn", "-Dx=-a bc"));
        assertThat(words("ready mvn")).isEmpty();
        assertThatThrownBy(() -> words("mvn 'open")).isInstanceOf(IllegalArgumentException.class);
    }
}
