package io.orderwire.ingestor.shed;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CycleTimeTest {
    private final CycleTime time = new CycleTime();

    @Test
    void shouldCountTheSlowerOfReadingAndCommittingAFullCycle() {
        assertThat(time.nanos(true, 30, 20)).isEqualTo(30);
        assertThat(time.nanos(true, 30, 40)).isEqualTo(40);
    }

    @Test
    void shouldNotCountWhatEverySmallCommitTakes() {
        assertThat(time.nanos(false, 3, 8)).isEqualTo(3);
        assertThat(time.nanos(false, 3, 15)).isEqualTo(7);
        assertThat(time.nanos(false, 3, 8)).isEqualTo(3);
    }

    @Test
    void shouldForgetAFastCommit() {
        time.nanos(false, 1, 2);
        for (int i = 0; i < 63; i++) {
            assertThat(time.nanos(false, 1, 10)).isEqualTo(8);
        }
        assertThat(time.nanos(false, 1, 10)).isEqualTo(1);
    }
}
