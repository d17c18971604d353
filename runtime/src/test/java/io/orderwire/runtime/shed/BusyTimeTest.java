package io.orderwire.runtime.shed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BusyTimeTest {
    private final BusyTime busy = new BusyTime();

    private long work(long waited, long from, long to) {
        busy.begin(waited, from);
        return busy.end(to);
    }

    @Test
    void shouldCountOnlyTheWorkIfNothingWaited() {
        assertThat(work(1_000, 100, 110)).as("the first").isEqualTo(10);
        assertThat(work(0, 150, 165)).isEqualTo(15);
        assertThat(work(34, 200, 220))
                .as("came when the stage was already idle")
                .isEqualTo(20);
    }

    @Test
    void shouldCountTheTimeBetweenIfTheNextWaitedAllAlong() {
        work(0, 100, 110);
        assertThat(work(40, 150, 165)).isEqualTo(55);
        assertThat(work(1_000, 166, 170)).isEqualTo(5);
    }

    @Test
    void shouldNotCountOtherThings() {
        work(0, 100, 110);
        busy.interrupt();
        assertThat(work(1_000, 150, 165)).isEqualTo(15);
        assertThat(work(1_000, 170, 180)).isEqualTo(15);
    }
}
