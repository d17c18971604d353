package io.orderwire.runtime.figures;

import static org.assertj.core.api.Assertions.assertThat;

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
        assertThat(byRole).containsOnlyKeys(Figures.INGESTOR, Figures.PARSER, Figures.GATEWAY);
        assertThat(byRole.values()).allMatch(snapshot -> snapshot.instance().equals("standalone"));
        assertThat(byRole.values()).allMatch(snapshot -> snapshot.state().equals(StageState.UNKNOWN));
        assertThat(byRole.get(Figures.INGESTOR).figures())
                .containsEntry(Figures.FOUND, 72L)
                .containsEntry(Figures.SKIPPED, 0L)
                .containsEntry(Figures.DUPLICATES, 0L)
                .containsEntry(Figures.LINES_READ, 14L)
                .containsEntry(Figures.LINES_EMPTY, 1L)
                .containsEntry(Figures.GAPS_UNCOUNTED, 1L)
                .containsEntry(Figures.GAPS_VANISHED, 0L)
                .containsEntry(Figures.of(Figures.SEQ, 0), 57L)
                .containsEntry(Figures.of(Figures.SEQ, 1), 15L);
        assertThat(byRole.get(Figures.PARSER).figures())
                .containsEntry(Figures.of(Figures.ORDERS, 0), 51L)
                .containsEntry(Figures.of(Figures.ORDERS, 1), 15L)
                .containsEntry(Figures.of(Figures.DEAD_LETTERS, 0), 6L)
                .containsEntry(Figures.of(Figures.SHED, 0), 0L)
                .containsEntry(Figures.of(Figures.SEQ, 0), 57L)
                .doesNotContainKey(Figures.THROUGHPUT);
        assertThat(byRole.get(Figures.GATEWAY).figures())
                .containsEntry(Figures.GATEWAY_SKIPPED, 0L)
                .containsEntry(Figures.DROPPED_SLOW, 0L);
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
