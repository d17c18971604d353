package io.orderwire.benchmarks.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.testing.seed.Seeds;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills broker, ingestor, parser and gateway at random, once for each way to meet overload. */
class CrashIT {
    private static final int KILLS = 10;
    private static final int MANY_KILLS = 200;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"complete", "latest"})
    @Tag("adversary")
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void shouldAccountForEveryEventWhateverIsKilled(String overload) throws Exception {
        run(KILLS, overload);
    }

    @ParameterizedTest
    @ValueSource(strings = {"complete", "latest"})
    @Tag("soak")
    @Timeout(value = 2, unit = TimeUnit.HOURS)
    void shouldAccountForEveryEventOverManyKills(String overload) throws Exception {
        run(MANY_KILLS, overload);
    }

    private void run(int kills, String overload) throws Exception {
        long seed = Seeds.of(CrashIT.class, overload);
        CrashOptions options = new CrashOptions(kills, 20_000, 5_000, overload, Source.STREAMING, seed);
        CrashRun.Report report = new CrashRun(options, folder, line -> {}).run();

        System.out.println(report.text());
        assertThat(report.events()).isPositive();
    }
}
