package io.orderwire.ingestor;

import static io.orderwire.ingestor.TestAgents.committed;
import static io.orderwire.ingestor.TestAgents.found;
import static io.orderwire.ingestor.TestAgents.workUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.partition.Totals;
import io.orderwire.runtime.kafka.TopicSetup;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.stats.StatsNames;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.broker.TestBroker;
import io.orderwire.testing.files.FileCounts;
import io.orderwire.testing.files.FileEvent;
import io.orderwire.testing.files.NodeFiles;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With overload=latest, bytes that were written during an outage are shed, reported at once, and counted later. */
@Tag("adversary")
class ShedLagIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 3;
    private static final int OLD_LINES = 200_000;

    @TempDir
    private Path data;

    private final TestBroker broker = TestBroker.shared();
    private final List<ExecutorService> committers = new ArrayList<>();
    private int written;

    @AfterEach
    void stop() {
        committers.forEach(ExecutorService::shutdownNow);
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void shouldAccountForEveryEventAfterAKillBetweenSheddingAndCount(Source source) throws IOException {
        ProcessContext context = TestContext.of(
                broker,
                Map.of(
                        "data.dir",
                        data.toString(),
                        "partitions",
                        String.valueOf(PARTITIONS),
                        "overload",
                        "latest",
                        // Long enough for a new line to stay young on a busy machine.
                        "ingestor.max.age.ms",
                        "60000",
                        "catch.up.max.ms",
                        "0"));
        new TopicSetup(context.settings()).ensure();
        Files.createDirectories(data.resolve(source.directory()).resolve("hourly"));

        Cycles before = agent(context, source);
        before.recover();
        write(source, "20261231/9", 5, 0);
        workUntil(before, () -> found(before) > 0);
        before.finish();
        write(source, "20261231/9", OLD_LINES / 2, 7_200_000);
        write(source, "20261231/10", OLD_LINES / 2, 3_600_000);
        write(source, "20261231/10", 5, 0);

        Cycles killed = agent(context, source);
        killed.recover();
        workUntil(killed, () -> !committed(killed).uncounted().isEmpty());
        assertThat(committed(killed).totals().skipped()).as("not counted yet").isZero();
        assertThat(IngestorStats.of(committed(killed), null).get(StatsNames.GAPS_UNCOUNTED))
                .isEqualTo(2);
        RawHistory history = RawHistory.read(broker, PARTITIONS);
        List<FileEvent> events = NodeFiles.of(data, source).events();
        assertThat(history.events())
                .containsKey(events.get(events.size() - 1).pos().toString());
        assertThat(history.markers().values()).hasSize(2).allMatch(gaps -> gaps.size() == PARTITIONS);
        killed.abandon();

        Cycles after = agent(context, source);
        after.recover();
        workUntil(after, () -> committed(after).uncounted().isEmpty());
        after.finish();
        check(source, committed(after).totals(), events);
    }

    private void check(Source source, Totals totals, List<FileEvent> events) {
        RawHistory history = RawHistory.read(broker, PARTITIONS);
        FileCounts counts = NodeFiles.of(data, source).counts();
        assertThat(totals)
                .isEqualTo(new Totals(
                        counts.events(), counts.lines(), counts.empty(), counts.events() - history.count(), 0, 0));
        List<Gap> complete = KafkaReads.committed(
                        broker.bootstrapServers(), broker.topics().gaps(), PATIENCE)
                .stream()
                .map(row -> Gap.parse(new String(row.value(), StandardCharsets.UTF_8)))
                .filter(gap -> gap.events() != null)
                .toList();
        assertThat(complete)
                .extracting(Gap::id)
                .containsExactlyInAnyOrderElementsOf(history.markers().keySet());
        for (Gap gap : complete) {
            Position from = Position.parse(gap.fromPos());
            Position to = Position.parse(gap.toPos());
            long inside = events.stream()
                    .filter(event ->
                            event.pos().compareTo(from) >= 0 && event.pos().compareTo(to) < 0)
                    .count();
            assertThat(gap.events()).as("events from %s to %s", from, to).isEqualTo(inside);
            assertThat(history.events().keySet().stream().map(Position::parse))
                    .noneMatch(pos -> pos.compareTo(from) >= 0 && pos.compareTo(to) < 0);
        }
    }

    private void write(Source source, String hour, int lines, long ageMs) throws IOException {
        Path file = data.resolve(source.directory()).resolve("hourly").resolve(hour);
        Files.createDirectories(file.getParent());
        String time = LocalDateTime.ofInstant(Instant.now().minusMillis(ageMs), ZoneOffset.UTC)
                .toString();
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int i = 0; i < lines; i++) {
                out.write(i % 100 == 99 ? "\n" : line(source, time));
            }
        }
    }

    private String line(Source source, String time) {
        if (source == Source.PLAIN) {
            return event(time) + "\n";
        }
        String events = event(time) + (source == Source.BY_BLOCK ? "," + event(time) : "");
        return "{\"local_time\":\"" + time + "\",\"block_number\":7,\"events\":[" + events + "]}\n";
    }

    private String event(String time) {
        return "{\"time\":\"" + time + "\",\"user\":\"0x" + String.format("%040x", written % 50)
                + "\",\"status\":\"open\",\"order\":{\"coin\":\"BTC\",\"oid\":" + written++ + "}}";
    }

    private Cycles agent(ProcessContext context, Source source) {
        ExecutorService committer = Executors.newSingleThreadExecutor();
        committers.add(committer);
        return TestAgents.create(context, source, PARTITIONS, "end", committer);
    }
}
