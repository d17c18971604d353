package io.orderwire.ingestor.model;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.orderwire.testing.seed.Seeds;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Whatever happens to the files: each event is found once, or its loss is reported. Random histories of what writers and
 * operators do are judged by an oracle that shares no code with the tailer. A failure is printed as the shortest history
 * that still fails.
 */
class TailerModelTest {
    /** Of the first history: a run fails for a change of the code, not for its luck. */
    private static final long SEED = Long.getLong("orderwire.test.histories.seed", 20_260_505);

    private static final Logger TAILER = (Logger) LoggerFactory.getLogger("io.orderwire.ingestor");

    @TempDir
    private Path directory;

    private Level level;

    @BeforeEach
    void silence() {
        level = TAILER.getEffectiveLevel();
        TAILER.setLevel(Level.OFF);
    }

    @AfterEach
    void speak() {
        TAILER.setLevel(level);
    }

    @Test
    void shouldFindEachEventOnceOrReportItsLoss() {
        run(SEED, 100);
    }

    @Test
    @Tag("adversary")
    void shouldFindEachEventOfManyHistoriesOnceOrReportItsLoss() {
        run(SEED, 4_000);
    }

    /** Histories that no other run had: they find what the same ones in each run do not. */
    @Test
    @Tag("soak")
    void shouldFindEachEventOfNewHistoriesOnceOrReportItsLoss() {
        run(Seeds.of(TailerModelTest.class), 100_000);
    }

    private void run(long seed, int count) {
        Random seeds = new Random(seed);
        Histories histories = new Histories(directory);
        for (int i = 0; i < count; i++) {
            histories.run(seeds.nextLong());
        }
        assertThat(histories.delivered()).isGreaterThan(5L * count);
    }
}
