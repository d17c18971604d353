package io.orderwire.standalone.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.gap.Gap;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentGapsTest {
    private static Gap gap(String id, Gap.Where where, Gap.Reason reason, Long events, long toMs) {
        return Gap.builder(id, where, reason).events(events).times(0, toMs).build();
    }

    @Test
    void shouldAddUpByPlaceAndReason() {
        RecentGaps gaps = RecentGaps.of(
                List.of(
                        gap("a", Gap.Where.PARSER, Gap.Reason.AGE, 10L, 5),
                        gap("b", Gap.Where.INGESTOR, Gap.Reason.AGE, null, 9),
                        gap("c", Gap.Where.PARSER, Gap.Reason.AGE, 7L, 4),
                        gap("d", Gap.Where.INGESTOR, Gap.Reason.VANISHED, null, 1)),
                true);

        assertThat(gaps.places())
                .containsExactly(
                        new RecentGaps.Place("ingestor", "age", 1, 0, 1, 9),
                        new RecentGaps.Place("ingestor", "vanished", 1, 0, 1, 1),
                        new RecentGaps.Place("parser", "age", 2, 17, 0, 5));
    }
}
