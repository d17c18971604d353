package io.orderwire.standalone.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.simulator.SimulatorOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulationTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream notes = new ByteArrayOutputStream();

    private int simulate(Path folder) throws InterruptedException {
        SimulatorOptions options = SimulatorOptions.builder(folder)
                .linesPerSecond(2_000)
                .seconds(1)
                .seed(7)
                .build();
        return new Simulation(
                        options,
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(notes, true, StandardCharsets.UTF_8))
                .run();
    }

    @Test
    void shouldTellTheSeedAndWhatItWrote(@TempDir Path folder) throws Exception {
        assertThat(simulate(folder)).isZero();

        assertThat(notes.toString(StandardCharsets.UTF_8)).contains("seed 7", "streaming");
        long lines;
        try (Stream<Path> files = Files.walk(folder)) {
            Path file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
            lines = Files.readAllLines(file).size();
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .hasLineCount(1)
                .startsWith(String.format(Locale.ROOT, "wrote %,d events", lines));
    }

    @Test
    void shouldSayWhenItCannotWrite(@TempDir Path folder) throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThatThrownBy(() -> simulate(file))
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.DATA_FOLDER));
    }
}
