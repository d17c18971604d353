package io.orderwire.standalone.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.standalone.Main;
import io.orderwire.testing.process.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code log.format=json} a process that cannot start says so in JSON, too: its log is read by a program. */
class JsonErrorsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private static List<JsonNode> errors(int expectedCode, String... arguments) throws Exception {
        try (ChildJvm child = ChildJvm.start(Main.class, arguments)) {
            assertThat(child.awaitExit(PATIENCE)).isEqualTo(expectedCode);
            List<JsonNode> objects = new ArrayList<>();
            for (String line : child.lastErrors().lines().toList()) {
                objects.add(JSON.readTree(line));
            }
            assertThat(objects).isNotEmpty().allMatch(JsonNode::isObject);
            return objects;
        }
    }

    private static String last(List<JsonNode> objects) {
        return objects.get(objects.size() - 1).path("formattedMessage").asText();
    }

    @Test
    void shouldReportAWrongCommandLine() throws Exception {
        assertThat(last(errors(2, "gateway", "-Dlog.format=json", "--no-such-flag")))
                .contains("--no-such-flag");
    }

    @Test
    void shouldReportAWrongOptionBesideTheFormatInAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("orderwire.properties"), "log.format=json\nno.such.key=1\n");
        assertThat(last(errors(2, "gateway", "--config", file.toString()))).contains("no.such.key");
    }

    @Test
    void shouldReportAFolderThatIsNotThereAfterTheConfiguration() throws Exception {
        String missing = folder.resolve("missing").toString();
        assertThat(last(errors(4, "ingestor", "--data", missing, "-D", "log.format=json")))
                .contains(missing);
    }
}
