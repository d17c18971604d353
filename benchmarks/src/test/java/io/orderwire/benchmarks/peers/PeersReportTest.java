package io.orderwire.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class PeersReportTest {
    @Test
    void shouldCompareIngestorsWithTheFirst() {
        IngestRun ours = new IngestRun(
                "ours",
                new IngestRun.Existing(1_000, 500_000, 2, 400_000, 1.5),
                List.of(new IngestRun.Paced(100, 0.1, true, 2), new IngestRun.Paced(200, 0.2, true, 1)),
                new IngestRun.Burst(800_000, 1),
                List.of());
        IngestRun other = new IngestRun(
                "other",
                new IngestRun.Existing(1_000, 500_000, 1, 100_000, 3),
                List.of(new IngestRun.Paced(100, 0.1, true, 5), new IngestRun.Paced(200, 2, false, 4)),
                new IngestRun.Burst(400_000, 3),
                List.of());

        String text = PeersReport.ingest(List.of(ours, other));

        assertThat(text)
                .containsPattern("ours +2[.]0 s +400,000 +200 +1[.]50 +1[.]00 +1[.]00")
                .containsPattern("other +1[.]0 s +100,000 +50 +3[.]00 +0[.]25 +2[.]00")
                .containsPattern("other +400,000 +200 +3[.]00 +0[.]50 +3[.]00")
                .contains("200/s: 4.00 µs, 2.00 s (not kept)")
                .contains("CPU at 200/s ÷ orderwire: 4.00; kept 100/s, orderwire 200/s");
    }

    @Test
    void shouldCompareServersWithTheFirst() {
        ServedRun ours =
                new ServedRun("ours", delivery(10, 100, 200), List.of(delivery(100, 50, 100), delivery(200, 50, 99)));
        ServedRun other = new ServedRun("other", delivery(10, 100, 199), List.of(delivery(50, 50, 100)));

        assertThat(PeersReport.watch(List.of(ours, other)))
                .containsPattern("ours +100 +7 +7 +7 +10[.]00 +0 +1[.]000")
                .containsPattern("other +50 +7 +7 +7 +10[.]05 +1 +0[.]500")
                .contains("200 lines/s: p50 7, p99 7 ms, 20.20 µs of CPU a line, 1 lost (not held)");
        assertThat(PeersReport.fanout(List.of(ours, other)))
                .containsPattern("ours +100 +10000 +1[.]00 +7 +7 +7 +0")
                .containsPattern("other +100 +10050 +1[.]01 +7 +7 +7 +1");
        assertThat(ours.broken()).isEmpty();
        assertThat(other.broken()).containsExactly("other: 1 orders did not arrive at the rate of the comparison");
    }

    @Test
    void shouldNameOrdersThatArrivedTwice() {
        Delivery twice = new Delivery(1, 10, 2, 21, 1, new Histogram(3), 0, List.of("21 orders, 20 expected"));

        assertThat(twice.held()).isFalse();
        assertThat(new ServedRun("other", delivery(1, 1, 2), List.of(twice)).broken())
                .containsExactly("other: 21 orders, 20 expected");
    }

    private static Delivery delivery(double rate, long written, long received) {
        Histogram ages = new Histogram(3);
        ages.recordValue(7);
        return new Delivery(rate, written, 2, received, 2, ages, 2_000_000, List.of());
    }
}
