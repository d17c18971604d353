package io.orderwire.standalone.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StageState;
import io.orderwire.runtime.stats.StatsNames;
import io.orderwire.standalone.status.KafkaView.ProcessView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProcessReadingTest {
    private static final long NOW = 10_000_000;

    private static byte[] snapshot(String role, String instance, long atMs, boolean stopped, String... degraded) {
        return new Snapshot(
                        role,
                        instance,
                        atMs,
                        stopped,
                        Stream.of(degraded).map(ReasonCode.UNKNOWN::because).toList(),
                        Map.of(StatsNames.AGE_MS, 5L, StatsNames.CLIENTS, 3L))
                .toJson();
    }

    @Test
    void shouldListProcessesInTheOrderOfTheStages() {
        byte[] warming = Snapshot.parse(snapshot("gateway", "b", NOW, false))
                .in(new StageState(true, List.of(ReasonCode.UNKNOWN.because("warming up")), null))
                .toJson();
        List<ProcessView> views = ProcessReading.of(
                List.of(
                        warming,
                        snapshot("parser", "p", NOW - 6_000, false),
                        "{}".getBytes(StandardCharsets.UTF_8),
                        snapshot("gateway", "a", NOW + 70_000, false, "slow"),
                        snapshot("parser", "gone", NOW - 3_600_000, true),
                        snapshot("ingestor", "i", NOW - 900_000, true)),
                NOW);

        assertThat(views)
                .containsExactly(
                        new ProcessView("ingestor", "i", "", "stopped", 900_000, 5L, null),
                        new ProcessView("parser", "p", "", "silent", 6_000, 5L, null),
                        new ProcessView("gateway", "a", "", "degraded", 0, 5L, 3L),
                        new ProcessView("gateway", "b", "", "warming", 0, 5L, 3L));
    }
}
