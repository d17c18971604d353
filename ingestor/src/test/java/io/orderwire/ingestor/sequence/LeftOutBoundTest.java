package io.orderwire.ingestor.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LeftOutBoundTest {
    private final LeftOutBound bound = new LeftOutBound();

    @Test
    void shouldFollowTheRecentPast() {
        blocks(200, 0);
        assertThat(bound.exceeds(LeftOutBound.LEAST)).isFalse();
        assertThat(bound.value()).isEqualTo(2 * LeftOutBound.LEAST);
        blocks(3_000, 2);
        assertThat(bound.value()).isEqualTo(LeftOutBound.LEAST);

        // Most blocks of this node do not have events, so the numbers left out are not a loss.
        blocks(1_000, 40);
        assertThat(bound.exceeds(100)).isFalse();
        assertThat(bound.exceeds(1_000)).isTrue();
    }

    @Test
    void shouldNotBeRaisedFarByOneLoss() {
        blocks(200, 0);
        assertThat(bound.exceeds(9_000)).isTrue();
        assertThat(bound.value()).isEqualTo(2 * LeftOutBound.LEAST);
        assertThat(bound.exceeds(9_000)).isTrue();
    }

    @Test
    void shouldKnowNothingAtFirstAndLittleSoonAfter() {
        blocks((int) LeftOutBound.FIRST - 1, 0);
        assertThat(bound.exceeds(9_000)).isFalse();
        assertThat(bound.value()).isEqualTo(2 * LeftOutBound.LEAST_COLD);
        assertThat(bound.exceeds(9_000)).isTrue();
    }

    @Test
    void shouldAllowMoreUntilItKnowsEnough() {
        blocks((int) LeftOutBound.WARM - 1, 0);
        assertThat(bound.value()).isEqualTo(LeftOutBound.LEAST_COLD);
        blocks(1, 0);
        assertThat(bound.value()).isEqualTo(LeftOutBound.LEAST);
    }

    @Test
    void shouldContinueFromAState() {
        blocks(1_500, 30);
        LeftOutBound other = new LeftOutBound();
        other.restore(bound.most(), bound.formerMost(), bound.blocks());
        assertThat(other.value()).isEqualTo(bound.value());
        assertThat(other.exceeds(9_000)).isTrue();
    }

    private void blocks(int count, long leftOut) {
        for (int i = 0; i < count; i++) {
            bound.exceeds(leftOut);
        }
    }
}
