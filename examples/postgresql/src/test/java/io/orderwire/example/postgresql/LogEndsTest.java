package io.orderwire.example.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogEndsTest {
    private static final Claim STORED = new Claim(3, 1, 500);

    private final LogEnds ends = new LogEnds(1_000);

    private boolean reach(Claim claim, long end, long ms) {
        return ends.reach(claim, end, TimeUnit.MILLISECONDS.toNanos(ms));
    }

    @Test
    void shouldWaitForALogThatEndsEarlierForAMoment() {
        assertThat(reach(STORED, 499, 0)).isFalse();
        assertThat(reach(STORED, 499, 1_000)).isFalse();
        assertThat(reach(STORED, 500, 1_500)).isTrue();
        assertThat(reach(STORED, 499, 2_000)).isFalse();
        assertThat(reach(STORED, 499, 3_000)).isFalse();
    }

    @Test
    void shouldWaitAgainForAPartitionThatAnotherInstanceHadMeanwhile() {
        assertThat(reach(STORED, 499, 0)).isFalse();
        assertThat(reach(STORED, 499, 3_600_000)).isFalse();
        assertThatThrownBy(() -> reach(STORED, 499, 3_601_001)).isInstanceOf(LogEndException.class);
    }

    @Test
    void shouldNameThePartitionAndBothOffsetsOfALogThatStaysShort() {
        assertThat(reach(STORED, 20, 0)).isFalse();
        assertThat(reach(new Claim(2, 1, 7), 7, 900))
                .as("progress of another partition")
                .isTrue();

        assertThatThrownBy(() -> reach(STORED, 20, 1_001))
                .isInstanceOf(LogEndException.class)
                .hasMessageStartingWith(
                        "partition 3: the database has stored offset 500, but Kafka's log ends at offset 20,"
                                + " for more than 1000 ms (retry.max.ms)");
    }
}
