package io.orderwire.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.standalone.Main;
import io.orderwire.testing.docs.Documents;
import io.orderwire.testing.docs.TableLine;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the checks of manifests take for granted about the program. */
class KnownProcessTest {
    private static final List<TableLine> PORTS =
            Documents.ofRepository().file("docs/contract.md").tables("Ports");

    @Test
    void shouldBeCommands() {
        assertThat(new CommandLine(new Main()).getSubcommands().keySet())
                .containsAll(Arrays.stream(KnownProcess.values())
                        .map(KnownProcess::command)
                        .toList());
    }

    @Test
    void shouldHaveTheDocumentedPorts() {
        for (KnownProcess process : KnownProcess.values()) {
            // The broker's ports are those of the broker in the standalone.
            String name = process == KnownProcess.BROKER ? "standalone" : process.command();
            process.ports().values().forEach(port -> assertListed(name, port));
            if (process.managementPort() > 0) {
                assertListed(name, process.managementPort());
            }
        }
    }

    private static void assertListed(String name, int port) {
        assertThat(PORTS)
                .as("%s on port %d", name, port)
                .anyMatch(line -> line.first().equals(String.valueOf(port))
                        && Arrays.asList(line.cells().get(1).split(", ", -1)).contains(name));
    }
}
