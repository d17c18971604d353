package io.orderwire.benchmarks.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.orders.Source;
import io.orderwire.testing.seed.Seeds;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The short form of {@code bench crash}: ten kills for each way to meet overload. */
@Timeout(900)
class CrashIT {
    private static final int KILLS = 10;

    @ParameterizedTest
    @ValueSource(strings = {"complete", "latest"})
    void shouldAccountForEveryEventWhateverIsKilled(String overload, @TempDir Path folder) throws Exception {
        long seed = Seeds.of(CrashIT.class, overload);
        CrashOptions options = new CrashOptions(KILLS, 20_000, 5_000, overload, Source.STREAMING, seed);
        CrashRun.Report report = new CrashRun(options, folder, line -> {}).run();

        System.out.println(report.text());
        assertThat(report.events()).isPositive();
    }
}
