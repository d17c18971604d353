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
 * Each event is found once, or its loss is reported, whatever happens to the files. Random histories of writers and operators
 * are checked by an oracle that does not share code with the tailer. A failure is printed as the shortest history that still
 * fails.
 */
class TailerModelTest {
    /** Seed of the first history. It is fixed, so that a run fails because of a change of the code and not by chance. */
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

    /** Runs new histories each time, to find faults that the fixed histories do not find. */
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
