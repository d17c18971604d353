package io.orderwire.benchmarks.attackers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally();

    @Test
    void shouldCountErrorsTogetherThatDifferInNumbers() {
        tally.count("error: took 5 ms of 200 ms");
        tally.count("error: took 17 ms of 200 ms");
        tally.count("closed with 4001");
        tally.count("closed with 4002");

        assertThat(tally.counts())
                .containsExactly(
                        entry("error: took 5 ms of 200 ms", 2L),
                        entry("closed with 4001", 1L),
                        entry("closed with 4002", 1L));
    }

    @Test
    void shouldBeBounded() {
        for (int i = 0; i < 1_000; i++) {
            tally.count("error: " + "x".repeat(i));
            tally.count("text " + i, 2);
        }

        assertThat(tally.counts()).hasSizeLessThan(30);
        assertThat(tally.counts().values().stream().mapToLong(count -> count).sum())
                .isEqualTo(3_000);
    }
}
