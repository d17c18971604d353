package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.testing.seed.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An ingestor whose transactions fail after each step of a random history, compared with one that never fails: both deliver
 * the same events, drop the same ones, and remember the same blocks.
 */
class FailedTransactionsTest {
    private static final int STEPS = 250;
    private static final int STEPS_PER_HOUR = 60;

    @TempDir
    private Path directory;

    private Random random;
    private TailedFolder steady;
    private TailedFolder failing;
    private int highest = 1_000;
    private int number = highest;

    @BeforeEach
    void seed() {
        random = new Random(Seeds.of(FailedTransactionsTest.class));
    }

    @AfterEach
    void close() throws IOException {
        steady.close();
        failing.close();
    }

    @ParameterizedTest
    @EnumSource(value = Source.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    void shouldRememberWhatOneRemembersThatNeverFailed(Source source) throws IOException {
        steady = new TailedFolder(directory, source, Long.MAX_VALUE).dropping().start("end");
        failing = new TailedFolder(directory, source, Long.MAX_VALUE).dropping().start("end");
        IngestorState committed = failing.state();
        for (int step = 0; step < STEPS; step++) {
            write("20261231/" + (9 + step / STEPS_PER_HOUR), source, 1 + random.nextInt(12));
            List<String> expected = steady.read();
            List<String> got = new ArrayList<>();
            failing.pass(100);
            failing.readOnce(1 + random.nextInt(2_000));
            IngestorState pending = failing.state();
            List<String> first = failing.drain();
            failing.readOnce(1 + random.nextInt(2_000));
            if (random.nextInt(3) == 0) {
                // The answer to the commit was lost.
                got.addAll(first);
                committed = pending;
            }
            failing.goBackTo(committed);
            assertThat(failing.learnedBytes()).isZero();
            got.addAll(failing.read());
            committed = failing.state();
            assertThat(got).as("step %d", step).isEqualTo(expected);
            assertThat(failing.totals()).isEqualTo(steady.totals());
            assertThat(committed.remembered()).isEqualTo(steady.state().remembered());
        }
        assertThat(steady.totals().duplicates()).isPositive();
    }

    /** Blocks that continue, go back, repeat earlier events or add new ones. */
    private void write(String hour, Source source, int blocks) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int block = 0; block < blocks; block++) {
            number = switch (random.nextInt(12)) {
                case 0 -> Math.max(1_000, highest - random.nextInt(40));
                case 1 -> number;
                case 2 -> number + random.nextInt(200);
                default -> number + 1;
            };
            highest = Math.max(highest, number);
            int events = 1 + random.nextInt(8);
            int shift = random.nextInt(4) == 0 ? random.nextInt(8) : 0;
            for (int event = 0; event < events; event++) {
                boolean opens = event == 0 || source == Source.STREAMING;
                boolean closes = event == events - 1 || source == Source.STREAMING;
                text.append(opens ? head() : ",")
                        .append("{\"n\":")
                        .append((event + shift) % 6)
                        .append('}')
                        .append(closes ? "]}\n" : "");
            }
        }
        steady.append(hour, text.toString());
    }

    private String head() {
        return "{\"local_time\":\"" + steady.timeAgo(random.nextInt(9)) + "\",\"block_number\":" + number
                + ",\"events\":[";
    }
}
