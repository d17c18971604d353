package io.orderwire.standalone.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.standalone.status.KafkaView.FileView;
import io.orderwire.standalone.status.KafkaView.ProcessView;
import io.orderwire.standalone.status.KafkaView.TopicView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KafkaLinesTest {
    private static final long NOW = 1_000_000_000_000L;
    private static final long GIB = 1L << 30;

    private static final KafkaView VIEW = new KafkaView(
            "kafka:9092",
            List.of(
                    new TopicView("hyperliquid.orders", 8, 3, "delete", 86_400_000, 8 * GIB, 3 * GIB / 2),
                    new TopicView("hyperliquid.pipeline", 1, 3, "compact", -1, -1, 4_096),
                    new TopicView("other", 1, 1, "", -1, -1, -1)),
            List.of(
                    new FileView("streaming 20260505/17", 1_000, 3_048),
                    new FileView("streaming 20260505/16", 3 * GIB, 3 * GIB)),
            List.of(
                    new ProcessView("ingestor", "node1", "node1", "running", 800, 12L, null),
                    new ProcessView("gateway", "web-1", "web", "degraded", 100, null, 1_234L),
                    new ProcessView("gateway", "web-2", "web", "silent", 61_000, 5L, 7L)),
            new RecentGaps(
                    List.of(
                            new RecentGaps.Place("ingestor", "age", 2, 12_345, 1, NOW - 90_000),
                            new RecentGaps.Place("node", "rewind", 1, 0, 0, NOW + 500)),
                    true),
            List.of());

    @Test
    void shouldShowEachPartOnce() {
        assertThat(KafkaLines.of(VIEW, NOW))
                .containsExactly(
                        "processes     ingestor node1: running, age 12 ms",
                        "              gateway web-1 on web: degraded, 1,234 clients",
                        "              gateway web-2 on web: silent for 61 s",
                        "files         streaming 20260505/17@1000, 2.0 KiB left",
                        "              streaming 20260505/16@3221225472, all of 3.0 GiB",
                        "topics        hyperliquid.orders: 8 × 3, 1.5 GiB, keeps 24 h or 64.0 GiB",
                        "              hyperliquid.pipeline: 1 × 3, 4.0 KiB, compacted",
                        "              other: 1 × 1",
                        "losses, 1 h   ingestor (age): 12,345 events in 2 gaps, 1 not counted, the last 90 s ago",
                        "              node (rewind): 0 events in 1 gap, the last 0 s ago");
    }

    @Test
    void shouldFitOnAScreenHoweverManyThereAre() {
        List<ProcessView> processes = new ArrayList<>();
        List<FileView> files = new ArrayList<>();
        List<RecentGaps.Place> places = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            processes.add(new ProcessView("parser", "p" + i, "", "running", 0, 0L, null));
            files.add(new FileView("plain 20260505/" + i, 0, 0));
            places.add(new RecentGaps.Place("parser", "r" + i, 1, 1, 0, NOW));
        }
        KafkaView many = new KafkaView(
                "kafka:9092", VIEW.topics(), files, processes, new RecentGaps(places, false), List.of("trouble"));

        List<String> lines = KafkaLines.of(many, NOW);

        assertThat(lines).hasSizeLessThan(30);
        assertThat(lines)
                .contains(
                        "              and 92 more",
                        "              and 97 more",
                        "              and 94 more",
                        "              there are more, which were not read",
                        "Kafka         kafka:9092: trouble");
    }

    @Test
    void shouldSayThatNothingWasLostOnlyIfThatIsKnown() {
        KafkaView calm = new KafkaView("k:1", VIEW.topics(), List.of(), List.of(), RecentGaps.NONE, List.of());

        assertThat(KafkaLines.of(calm, NOW)).contains("losses, 1 h   none");
        KafkaView unread = new KafkaView(
                "k:1",
                VIEW.topics(),
                List.of(),
                List.of(),
                RecentGaps.UNKNOWN,
                List.of("losses could not be read: why"));
        assertThat(KafkaLines.of(unread, NOW))
                .contains("Kafka         k:1: losses could not be read: why")
                .noneMatch(line -> line.startsWith("losses"));
        assertThat(KafkaLines.of(KafkaView.unreadable("k:1", "no answer within 4 s"), NOW))
                .containsExactly("Kafka         k:1: no answer within 4 s");
    }
}
