package io.orderwire.benchmarks.beside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.benchmarks.whole.LineSource;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class BesideTest {
    private static List<WriteTimes> p99(long... micros) {
        return Arrays.stream(micros)
                .mapToObj(each -> new WriteTimes(1, 2, each, each, each))
                .toList();
    }

    @Test
    void shouldHoldWithinTheSpreadOfTheRunsAlone() {
        assertThat(new Comparison(p99(900, 1_000, 1_200), p99(950, 1_150, 9_000)).holds())
                .isTrue();
        assertThat(new Comparison(p99(900, 1_000, 1_200), p99(950, 1_201, 9_000)).holds())
                .isFalse();
        assertThat(new Comparison(p99(900, 1_200), p99(950, 1_150)).line("x"))
                .isEqualTo("  held    x: p99 alone 0.90 to 1.20 ms, beside 0.95 to 1.15 ms, median 0.95");
    }

    @Test
    void shouldReadWhatTheWriterPrints() {
        WriteTimes times = new WriteTimes(1, 2, 3, 4, 5);

        assertThat(WriteTimes.parse(List.of(("7 9 9 9 9 9 " + times.line()).split(" ", -1)), 6))
                .isEqualTo(times);
        assertThatThrownBy(() -> WriteTimes.parse(List.of("1", "2"), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldCountBlocksAfterTheWarmUpOnly() throws IOException {
        LineSource slow = new LineSource() {
            @Override
            public void write(int lines, long epochMs) {
                long began = System.nanoTime();
                while (System.nanoTime() - began < lines * 1_000L) {
                    LockSupport.parkNanos(1_000);
                }
            }

            @Override
            public long bytes() {
                return 0;
            }

            @Override
            public void close() {}
        };
        long now = System.currentTimeMillis();
        try (TimedLines lines = new TimedLines(slow, now - 1_000)) {
            lines.write(100, now - 3_600_000);
            lines.write(500, now - 200);

            assertThat(lines.call().max()).isGreaterThanOrEqualTo(500);
            assertThat(lines.due().max()).isGreaterThanOrEqualTo(200_000).isLessThan(3_600_000_000L);
        }
    }

    @Test
    void shouldRefuseWhatIsNoNumber() {
        assertThat(BesideOptions.of(Map.of("runs", "3"))).isEqualTo(new BesideOptions(23_500, 60, 30, 3, true));
        assertThatThrownBy(() -> BesideOptions.of(Map.of("rate", "0"))).hasMessageContaining("rate is 0");
        assertThatThrownBy(() -> BesideOptions.of(Map.of("bounded", "yes"))).hasMessageContaining("bounded is yes");
    }
}
