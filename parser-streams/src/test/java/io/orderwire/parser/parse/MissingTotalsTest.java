package io.orderwire.parser.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.parser.totals.FormerTotals;
import io.orderwire.parser.totals.Numbering;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.runtime.reason.Reason;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Missing totals are replaced by the published ones, or guessed. */
class MissingTotalsTest extends BlockProcessorCase {
    @Test
    void shouldTakeNoNewEventForARepetitionWhereTotalsAreMissing() {
        known = FormerTotals.Known.NOTHING;
        begin();
        block("n", 101, 2);
        block("n", 103, 1);
        assertThat(orders()).containsExactly(101L, 102L, 103L);
        assertThat(gaps()).isEmpty();
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(103, 103, 0, 0));
        Map<String, Long> figures = new HashMap<>();
        progress.addTo(figures);
        assertThat(figures).containsEntry("guessed.0", 100L);
        assertThat(Reason.texts(progress.notes()))
                .singleElement()
                .asString()
                .contains("totals of partition 0 are missing", "100");
        begin();
        block("n", 104, 1);
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(104, 104, 0, 0));
        assertThat(Numbering.of(store.get(-1))).isEqualTo(new Numbering("n", 0, 100, 2));
    }

    @Test
    void shouldContinueThePublishedTotalsWhereTheyAreMissing() {
        known = new FormerTotals.Known(new PartitionTotals(100, 80, 5, 15), Numbering.UNKNOWN);
        begin();
        block("n", 101, 2);
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(102, 82, 5, 15));
        assertThat(Numbering.of(store.get(-1)).guessed()).isZero();
    }

    /** The published totals may be higher or lower than the committed ones. */
    @ParameterizedTest
    @ValueSource(longs = {95, 121})
    void shouldCountWhatThePublishedTotalsDoNotKnowAsGuessed(long first) {
        known = new FormerTotals.Known(new PartitionTotals(100, 80, 5, 15), Numbering.UNKNOWN);
        begin();
        block("n", first, 2);
        assertThat(orders()).containsExactly(first, first + 1);
        assertThat(gaps()).isEmpty();
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(first + 1, first - 19, 5, 15));
        assertThat(Numbering.of(store.get(-1)).guessed()).isEqualTo(Math.abs(first - 101));
    }
}
