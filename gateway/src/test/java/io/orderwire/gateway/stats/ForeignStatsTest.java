package io.orderwire.gateway.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.position.Sequence;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Snapshots that were not written by a process of the pipeline. */
class ForeignStatsTest {
    private final NewestSnapshots snapshots =
            new NewestSnapshots(() -> 0, new ClockSkew(new SteadyClock(Clock.systemUTC(), () -> 0), "the ingestor's"));

    private static Snapshot snapshot(String role, String instance, Map<String, Long> figures, String... reasons) {
        return new Snapshot(
                role,
                instance,
                System.currentTimeMillis(),
                false,
                Stream.of(reasons).map(ReasonCode.UNKNOWN::because).toList(),
                figures);
    }

    private void put(Snapshot snapshot) {
        snapshots.put(snapshot.key(), snapshot.toJson(), true);
    }

    private PipelineStats stats() {
        return snapshots.stats(() -> snapshot(StatsNames.GATEWAY, "own", Map.of()));
    }

    @Test
    void shouldRefuseASnapshotUnderAnotherKeyAndATombstone() {
        put(snapshot(StatsNames.PARSER, "p", Map.of("seq.0", 7L, "orders.0", 7L)));
        byte[] forged = snapshot(StatsNames.PARSER, "p", Map.of("seq.0", 9L, "orders.0", 1L))
                .toJson();
        for (String key : List.of("", "p", "parser", "parser/q", "ingestor/p", "parser/p@x", "\uFFFD")) {
            assertThatThrownBy(() -> snapshots.put(key, forged, true)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> snapshots.put("parser/p", null, true)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> snapshots.put("parser/p", new byte[0], true))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(stats().counts().events().orders()).isEqualTo(7);
    }

    @Test
    void shouldSaturateSumsInsteadOfOverflowing() {
        for (int i = 0; i < 2_000; i++) {
            put(snapshot(StatsNames.GATEWAY, "g" + i, Map.of(StatsNames.DROPPED_SLOW, Sequence.MAX)));
            put(snapshot(StatsNames.PARSER, "p" + i, Map.of("seq." + i, 1L, "orders." + i, Sequence.MAX)));
        }
        assertThat(stats().counts().gateway().droppedSlow()).isEqualTo(Sequence.MAX);
        assertThat(stats().counts().events().orders()).isEqualTo(Sequence.MAX);
    }

    @Test
    void shouldBoundTheReasonsOfAllAndNameKafkaItself() {
        for (int i = 0; i < 100; i++) {
            String own = "x" + i;
            put(snapshot(StatsNames.PARSER, own, Map.of(), "kafka: a topic differs", own + "a", own + "b", own + "c"));
        }
        assertThat(Reason.texts(stats().condition().reasons())).hasSize(256).containsOnlyOnce("kafka: a topic differs");
    }

    @Test
    void shouldNotBeExactWhereCountsWereGuessed() {
        put(snapshot(StatsNames.INGESTOR, "i", Map.of(StatsNames.FOUND, 7L)));
        put(snapshot(StatsNames.PARSER, "p", Map.of("seq.0", 7L, "orders.0", 7L)));
        assertThat(stats().counts().exact()).isTrue();
        put(snapshot(StatsNames.PARSER, "p", Map.of("seq.0", 8L, "orders.0", 8L, "guessed.0", 1L)));
        assertThat(stats().counts().exact()).isFalse();
        put(snapshot(StatsNames.PARSER, "p", Map.of("seq.0", 9L, "orders.0", 9L)));
        put(snapshot(StatsNames.INGESTOR, "i", Map.of(StatsNames.FOUND, 9L, StatsNames.GUESSED, 2L)));
        assertThat(stats().counts().exact()).isFalse();
    }

    @Test
    void shouldNotCallEventsOfANumberingThatBeganAgainBehind() {
        put(snapshot(StatsNames.INGESTOR, "i", Map.of("seq.0", 12L)));
        put(snapshot(StatsNames.PARSER, "p", Map.of("seq.0", 110L, "base.0", 100L)));
        assertThat(stats().behind().events()).isEqualTo(2);
    }
}
