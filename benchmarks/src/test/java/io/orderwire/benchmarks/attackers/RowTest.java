package io.orderwire.benchmarks.attackers;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.benchmarks.attackers.AttackersOptions.Require;
import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {
    private static Row.Side side(long orders, long p99Ms, long lost, boolean arrived) {
        return new Row.Side(
                new Phase.Figures(orders, 0, 0, p99Ms / 2, p99Ms, 2 * p99Ms),
                lost,
                arrived,
                0.8,
                0.1,
                new Newcomers.Served());
    }

    private static Row row(Row.Side with) {
        return new Row(Scenario.SILENT, side(1_000, 100, 0, true), with, List.of("990 acknowledged"));
    }

    @Test
    void shouldAcceptAgesOfThreeTimesThoseWithoutAnAttacker() {
        Row row = row(side(1_000, 300, 0, true));

        assertThat(row.broken(Require.ALL)).isEmpty();
        assertThat(row.text()).contains("silent", "3.0", "990 acknowledged");
    }

    @Test
    void shouldNameAgesAboveThat() {
        Row row = row(side(1_000, 310, 0, true));

        assertThat(row.broken(Require.ALL)).containsExactly("silent: p99 3.1 times that without");
        assertThat(row.broken(Require.LOSSES)).isEmpty();
    }

    @Test
    void shouldNameEveryLoss() {
        assertThat(row(side(0, 0, 7, false)).broken(Require.LOSSES))
                .containsExactly(
                        "silent: 7 orders lost",
                        "silent: orders missing long after the attack",
                        "silent: no orders came");
        assertThat(new Row(Scenario.SILENT, side(1_000, 100, 3, true), side(1_000, 100, 0, true), List.of())
                        .broken(Require.LOSSES))
                .containsExactly("silent: 3 orders lost without an attacker");
    }
}
