package io.orderwire.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers told in frames 2 and 10; whatever is told up to frame 3 may stand for events before a partition's first. */
class DroppedEventsTest {
    private final DroppedEvents drops = new DroppedEvents();

    private void check(long first, long second, long missing) {
        drops.told(2, first);
        drops.told(10, second);
        DroppedEvents.Holes holes = drops.holes();
        holes.add("a hole", 1, 10, missing, 0);
        holes.match(frame -> frame <= 3);
        Findings.failOnAny("DroppedEvents", "all", List.of(holes.unexplained(), holes.unfounded()));
    }

    /** The first number would fill most of the hole, were it not for what it may stand for besides. */
    @Test
    void shouldLeaveTheHoleToTheNumberThatNeedsIt() {
        assertThatCode(() -> check(150, 50, 150)).doesNotThrowAnyException();
    }

    @Test
    void shouldNameWhatNoHoleIsLeftFor() {
        assertThatThrownBy(() -> check(1, 160, 150)).hasMessageContaining("10 in frame 10");
    }

    @Test
    void shouldNameWhatNoNumberExplains() {
        assertThatThrownBy(() -> check(100, 40, 150)).hasMessageContaining("of which 10 were told nowhere");
    }
}
