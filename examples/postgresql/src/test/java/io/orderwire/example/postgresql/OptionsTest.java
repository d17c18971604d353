package io.orderwire.example.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @TempDir
    private Path folder;

    @Test
    void shouldPreferTheCommandLineToTheEnvironmentToTheFile() throws Exception {
        Path file = Files.writeString(
                folder.resolve("sink.properties"),
                "group.id=file\ntopic=file\nowner=file\nkafka.security.protocol=SSL\n");

        Options options = Options.of(
                Map.of("ORDERS_SINK_TOPIC", "environment", "ORDERS_SINK_OWNER", "environment", "HOME", "/"),
                List.of("owner=argument", "--config", file.toString()));

        assertThat(options.text("group.id")).isEqualTo("file");
        assertThat(options.text("topic")).isEqualTo("environment");
        assertThat(options.text("owner")).isEqualTo("argument");
        assertThat(options.kafka())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("bootstrap.servers", "127.0.0.1:9092");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "batch.records=0|batch.records (command line) is \"0\": must be an integer from 1 to 1000000",
                "batch.records=many|batch.records (command line) is \"many\": must be an integer from 1 to 1000000",
                "start=now|start (command line) is \"now\": must be earliest or latest",
                "database.url=mysql://h/d|database.url (command line) is \"mysql://h/d\": must be jdbc:postgresql:",
                "topics=a|topics (command line) is unknown; options are batch.bytes, batch.records, ",
                "kafka.isolation.level=read_uncommitted|kafka.isolation.level (command line) cannot be set",
                "nonsense|argument nonsense must be --config FILE or KEY=VALUE",
                "--config|--config must be followed by a file",
                "database.password.file=/no/such|database.password.file (command line) cannot be read: /no/such"
            })
    void shouldNameOptionAndValue(String argument, String message) {
        assertThatThrownBy(() -> Options.of(Map.of(), List.of(argument)))
                .isInstanceOf(OptionException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void shouldNameTheVariableThatSetAnUnknownOption() {
        assertThatThrownBy(() -> Options.of(Map.of("ORDERS_SINK_TOPICS", "a"), List.of()))
                .hasMessageStartingWith("topics (ORDERS_SINK_TOPICS) is unknown");
    }

    @Test
    void shouldNotTakeAPasswordFromTheCommandLineNorShowOne() throws Exception {
        assertThatThrownBy(() -> Options.of(Map.of(), List.of("database.password=secret")))
                .isInstanceOf(OptionException.class)
                .hasMessageStartingWith("database.password must not be set on the command line")
                .hasMessageNotContaining("secret");
        for (String argument : List.of(
                "kafka.sasl.jaas.config=hidden",
                "kafka.ssl.key.password=hidden",
                "database.url=jdbc:postgresql://h/d?password=hidden")) {
            assertThatThrownBy(() -> Options.of(Map.of(), List.of(argument)))
                    .isInstanceOf(OptionException.class)
                    .hasMessageContaining("on the command line")
                    .hasMessageNotContaining("hidden");
        }
        for (String url : List.of(
                "postgresql://ann:secret@h/d?x=1",
                "jdbc:postgresql://h:0x/d?password=secret",
                "jdbc:postgresql://ann:secret@h:p/d",
                "jdbc:postgresql://ann:/secret@h/d")) {
            assertThatThrownBy(() -> Options.of(Map.of("ORDERS_SINK_DATABASE_URL", url), List.of()))
                    .isInstanceOf(OptionException.class)
                    .hasMessageNotContaining("secret");
        }
        Path file = Files.writeString(folder.resolve("password"), "secret\n");
        Options options = Options.of(
                Map.of(
                        "ORDERS_SINK_DATABASE_PASSWORD_FILE",
                        file.toString(),
                        "ORDERS_SINK_DATABASE_URL",
                        "jdbc:postgresql://h/d?password=secret"),
                List.of());
        assertThat(options.password()).isEqualTo("secret");
        assertThat(options.database()).doesNotContain("secret").contains("//h/d");
    }
}
