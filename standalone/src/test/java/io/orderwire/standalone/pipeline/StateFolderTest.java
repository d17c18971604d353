package io.orderwire.standalone.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateFolderTest {
    @Test
    void shouldBelongToOneStandaloneAtATime(@TempDir Path folder) {
        Path path = folder.resolve("deep").resolve("state");
        StateFolder first = StateFolder.lock(path);

        assertThatThrownBy(() -> StateFolder.lock(path))
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.STATE_IN_USE))
                .hasMessageContaining(path.toString());

        first.close();
        StateFolder.lock(path).close();
    }

    @Test
    void shouldSayWhenItCannotBeMade(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> StateFolder.lock(file.resolve("state")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void shouldBeInTheUsersStateFolderByDefault() {
        assertThat(StateFolder.byDefault(Map.of("XDG_STATE_HOME", "/s", "HOME", "/h")))
                .isEqualTo(Path.of("/s/orderwire"));
        assertThat(StateFolder.byDefault(Map.of("HOME", "/h"))).isEqualTo(Path.of("/h/.local/state/orderwire"));
        assertThat(StateFolder.byDefault(Map.of("XDG_STATE_HOME", "s", "HOME", "/h")))
                .isEqualTo(Path.of("/h/.local/state/orderwire"));
    }
}
