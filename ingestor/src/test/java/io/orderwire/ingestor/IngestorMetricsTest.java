package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.position.HourFile;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.checkpoint.UncountedBytes;
import io.orderwire.ingestor.partition.Totals;
import io.orderwire.ingestor.shed.ByteShedding;
import io.orderwire.runtime.agent.TaskAgent;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class IngestorMetricsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final IngestorMetrics metrics = new IngestorMetrics(meters);

    @Test
    void shouldShowTheShedRangesOfTheLastCheckpoint() {
        AtomicReference<IngestorState> checkpoint = new AtomicReference<>();
        metrics.uncounted(meters, checkpoint::get);
        assertThat(gauge("uncounted")).isZero();
        UncountedBytes range = new UncountedBytes("id", HourFile.parse("20260505/16"), 5, 3, 900, "cd34", 7, 8);
        checkpoint.set(IngestorState.first(
                "me", new IngestorState.Account(new long[] {1}, Totals.NONE, List.of(range, range))));
        assertThat(gauge("uncounted")).isEqualTo(2);
        assertThat(gauge("uncounted.limit")).isEqualTo(ByteShedding.MAX_PENDING);
    }

    @Test
    void shouldShowTheCommitsThatWait() {
        TaskAgent commits = new TaskAgent("commits", 3);
        metrics.commits(meters, commits);
        commits.execute(() -> {});
        commits.execute(() -> {});
        assertThat(gauge("commits.waiting")).isEqualTo(2);
        assertThat(gauge("commits.waiting.limit")).isEqualTo(3);
        commits.doWork();
        assertThat(gauge("commits.waiting")).isEqualTo(1);
    }

    private double gauge(String name) {
        return meters.get("orderwire.ingestor." + name).gauge().value();
    }
}
