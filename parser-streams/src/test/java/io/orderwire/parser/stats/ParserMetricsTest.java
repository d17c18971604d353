package io.orderwire.parser.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.parser.totals.Numbering;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.parser.totals.Progress;
import org.junit.jupiter.api.Test;

class ParserMetricsTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Progress progress = new Progress();

    private double sequence(int partition) {
        return meters.get("orderwire.parser.sequence")
                .tag("partition", String.valueOf(partition))
                .gauge()
                .value();
    }

    @Test
    void shouldShowTheSequenceOfEachPartitionThatThisProcessOwns() {
        new ParserMetrics(meters).partitions(2, progress, 500);
        progress.set(1, new PartitionTotals(42, 40, 2, 0), Numbering.UNKNOWN);
        assertThat(sequence(0)).as("another process's").isNaN();
        assertThat(sequence(1)).isEqualTo(42);
        progress.forget(1);
        assertThat(sequence(1)).isNaN();
        assertThat(meters.get("orderwire.parser.age.limit").gauge().value()).isEqualTo(0.5);
    }
}
