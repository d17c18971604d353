package io.orderwire.simulator;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SimulatorOptionsTest {
    private static final Path OUT = Path.of("out");

    @Test
    void shouldNameWhatIsOutOfRange() {
        refused(SimulatorOptions.builder(OUT).linesPerSecond(0), "linesPerSecond");
        refused(SimulatorOptions.builder(OUT).linesPerSecond(Double.NaN), "linesPerSecond");
        refused(SimulatorOptions.builder(OUT).seconds(-1), "seconds");
        refused(SimulatorOptions.builder(OUT).users(0), "users");
        refused(SimulatorOptions.builder(OUT).users(SimulatorOptions.MAX_USERS + 1), "users");
        refused(SimulatorOptions.builder(OUT).hourMillis(0), "hourMillis");
        refused(SimulatorOptions.builder(OUT).keepHours(-1), "keepHours");
    }

    private static void refused(SimulatorOptions.Builder builder, String option) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(option);
    }
}
