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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class IngestorMetricsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final IngestorMetrics metrics = new IngestorMetrics(meters);

    @Test
    void shouldShowTheShedRangesOfTheLastCheckpoint() {
        AtomicReference<IngestorState> checkpoint = new AtomicReference<>();
        metrics.checkpoint(meters, checkpoint::get, 2);
        assertThat(gauge("uncounted")).isZero();
        assertThat(sequence(0)).as("before the first commit").isNaN();
        UncountedBytes range = new UncountedBytes("id", HourFile.parse("20260505/16"), 5, 3, 900, "cd34", 7, 8);
        checkpoint.set(IngestorState.first(
                "me", new IngestorState.Account(new long[] {1, 8}, Totals.NONE, List.of(range, range))));
        assertThat(gauge("uncounted")).isEqualTo(2);
        assertThat(gauge("uncounted.limit")).isEqualTo(ByteShedding.MAX_PENDING);
        assertThat(sequence(0)).isZero();
        assertThat(sequence(1)).isEqualTo(7);
    }

    @Test
    void shouldCountWhatACycleCommits() {
        Totals before = new Totals(100, 60, 5, 1, 2, 3);
        metrics.committed(before, new Totals(130, 80, 6, 4, 6, 4), 900, 5_000_000);
        assertThat(counter("events")).isEqualTo(30 - 3 - 4);
        assertThat(counter("shed")).isEqualTo(3);
        assertThat(counter("duplicates")).isEqualTo(4);
        assertThat(counter("vanished")).isEqualTo(1);
        assertThat(counter("lines")).isEqualTo(20);
        assertThat(counter("lines.empty")).isEqualTo(1);
        assertThat(counter("bytes")).isEqualTo(900);
        assertThat(meters.get("orderwire.ingestor.commit").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(5);
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

    private double sequence(int partition) {
        return meters.get("orderwire.ingestor.sequence")
                .tag("partition", String.valueOf(partition))
                .gauge()
                .value();
    }

    private double counter(String name) {
        return meters.get("orderwire.ingestor." + name).counter().count();
    }

    private double gauge(String name) {
        return meters.get("orderwire.ingestor." + name).gauge().value();
    }
}
