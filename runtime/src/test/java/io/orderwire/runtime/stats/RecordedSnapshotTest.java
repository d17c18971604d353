package io.orderwire.runtime.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.testing.fixtures.Fixtures;
import io.orderwire.testing.fixtures.RecordedRecord;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Snapshots that processes of earlier versions left: a gateway takes the accounts from them. */
class RecordedSnapshotTest {
    private static final String WITHOUT_CODES = """
            {"role":"parser","instance":"p","process":{"id":"x","host":"h"},"at":12,"stopped":false,\
            "degraded":["Kafka Streams is REBALANCING","kafka: broker 1 of Kafka does not answer"],\
            "warming":["warming up: late"],"mode":"live","catchUpMs":9,"figures":{"orders.0":7}}""";

    static List<RecordedRecord> snapshots() {
        return Fixtures.all().stream()
                .flatMap(version -> version.records("snapshots").stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("snapshots")
    void shouldKeepAllThatASnapshotSays(RecordedRecord recorded) {
        Snapshot snapshot = Snapshot.parse(recorded.row().value());
        assertThat(snapshot.key()).isEqualTo(new String(recorded.row().key(), StandardCharsets.UTF_8));
        assertThat(snapshot.figures()).isNotEmpty();
        assertThat(Snapshot.parse(snapshot.toJson())).isEqualTo(snapshot);
    }

    @Test
    void shouldReadTheAccountsOfTheFirstVersion() {
        Map<String, Snapshot> byRole = Fixtures.of("0.1.0").records("snapshots").stream()
                .map(recorded -> Snapshot.parse(recorded.row().value()))
                .collect(Collectors.toMap(Snapshot::role, Function.identity()));
        assertThat(byRole).containsOnlyKeys(StatsNames.INGESTOR, StatsNames.PARSER, StatsNames.GATEWAY);
        assertThat(byRole.values()).allMatch(snapshot -> snapshot.instance().equals("standalone"));
        assertThat(byRole.values()).allMatch(snapshot -> snapshot.state().equals(StageState.UNKNOWN));
        assertThat(byRole.get(StatsNames.INGESTOR).figures())
                .containsEntry(StatsNames.FOUND, 72L)
                .containsEntry(StatsNames.SKIPPED, 0L)
                .containsEntry(StatsNames.DUPLICATES, 0L)
                .containsEntry(StatsNames.LINES_READ, 14L)
                .containsEntry(StatsNames.LINES_EMPTY, 1L)
                .containsEntry(StatsNames.GAPS_UNCOUNTED, 1L)
                .containsEntry(StatsNames.GAPS_VANISHED, 0L)
                .containsEntry(StatsNames.of(StatsNames.SEQ, 0), 57L)
                .containsEntry(StatsNames.of(StatsNames.SEQ, 1), 15L);
        assertThat(byRole.get(StatsNames.PARSER).figures())
                .containsEntry(StatsNames.of(StatsNames.ORDERS, 0), 51L)
                .containsEntry(StatsNames.of(StatsNames.ORDERS, 1), 15L)
                .containsEntry(StatsNames.of(StatsNames.DEAD_LETTERS, 0), 6L)
                .containsEntry(StatsNames.of(StatsNames.SHED, 0), 0L)
                .containsEntry(StatsNames.of(StatsNames.SEQ, 0), 57L)
                .doesNotContainKey(StatsNames.THROUGHPUT);
        assertThat(byRole.get(StatsNames.GATEWAY).figures())
                .containsEntry(StatsNames.GATEWAY_SKIPPED, 0L)
                .containsEntry(StatsNames.DROPPED_SLOW, 0L);
    }

    /** A snapshot as it was before reasons had codes; a gateway may be newer than the other processes. */
    @Test
    void shouldReadReasonsWithoutCodes() {
        Snapshot snapshot = Snapshot.parse(WITHOUT_CODES.getBytes(StandardCharsets.UTF_8));
        assertThat(snapshot.degraded())
                .containsExactly(
                        new Reason(ReasonCode.UNKNOWN, "Kafka Streams is REBALANCING", 0),
                        new Reason(ReasonCode.UNKNOWN, "kafka: broker 1 of Kafka does not answer", 0));
        assertThat(snapshot.state().reasons()).containsExactly(new Reason(ReasonCode.UNKNOWN, "warming up: late", 0));
        assertThat(snapshot.figure("orders.0", 0)).isEqualTo(7);
    }

    /** Earlier versions require an array of strings, and ignore members that they do not know. */
    @Test
    void shouldWriteReasonsAsEarlierVersionsReadThem() {
        Snapshot snapshot = Snapshot.parse(WITHOUT_CODES.getBytes(StandardCharsets.UTF_8));
        Snapshot coded = new Snapshot(
                        "parser",
                        "p",
                        12,
                        false,
                        List.of(ReasonCode.SLOW.because("late").since(5)),
                        Map.of())
                .in(snapshot.state());
        assertThat(new String(coded.toJson(), StandardCharsets.UTF_8))
                .contains("\"degraded\":[\"late\"],", "\"warming\":[\"warming up: late\"],")
                .contains("\"degradedCauses\":[{\"code\":\"slow\",\"sinceMs\":5}]");
        assertThat(Snapshot.parse(coded.toJson())).isEqualTo(coded);
    }

    @Test
    void shouldIgnoreMembersThatItDoesNotKnow() {
        for (RecordedRecord recorded : snapshots()) {
            String text = new String(recorded.row().value(), StandardCharsets.UTF_8);
            String more = text.replaceFirst("\\{", "{\"version\":9,\"new\":{\"role\":[\"x\",{}]},")
                    .replace("\"figures\":{", "\"figures\":{\"new\":7,");
            Snapshot snapshot = Snapshot.parse(more.getBytes(StandardCharsets.UTF_8));
            assertThat(snapshot.role())
                    .isEqualTo(Snapshot.parse(recorded.row().value()).role());
            assertThat(snapshot.figures()).containsEntry("new", 7L);
        }
    }
}
