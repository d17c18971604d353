package io.orderwire.gateway.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.figures.Figures;
import io.orderwire.runtime.figures.Snapshot;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatsBoardTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_000_000);

    private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final StatsBoard board = new StatsBoard(new Clock() {
        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return clock.instant();
        }
    });

    private Snapshot put(Snapshot snapshot) {
        board.put(snapshot.key(), snapshot.toJson());
        return snapshot;
    }

    private Snapshot snapshot(String role, String figure, long value) {
        return new Snapshot(role, "same", clock.millis(), false, List.of(), Map.of(figure, value, "seq.0", value));
    }

    /** Any process may write snapshots, and the reading thread encodes their content. */
    @Test
    void shouldEncodeWhatASnapshotSaysInHalfCharacters() {
        String half = "\\ud800";
        String json = ("{'role':'ingestor','instance':'" + half + "','at':1000000,'stopped':false,'degraded':['" + half
                        + " is slow'],'figures':{}}")
                .replace('\'', '"');
        board.put("ingestor/x", json.getBytes(StandardCharsets.UTF_8));

        byte[] stats =
                board.stats(() -> snapshot(Figures.GATEWAY, Figures.CLIENTS, 1)).toJson();
        assertThat(new String(stats, StandardCharsets.UTF_8)).contains("\uFFFD is slow");
    }

    @Test
    void shouldTellTheAccountsOfItsOwnLineAndOfTheIngestor() {
        put(snapshot(Figures.INGESTOR, Figures.FOUND, 10));
        put(snapshot(Figures.PARSER, "orders.0", 7));
        put(snapshot(Figures.PARSER, "orders.0", 9).with("other"));
        Snapshot usual = put(snapshot(Figures.GATEWAY, Figures.CLIENTS, 1));
        Snapshot other = put(snapshot(Figures.GATEWAY, Figures.CLIENTS, 2).with("other"));

        PipelineStats usualStats = board.stats(() -> usual);
        PipelineStats otherStats = board.stats(() -> other);

        assertThat(List.of(usualStats.events().found(), otherStats.events().found()))
                .containsExactly(10L, 10L);
        assertThat(List.of(usualStats.events().orders(), otherStats.events().orders()))
                .containsExactly(7L, 9L);
        assertThat(List.of(usualStats.behind().events(), otherStats.behind().events()))
                .containsExactly(3L, 1L);
        assertThat(List.of(usualStats.clients(), otherStats.clients())).containsExactly(1L, 2L);
    }

    @Test
    void shouldTellWhenItWillHaveCaughtUpFromHowItWasBefore() {
        Snapshot own = put(snapshot(Figures.GATEWAY, Figures.CLIENTS, 1));
        put(snapshot(Figures.INGESTOR, Figures.FOUND, 100_000));
        board.look(() -> own);
        assertThat(board.stats(() -> own).behind().catchUpSeconds()).isNull();

        clock = Clock.offset(clock, Duration.ofSeconds(10));
        put(snapshot(Figures.PARSER, "orders.0", 10_000));
        board.look(() -> own);

        assertThat(board.stats(() -> own).behind().catchUpSeconds()).isEqualTo(90);
    }
}
