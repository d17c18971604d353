package io.orderwire.gateway.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.stats.NodeStats;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LagTrendTest {
    private static final long START = 1_000_000;

    private final LagTrend trend = new LagTrend();

    /** Takes a sample {@code second} seconds after the start, and returns the estimate at the same moment. */
    private @Nullable Long at(long second, long bytes, @Nullable Long ingestorAgeMs, long events, long handled) {
        PipelineStats stats = new PipelineStats(
                new PipelineStats.Counts(
                        new PipelineStats.Events(0, 0, 0, handled, 0, 0),
                        new PipelineStats.Lines(0, 0),
                        new PipelineStats.Gateway(0, 0),
                        true),
                new PipelineStats.Node(NodeStats.UNKNOWN, 0, 0),
                new PipelineStats.Modes(null, null, null),
                new PipelineStats.Ages(ingestorAgeMs, 0L, 0L),
                new PipelineStats.Behind(bytes, events, null),
                0,
                new PipelineStats.Condition(PipelineStats.State.WELL, List.of()),
                PipelineDetails.UNKNOWN);
        trend.look(stats, START + second * 1_000);
        return trend.seconds(stats, START + second * 1_000);
    }

    @Test
    void shouldTellAtOnceThatNothingIsBehind() {
        assertThat(at(0, 0, 0L, 0, 100)).isZero();
    }

    @Test
    void shouldTellNothingBeforeThereIsATrend() {
        assertThat(at(0, 0, 0L, 100_000, 0)).isNull();
        assertThat(at(4, 0, 0L, 60_000, 40_000)).isNull();
        assertThat(at(5, 0, 0L, 50_000, 50_000)).isEqualTo(5);
    }

    @Test
    void shouldEstimateFromHowEventsShrankAndRoundUp() {
        at(0, 0, 0L, 101_000, 0);

        assertThat(at(10, 0, 0L, 91_000, 30_000)).isEqualTo(91);
        assertThat(at(20, 0, 0L, 80_900, 60_000)).isEqualTo(81);
    }

    @Test
    void shouldEstimateFromTheSlowerOfBytesAndEvents() {
        at(0, 10_000_000, 60_000L, 50_000, 0);

        assertThat(at(10, 9_000_000, 50_000L, 40_000, 10_000)).isEqualTo(90);
    }

    @Test
    void shouldNotTellATimeForWhatDoesNotShrink() {
        at(0, 1_000_000, 60_000L, 50_000, 0);
        assertThat(at(10, 500_000, 50_000L, 50_000, 10_000)).isNull();
        assertThat(at(15, 1_000_000, 50_000L, 20_000, 10_000)).isNull();
    }

    @Test
    void shouldNotTellATimeWhenTheParserStandsStill() {
        at(0, 0, 0L, 50, 1_000);

        assertThat(at(10, 0, 0L, 50, 1_000)).isNull();
    }

    @Test
    void shouldNotCallBehindWhatIsOnItsWay() {
        at(0, 40_000, 20L, 900, 0);

        assertThat(at(10, 50_000, 30L, 1_100, 10_000)).isZero();
        assertThat(at(11, 50_000, null, 1_100, 10_000)).isNull();
    }

    @Test
    void shouldForgetWhatWasLongAgo() {
        at(0, 0, 0L, 1_000_000, 0);
        for (int second = 1; second <= 40; second++) {
            at(second, 0, 0L, 500_000, second);
        }
        assertThat(at(41, 0, 0L, 500_000, 41)).isNull();
        assertThat(at(50, 0, 0L, 490_000, 10_041)).isEqualTo(980);
    }
}
