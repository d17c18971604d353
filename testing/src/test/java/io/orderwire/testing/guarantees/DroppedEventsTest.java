package io.orderwire.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers are reported in frames 2 and 10; up to frame 3 they may count events before the first order of a partition. */
class DroppedEventsTest {
    private final DroppedEvents drops = new DroppedEvents();

    private void check(long first, long second, long missing) {
        drops.report(2, first);
        drops.report(10, second);
        DroppedEvents.MissingRanges ranges = drops.missingRanges();
        ranges.add("a range", 1, 10, missing, 0);
        ranges.match(frame -> frame <= 3);
        Findings.failOnAny("DroppedEvents", "all", List.of(ranges.unexplained(), ranges.unfounded()));
    }

    /** The first number could explain most of the range, but it may also count other events. */
    @Test
    void shouldLeaveTheRangeToTheNumberThatNeedsIt() {
        assertThatCode(() -> check(150, 50, 150)).doesNotThrowAnyException();
    }

    @Test
    void shouldNameWhatNoHoleIsLeftFor() {
        assertThatThrownBy(() -> check(1, 160, 150)).hasMessageContaining("10 in frame 10");
    }

    @Test
    void shouldNameWhatNoNumberExplains() {
        assertThatThrownBy(() -> check(100, 40, 150)).hasMessageContaining("of which 10 were not reported");
    }
}
