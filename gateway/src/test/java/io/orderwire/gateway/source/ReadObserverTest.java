package io.orderwire.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The ages of records that the reader has handled, for other threads. */
class ReadObserverTest extends OrdersReaderFixture {
    @Test
    void shouldTellTheAgeOfTheOldestRecordOfAPoll() {
        OrdersReader reader = reader(true);
        append(0, 1, 7);
        turn(reader);
        assertThat(state.ageMs()).isEqualTo(7);
        turn(reader);
        assertThat(state.ageMs()).isZero();
        assertThat(state.ages().p99Ms(nowMs)).isEqualTo(7);
    }

    @Test
    void shouldNotTakeWhatAStartPositionAskedForAsASignOfSlowness() {
        OrdersReader reader = reader(true);
        appendReplayed(0, 1, 7);
        turn(reader);
        assertThat(state.ageMs()).isEqualTo(7);
        assertThat(state.ages().p99Ms(nowMs)).isZero();
    }
}
