package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.reason.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The task that prunes while the ingestor runs. */
class PruneTaskIT extends IngestorCase {
    @Test
    void shouldReportRepeatedFailuresUntilItSucceeds() throws Exception {
        append("20260505/1", 1);
        append("20260505/2", 1);
        hour(data, "20260505/1").toFile().setLastModified(0);
        AtomicBoolean fails = new AtomicBoolean(true);
        IngestorMetrics metrics = new IngestorMetrics(new SimpleMeterRegistry());
        try (PruneTask task = new PruneTask(
                context(Map.of()),
                data.resolve("node_order_statuses_streaming"),
                Duration.ofMinutes(1),
                () -> checkpoint(fails.get()),
                metrics)) {
            task.start();

            await().atMost(PATIENCE).until(() -> !task.reasons().isEmpty());
            assertThat(Reason.texts(task.reasons()))
                    .singleElement()
                    .asString()
                    .matches("hour files were not pruned [2-9] times in a row: no checkpoint");
            fails.set(false);
            await().atMost(PATIENCE).until(() -> task.reasons().isEmpty());
        }
        assertThat(fatal).isEmpty();
        assertThat(hour(data, "20260505/1")).as("is not in the checkpoint").exists();
    }

    private static IngestorState checkpoint(boolean fails) {
        if (fails) {
            throw new IllegalStateException("no checkpoint");
        }
        return IngestorState.first("owner", 3);
    }

    @Test
    void shouldRunManyTimesWithinTheTimeToKeep() {
        assertThat(List.of(1, 60, 120, 2_400))
                .map(minutes -> PruneTask.pause(Duration.ofMinutes(minutes)))
                .containsExactly(
                        Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofMinutes(10));
    }

    @Test
    void shouldNotStartWithATimeThatIsNone() {
        assertThatThrownBy(() -> IngestorProcess.check(
                        context(Map.of("prune.keep", "3 weeks")).settings()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("prune.keep is 3 weeks, expected a time from 1m to 40h, such as 90m, 2h or 1d, or off");
    }
}
