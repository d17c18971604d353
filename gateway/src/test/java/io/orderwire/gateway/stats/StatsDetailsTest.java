package io.orderwire.gateway.stats;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.gateway.stats.KnownSnapshot.Life;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.StageMode;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StageState;
import io.orderwire.runtime.stats.StatsNames;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatsDetailsTest {
    private static Snapshot snapshot(String role, Map<String, Long> figures) {
        return new Snapshot(role, "a", 0, false, List.of(), figures);
    }

    private static PipelineStats merge(Snapshot... snapshots) {
        return new StatsMerge(IntStream.range(0, snapshots.length)
                        .mapToObj(i -> new KnownSnapshot(snapshots[i], i, Life.HEARD))
                        .toList())
                .merge();
    }

    private static PipelineStats parserIn(StageMode mode) {
        return merge(snapshot(StatsNames.PARSER, Map.of())
                .in(new StageState(false, List.of(), new CatchUpStats(mode, null))));
    }

    @Test
    void shouldListAPartitionThatOnlyTheIngestorKnows() {
        PipelineStats stats = merge(snapshot(StatsNames.INGESTOR, Map.of("seq.1", 40L)));

        assertThat(stats.details().partitions())
                .containsExactly(new PartitionStats(0, 0, 0, 0), new PartitionStats(0, 0, 0, 40));
        assertThat(stats.behind().events()).isEqualTo(40);
    }

    @Test
    void shouldSubtractTheBaseOfANewNumbering() {
        PipelineStats stats = merge(
                snapshot(StatsNames.INGESTOR, Map.of("seq.0", 40L)),
                snapshot(StatsNames.PARSER, Map.of("seq.0", 135L, "base.0", 100L)));

        assertThat(stats.details().partitions()).containsExactly(new PartitionStats(0, 0, 0, 5));
    }

    @Test
    void shouldListABoundedNumberOfPartitions() {
        Map<String, Long> figures = new HashMap<>();
        for (int partition = 0; partition < 1_000; partition++) {
            figures.put(StatsNames.of(StatsNames.SEQ, partition), 1L);
        }
        PipelineStats stats = merge(snapshot(StatsNames.INGESTOR, figures));

        assertThat(stats.details().partitions()).hasSize(PartitionMerge.MOST_LISTED);
        assertThat(stats.behind().events()).isEqualTo(1_000);
    }

    @Test
    void shouldFitIntoASmallMessageWithManyPartitions() {
        Map<String, Long> figures = new HashMap<>();
        for (int partition = 0; partition < PartitionMerge.MOST_LISTED; partition++) {
            figures.put(StatsNames.of(StatsNames.SEQ, partition), 400_000_000L);
            figures.put(StatsNames.of(StatsNames.ORDERS, partition), 400_000_000L);
            figures.put(StatsNames.of(StatsNames.DEAD_LETTERS, partition), 1_000L);
            figures.put(StatsNames.of(StatsNames.SHED, partition), 1_000_000L);
        }
        PipelineStats stats = merge(snapshot(StatsNames.INGESTOR, figures), snapshot(StatsNames.PARSER, figures));

        assertThat(stats.toJson()).hasSizeLessThan(8_192 - 2_048);
    }

    @Test
    void shouldTakeTheHighestPercentilesOfAStage() {
        PipelineStats stats = merge(
                snapshot(StatsNames.PARSER, Map.of(StatsNames.AGE_P50_MS, 5L, StatsNames.AGE_P99_MS, 900L)),
                snapshot(StatsNames.PARSER, Map.of(StatsNames.AGE_P50_MS, 70L, StatsNames.AGE_P99_MS, 80L)),
                snapshot(StatsNames.GATEWAY, Map.of()));

        assertThat(stats.details().parser()).isEqualTo(new AgePercentiles(70, 900));
        assertThat(stats.details().ingestor()).isNull();
        assertThat(stats.details().gateway()).isNull();
    }

    @Test
    void shouldMeasureHowLongAModeLasts() {
        Durations durations = new Durations();
        PipelineStats live = parserIn(StageMode.LIVE);
        PipelineStats shedding = parserIn(StageMode.SHEDDING);

        assertThat(durations.of(live, 1_000).parser()).isZero();
        assertThat(durations.of(live, 4_000).parser()).isEqualTo(3_000);
        assertThat(durations.of(shedding, 5_000).parser()).isZero();
        assertThat(durations.of(shedding, 7_000).parser()).isEqualTo(2_000);
        assertThat(durations.of(shedding, 7_000).state()).isEqualTo(6_000);
        assertThat(durations.of(shedding, 7_000).ingestor()).isEqualTo(6_000);
    }

    @Test
    void shouldKeepFifteenMinutesOfHistory() throws IOException {
        StatsHistory history = new StatsHistory();
        for (long second = 0; second <= 1_000; second++) {
            history.look(merge(snapshot(StatsNames.INGESTOR, Map.of("found", second))), second * 1_000);
        }
        JsonNode json = new ObjectMapper().readTree(history.toJson(1_000_500));

        assertThat(json.get("agoMs")).hasSize(StatsHistory.MOST);
        assertThat(json.get("agoMs").get(StatsHistory.MOST - 1).asLong()).isEqualTo(500);
        assertThat(json.get("agoMs").get(0).asLong()).isEqualTo(895_500);
        assertThat(json.get("found").get(StatsHistory.MOST - 1).asLong()).isEqualTo(1_000);
        json.properties().forEach(column -> {
            if (column.getValue().isArray()) {
                assertThat(column.getValue()).as(column.getKey()).hasSize(StatsHistory.MOST);
            }
        });
        assertThat(json.get("parserP99Ms").get(0).isNull()).isTrue();
    }

    @Test
    void shouldNotDateASampleAfterTheRequest() throws IOException {
        StatsHistory history = new StatsHistory();
        history.look(merge(snapshot(StatsNames.INGESTOR, Map.of())), 10_000);

        JsonNode json = new ObjectMapper().readTree(history.toJson(9_999));

        assertThat(json.get("agoMs").get(0).asLong()).isZero();
    }
}
