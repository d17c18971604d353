package io.orderwire.standalone.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.PipelineOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {
    @Test
    void shouldPutFlagsOverEnvironmentOverFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("orderwire.properties");
        Files.writeString(file, "partitions=2\ninstance.id=file\noverload=complete\n");

        var settings = Configuration.load(
                        file,
                        Map.of("ORDERWIRE_PARTITIONS", "3", "ORDERWIRE_INSTANCE_ID", "environment", "HOME", "/"),
                        Map.of("partitions", "4"))
                .load();

        assertThat(settings.get(PipelineOptions.PARTITIONS)).isEqualTo(4);
        assertThat(settings.get(PipelineOptions.INSTANCE_ID)).isEqualTo("environment");
        assertThat(settings.get(PipelineOptions.OVERLOAD)).isEqualTo("complete");
    }

    @Test
    void shouldPassOverTheLaunchersOwnVariables() {
        var environment =
                Map.of("ORDERWIRE_ARGS", "run", "ORDERWIRE_JAVA_OPTS", "-Xmx1g", "ORDERWIRE_LOG_LEVEL", "DEBUG");

        assertThat(Configuration.load(null, environment, Map.of()).load().get(PipelineOptions.PARTITIONS))
                .isEqualTo(8);
    }

    @Test
    void shouldRefuseAnUnknownVariable() {
        assertThatThrownBy(() -> Configuration.load(null, Map.of("ORDERWIRE_PARTITION", "2"), Map.of())
                        .load())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("partition")
                .hasMessageContaining("ORDERWIRE_PARTITION");
    }
}
