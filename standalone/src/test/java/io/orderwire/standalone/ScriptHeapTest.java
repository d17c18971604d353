package io.orderwire.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The heap that the launcher gives Java. */
class ScriptHeapTest extends ScriptCase {
    @Test
    void shouldRaiseTheHeapForTheMemoryOfBlocks() throws Exception {
        Path script = home.resolve("orderwire");
        Path on = Files.writeString(
                folder.resolve("on it.properties"), "source=plain\n ingestor.drop.duplicates: TRUE\n");
        Path off = Files.writeString(
                folder.resolve("off.properties"), "#ingestor.drop.duplicates=true\ningestor.drop.duplicates=false\n");
        for (String[] arguments : new String[][] {
            {"-D", "ingestor.drop.duplicates=true"},
            {"-Dingestor.drop.duplicates=true"},
            {"--config", on.toString()},
            {"--config=" + on}
        }) {
            assertThat(heap(script, "ingestor", arguments))
                    .as("%s", List.of(arguments))
                    .isEqualTo("-Xmx640m");
            assertThat(heap(script, "run", arguments))
                    .as("%s", List.of(arguments))
                    .isEqualTo("-Xmx1280m");
        }
        for (String[] arguments : new String[][] {
            {},
            {"-D", "ingestor.drop.duplicates=false"},
            {"--config", off.toString()},
            {"--config", "/none"},
            {"--config"}
        }) {
            assertThat(heap(script, "ingestor", arguments))
                    .as("%s", List.of(arguments))
                    .isEqualTo("-Xmx384m");
        }
        assertThat(heap(script, "gateway", "-D", "ingestor.drop.duplicates=true"))
                .isEqualTo("-Xmx768m");
        variables.put("ORDERWIRE_INGESTOR_DROP_DUPLICATES", "True");
        assertThat(heap(script, "ingestor")).isEqualTo("-Xmx640m");
        variables.put("JAVA_TOOL_OPTIONS", "-Xmx2g");
        assertThat(heap(script, "ingestor")).isEmpty();
    }

    private String heap(Path script, String command, String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        Outcome outcome = start(script, all.toArray(String[]::new));
        assertThat(outcome.code()).as(outcome.errors()).isZero();
        return named(outcome, "java").stream()
                .filter(option -> option.startsWith("-Xmx"))
                .findFirst()
                .orElse("");
    }
}
