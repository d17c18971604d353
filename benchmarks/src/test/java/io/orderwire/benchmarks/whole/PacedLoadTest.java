package io.orderwire.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PacedLoadTest {
    private static final int RATE = 1_000;

    /** What it writes, without a file. */
    private static final class Blocks implements LineSource {
        private final List<Long> times = new ArrayList<>();
        private long lines;

        @Override
        public void write(int count, long epochMs) {
            times.add(epochMs);
            lines += count;
        }

        @Override
        public long bytes() {
            return 0;
        }

        @Override
        public void close() {}
    }

    /** Ends at and just after the moment at which the second block of this schedule is due. */
    @ParameterizedTest
    @ValueSource(longs = {0, 100, 400, 5_000})
    void shouldGiveEachBlockItsOwnMillisecondWhereverTheEndFalls(long micros) {
        double seconds = secondBlockSeconds() + micros / 1e6;
        Blocks blocks = new Blocks();

        new PacedLoad(blocks, new IntendedTimes(), RATE, seconds).run();

        assertThat(blocks.times).hasSize(2).doesNotHaveDuplicates().isSorted();
        assertThat(blocks.lines).isEqualTo(Math.round(RATE * seconds));
    }

    private static double secondBlockSeconds() {
        SplittableRandom random = new SplittableRandom(1);
        double first = 0.75 + random.nextDouble() / 2;
        random.nextDouble();
        return (first + 0.75 + random.nextDouble() / 2) / 15.6;
    }
}
