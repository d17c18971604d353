package io.orderwire.gateway.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.StageMode;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StageState;
import io.orderwire.runtime.stats.StatsNames;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NewestSnapshotsTest {
    private static final long NOW = 1_000_000_000;

    private long nowMs = NOW;
    private final LongSupplier nanoTime = () -> TimeUnit.MILLISECONDS.toNanos(nowMs);
    private final ClockSkew skew = new ClockSkew(
            new SteadyClock(Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC), nanoTime), "the ingestor's");
    private final NewestSnapshots snapshots = new NewestSnapshots(nanoTime, skew);

    private Snapshot put(Snapshot snapshot) {
        snapshots.put(snapshot.key(), snapshot.toJson(), true);
        return snapshot;
    }

    private Snapshot snapshot(String role, String figure, long value) {
        return new Snapshot(role, "same", nowMs, false, List.of(), Map.of(figure, value, "seq.0", value));
    }

    /** Any process may write snapshots, and this gateway must encode their content. */
    @Test
    void shouldEncodeWhatASnapshotSaysInHalfCharacters() {
        String half = "\\ud800";
        String json = ("{'role':'ingestor','instance':'" + half + "','at':1000000,'stopped':false,'degraded':['" + half
                        + " is slow'],'figures':{}}")
                .replace('\'', '"');
        snapshots.put("ingestor/\uFFFD", json.getBytes(StandardCharsets.UTF_8), true);

        byte[] stats = snapshots
                .stats(() -> snapshot(StatsNames.GATEWAY, StatsNames.CLIENTS, 1))
                .toJson();
        assertThat(new String(stats, StandardCharsets.UTF_8)).contains("\uFFFD is slow");
    }

    @Test
    void shouldTellTheAccountsOfItsOwnLineAndOfTheIngestor() {
        put(snapshot(StatsNames.INGESTOR, StatsNames.FOUND, 10));
        put(snapshot(StatsNames.PARSER, "orders.0", 7));
        put(snapshot(StatsNames.PARSER, "orders.0", 9).with("other"));
        Snapshot usual = put(snapshot(StatsNames.GATEWAY, StatsNames.CLIENTS, 1));
        Snapshot other = put(snapshot(StatsNames.GATEWAY, StatsNames.CLIENTS, 2).with("other"));

        PipelineStats usualStats = snapshots.stats(() -> usual);
        PipelineStats otherStats = snapshots.stats(() -> other);

        assertThat(List.of(
                        usualStats.counts().events().found(),
                        otherStats.counts().events().found()))
                .containsExactly(10L, 10L);
        assertThat(List.of(
                        usualStats.counts().events().orders(),
                        otherStats.counts().events().orders()))
                .containsExactly(7L, 9L);
        assertThat(List.of(usualStats.behind().events(), otherStats.behind().events()))
                .containsExactly(3L, 1L);
        assertThat(List.of(usualStats.clients(), otherStats.clients())).containsExactly(1L, 2L);
    }

    @Test
    void shouldTellWhenItWillHaveCaughtUpFromHowItWasBefore() {
        Snapshot own = put(snapshot(StatsNames.GATEWAY, StatsNames.CLIENTS, 1));
        put(snapshot(StatsNames.INGESTOR, StatsNames.FOUND, 100_000));
        snapshots.look(() -> own);
        assertThat(snapshots.stats(() -> own).behind().catchUpSeconds()).isNull();

        nowMs += 10_000;
        put(snapshot(StatsNames.PARSER, "orders.0", 10_000));
        snapshots.look(() -> own);

        assertThat(snapshots.stats(() -> own).behind().catchUpSeconds()).isEqualTo(90);
    }

    @Test
    void shouldPreferTheStagesOwnEstimateToTheTrend() {
        shouldTellWhenItWillHaveCaughtUpFromHowItWasBefore();
        StageState late = new StageState(false, List.of(), new CatchUpStats(StageMode.CATCHING_UP, 400L));
        Snapshot own = put(snapshot(StatsNames.GATEWAY, StatsNames.CLIENTS, 1).in(late));
        put(snapshot(StatsNames.INGESTOR, StatsNames.FOUND, 100_000).in(late));
        assertThat(snapshots.stats(() -> own).behind().catchUpMs())
                .as("the parser gives no estimate")
                .isEqualTo(90_000);

        put(snapshot(StatsNames.PARSER, "orders.0", 10_000).in(late));
        assertThat(snapshots.stats(() -> own).behind().catchUpMs()).isEqualTo(400);
    }

    @Test
    void shouldWarmUpUntilTheOthersHaveStartedAndBeDegradedWhenTheyStopAgain() {
        Snapshot own = new Snapshot(StatsNames.GATEWAY, "own", NOW, false, List.of(), Map.of())
                .in(new StageState(true, List.of(), new CatchUpStats(StageMode.LIVE, 0L)));
        snapshots.put("ingestor/other host", at(StatsNames.INGESTOR, nowMs).toJson(), false);
        snapshots.put("parser/other host", at(StatsNames.PARSER, nowMs).toJson(), false);
        snapshots.caughtUp();
        nowMs += 10_000;
        PipelineStats alone = snapshots.stats(() -> own);
        assertThat(Reason.texts(alone.condition().reasons())).containsExactly("no ingestor", "no parser");
        assertThat(alone.condition().reasons())
                .extracting(Reason::sinceMs)
                .as("this gateway misses them itself")
                .containsOnly(NOW);
        assertThat(alone.condition().state()).isEqualTo(PipelineStats.State.WARMING);
        put(at(StatsNames.INGESTOR, nowMs));
        put(at(StatsNames.PARSER, nowMs));
        assertThat(snapshots.stats(() -> own).condition().reasons()).isEmpty();
        nowMs += 5_001;
        assertThat(snapshots.stats(() -> own).condition().state()).isEqualTo(PipelineStats.State.DEGRADED);
    }

    private static Snapshot at(String role, long atMs) {
        return new Snapshot(role, "other host", atMs, false, List.of(), Map.of(StatsNames.AGE_MS, 3L));
    }

    /** The clock of another host may be wrong by any amount. */
    @ParameterizedTest
    @ValueSource(longs = {0, 600_000, -600_000, 3_600_000, -3_600_000, -NOW, 1L << 52})
    void shouldTellWhoIsSilentByWhenItWasHeard(long otherAheadMs) {
        Snapshot own = new Snapshot(StatsNames.GATEWAY, "own", NOW, false, List.of(), Map.of());
        for (int second = 0; second < 60; second++) {
            nowMs += 1_000;
            put(at(StatsNames.INGESTOR, nowMs + otherAheadMs));
            put(at(StatsNames.PARSER, nowMs + otherAheadMs));
            PipelineStats stats = snapshots.stats(() -> own);
            assertThat(stats.condition().reasons()).isEmpty();
            assertThat(stats.ageMs().parser()).isEqualTo(3);
        }
        nowMs += 5_000;
        assertThat(snapshots.stats(() -> own).condition().reasons()).isEmpty();
        nowMs += 1;
        assertThat(Reason.texts(snapshots.stats(() -> own).condition().reasons()))
                .containsExactly("no ingestor", "no parser");
    }

    @Test
    void shouldGiveThoseTimeToBeHeardThatWroteBeforeItFollowed() {
        Snapshot own = new Snapshot(StatsNames.GATEWAY, "own", NOW, false, List.of(), Map.of());
        snapshots.put("ingestor/other host", at(StatsNames.INGESTOR, nowMs).toJson(), false);
        snapshots.put("parser/other host", at(StatsNames.PARSER, nowMs).toJson(), false);
        nowMs += 60_000;
        snapshots.caughtUp();
        nowMs += 5_000;
        assertThat(snapshots.stats(() -> own).condition().reasons()).isEmpty();
        assertThat(snapshots.stats(() -> own).ageMs().parser()).isNull();
        nowMs += 1;
        assertThat(Reason.texts(snapshots.stats(() -> own).condition().reasons()))
                .containsExactly("no ingestor", "no parser");
        assertThat(skew.isKnown()).as("by times of nobody knows when").isFalse();
    }

    @Test
    void shouldLearnTheSkewFromWhatItHearsOfTheIngestor() {
        put(at(StatsNames.PARSER, nowMs + 1_000_000));
        put(at(StatsNames.INGESTOR, nowMs - 600_000));
        assertThat(skew.correctionMs()).isEqualTo(600_000);
        assertThat(skew.othersMillis()).isEqualTo(nowMs - 600_000);
    }
}
