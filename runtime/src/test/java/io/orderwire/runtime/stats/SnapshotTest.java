package io.orderwire.runtime.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.StageMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final List<Reason> SLOW = List.of(ReasonCode.SLOW.because("slow"));
    private static final List<Reason> WARMING =
            List.of(ReasonCode.WARMING_UP.because("warming up").since(1_800_000_000_000L));

    @Test
    void shouldReadBackWhatItWrote() {
        Snapshot snapshot = new Snapshot(
                StatsNames.PARSER,
                "a\"b",
                12,
                true,
                List.of(ReasonCode.SLOW.because("slow").since(5), ReasonCode.CLOCK_SKEW.because("late")),
                Map.of(StatsNames.of(StatsNames.SEQ, 3), 1L << 50));
        assertThat(Snapshot.parse(snapshot.toJson())).isEqualTo(snapshot);
        assertThat(snapshot.key()).isEqualTo("parser/a\"b");
        assertThat(snapshot.figure("seq.3", -1)).isEqualTo(1L << 50);
        assertThat(snapshot.figure("seq.4", -1)).isEqualTo(-1);
    }

    @Test
    void shouldDistinguishWritersOfAnotherTopicOfOrders() {
        Snapshot usual = new Snapshot(StatsNames.PARSER, "p", 12, false, List.of(), Map.of("x", 1L));
        Snapshot other = usual.with("other.orders");

        assertThat(Snapshot.parse(other.toJson())).isEqualTo(other);
        assertThat(other.key()).isEqualTo("parser/p@other.orders");
        assertThat(usual.ordersTopic()).isEqualTo("hyperliquid.orders");
        assertThat(new String(usual.toJson(), StandardCharsets.UTF_8)).doesNotContain("ordersTopic");
    }

    @Test
    void shouldSayHowTheStageIs() {
        Snapshot plain = new Snapshot(StatsNames.PARSER, "p", 12, false, SLOW, Map.of("x", 1L));
        for (StageMode mode : StageMode.values()) {
            Snapshot warming = plain.in(new StageState(true, WARMING, new CatchUpStats(mode, 400L)));
            Snapshot warm = plain.in(new StageState(false, List.of(), new CatchUpStats(mode, null)));

            assertThat(Snapshot.parse(warming.toJson())).isEqualTo(warming);
            assertThat(Snapshot.parse(warm.toJson())).isEqualTo(warm);
            assertThat(warm.with("other").by(ProcessIdentity.create()).state()).isEqualTo(warm.state());
        }
        Snapshot calm = plain.in(new StageState(true, List.of(), new CatchUpStats(StageMode.LIVE, 0L)));
        assertThat(Snapshot.parse(calm.toJson())).isEqualTo(calm);
        assertThat(new String(calm.toJson(), StandardCharsets.UTF_8))
                .contains("\"degraded\":[\"slow\"],\"warming\":[],\"mode\":\"live\",\"catchUpMs\":0,\"figures\"");
    }

    /** Earlier versions write neither whether they are warming up nor a mode, and a later version may have more modes. */
    @Test
    void shouldNotKnowTheStateOfAStageThatDoesNotSayIt() {
        Snapshot silent = new Snapshot(StatsNames.PARSER, "p", 12, false, List.of(), Map.of("x", 1L));
        assertThat(new String(silent.toJson(), StandardCharsets.UTF_8)).doesNotContain("warming", "mode");
        assertThat(Snapshot.parse(silent.toJson()).state()).isEqualTo(StageState.UNKNOWN);

        String later = "{\"role\":\"parser\",\"instance\":\"p\",\"mode\":\"hibernating\",\"catchUpMs\":9}";
        assertThat(Snapshot.parse(later.getBytes(StandardCharsets.UTF_8)).state())
                .isEqualTo(StageState.UNKNOWN);
    }

    @Test
    void shouldNameTheProcessThatWroteIt() {
        Snapshot nameless = new Snapshot(StatsNames.PARSER, "p", 12, false, List.of(), Map.of("x", 1L));
        Snapshot snapshot = nameless.by(new ProcessIdentity("id", "h\"", 7, "boot", "pid:[1]", 1L << 40));

        assertThat(Snapshot.parse(snapshot.toJson())).isEqualTo(snapshot);
        assertThat(Snapshot.parse(nameless.toJson()).process()).isNull();
        assertThat(snapshot.key()).isEqualTo(nameless.key());
    }

    @Test
    void shouldDescribeTheNode() {
        Snapshot ingestor = new Snapshot(StatsNames.INGESTOR, "i", 12, false, List.of(), Map.of("x", 1L));
        NodeStats known = new NodeStats(367L, 412L, 45L, 985_148_182L, 15.0, "streaming", "/d\"/hourly");
        for (NodeStats node : List.of(known, NodeStats.UNKNOWN)) {
            Snapshot snapshot = ingestor.of(node);
            assertThat(Snapshot.parse(snapshot.toJson())).isEqualTo(snapshot);
            assertThat(snapshot.with("other").by(ProcessIdentity.create()).node())
                    .isEqualTo(node);
        }
        assertThat(new String(ingestor.of(known).toJson(), StandardCharsets.UTF_8))
                .contains("\"node\":{\"lagMs\":367,\"chainAgeMs\":412,\"silentMs\":45,\"lastBlock\":985148182,"
                        + "\"blocksPerSecond\":15,\"source\":\"streaming\",\"folder\":\"/d\\\"/hourly\"}");
        assertThat(Snapshot.parse(ingestor.toJson()).node()).isNull();
    }

    @Test
    void shouldReadANodeOfALaterVersion() {
        String text = "{\"role\":\"ingestor\",\"node\":{\"peers\":[{}],\"lastBlock\":7,\"source\":\"by-second\"}}";
        assertThat(Snapshot.parse(text.getBytes(StandardCharsets.UTF_8)).node())
                .isEqualTo(new NodeStats(null, null, null, 7L, null, null, null));
    }

    @Test
    void shouldReadProcessesThatItDoesNotUnderstand() {
        for (String process : List.of(
                "null",
                "7",
                "\"x\"",
                "[{\"id\":\"x\"}]",
                "{}",
                "{\"id\":7,\"pid\":\"x\",\"boot\":[{}],\"new\":{\"id\":1}}")) {
            String text = "{\"process\":" + process + ",\"role\":\"parser\",\"instance\":\"p\"}";
            assertThat(Snapshot.parse(text.getBytes(StandardCharsets.UTF_8)).key())
                    .as(text)
                    .isEqualTo("parser/p");
        }
    }

    @Test
    void shouldRefuseWhatIsNone() {
        for (String text : List.of("", "{}", "[1]", "{\"role\":")) {
            assertThatThrownBy(() -> Snapshot.parse(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
