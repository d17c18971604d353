package io.orderwire.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.benchmarks.ChildProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * No station has become slower in comparison with a general JSON library. In JVMs of their own: that of the tests has no
 * second compiler, and may count which lines of ours run. In up to three of them, because the compiler does not decide the
 * same in each; a station that does not recognize the shapes of lines is too slow in all.
 */
@Tag("adversary")
class StationRatiosIT {
    private static final int JVMS = 3;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void shouldTakeEachStationASmallPartOfWhatAGeneralReaderTakes(@TempDir Path folder) throws Exception {
        List<String> found = new ArrayList<>();
        int exit = -1;
        for (int i = 0; i < JVMS && exit != 0; i++) {
            exit = measure(folder.resolve("log" + i), found);
        }

        assertThat(exit).as(String.join("\n", found)).isZero();
        assertThat(found).allMatch(line -> line.contains(" of databind"));
    }

    private static int measure(Path log, List<String> found) throws Exception {
        try (ChildProcess child = ChildProcess.java(
                log, List.of("-Xmx512m", "-XX:+UseSerialGC"), StationRatios.class.getName(), List.of())) {
            for (StationRatios.Station unused : StationRatios.Station.values()) {
                found.add(child.awaitLine());
            }
            return child.awaitExit();
        }
    }
}
