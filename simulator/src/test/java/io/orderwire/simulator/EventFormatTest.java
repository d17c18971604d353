package io.orderwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.orderwire.contract.position.Source;
import io.orderwire.testing.files.NeedsRealData;
import io.orderwire.testing.files.RealData;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFormatTest {
    private static final long SEED = 3;
    private static final int BLOCKS = 40;
    private static final int EVENTS = 1_000;

    @TempDir
    private Path out;

    @Test
    void shouldWritePlainLinesThatAreEvents() {
        List<String> lines = WrittenFiles.lines(out, Source.PLAIN, SEED, BLOCKS, EVENTS);

        assertThat(lines).hasSize(BLOCKS * EVENTS);
        lines.forEach(line -> EventFormat.checkEvent(EventFormat.parse(line)));
    }

    @Test
    void shouldWriteStreamingLinesOfOneEventEach() {
        List<String> lines = WrittenFiles.lines(out, Source.STREAMING, SEED, BLOCKS, EVENTS);

        assertThat(lines)
                .hasSize(BLOCKS * EVENTS)
                .allMatch(line -> Events.of(line).events().size() == 1);
        lines.forEach(EventFormat::checkEnvelope);
    }

    @Test
    void shouldWriteByBlockLinesOfWholeBlocks() {
        List<String> lines = WrittenFiles.lines(out, Source.BY_BLOCK, SEED, BLOCKS, EVENTS);

        assertThat(lines)
                .hasSize(BLOCKS)
                .allMatch(line -> Events.of(line).events().size() == EVENTS);
        lines.forEach(EventFormat::checkEnvelope);
    }

    @Test
    @NeedsRealData({RealData.STREAMING, RealData.BY_BLOCK, RealData.KINDS})
    void shouldCheckNothingThatRealLinesDoNotHave() {
        Stream.of(RealData.STREAMING, RealData.BY_BLOCK, RealData.KINDS)
                .flatMap(name -> WrittenFiles.lines(RealData.file(name)).stream())
                .forEach(EventFormat::checkEnvelope);
    }

    @Test
    void shouldWriteTheSameEventsInEveryShape() {
        for (Source shape : Source.values()) {
            Clock fixed = Clock.fixed(Instant.parse("2026-06-05T09:39:13.024Z"), ZoneOffset.UTC);
            try (Simulator simulator = new Simulator(
                    SimulatorOptions.builder(out).shape(shape).clock(fixed).build())) {
                simulator.writeBlock(EVENTS);
                simulator.writeBlock(EVENTS);
            }
        }

        List<String> plain = WrittenFiles.lines(out.resolve(Source.PLAIN.directory()));
        assertThat(events(Source.STREAMING)).isEqualTo(plain);
        assertThat(events(Source.BY_BLOCK)).isEqualTo(plain);
    }

    @Test
    void shouldStampLinesWithTheClockAndBlocksSomewhatBefore() {
        TestClock clock = TestClock.running();
        try (Simulator simulator =
                new Simulator(SimulatorOptions.builder(out).clock(clock).build())) {
            for (int i = 0; i < BLOCKS; i++) {
                clock.advance(Duration.ofMillis(64));
                simulator.writeBlock(EVENTS);
            }
        }
        String lastLocal = "";
        String lastBlock = "";
        for (String line : WrittenFiles.lines(out)) {
            JsonNode envelope = EventFormat.parse(line);
            String local = envelope.get("local_time").textValue();
            String block = envelope.get("block_time").textValue();
            assertThat(local).isGreaterThan(lastLocal);
            assertThat(block).isGreaterThanOrEqualTo(lastBlock);
            assertThat(Duration.between(LocalDateTime.parse(block), LocalDateTime.parse(local)))
                    .isBetween(Duration.ofMillis(300), Duration.ofMillis(3_100));
            assertThat(envelope.get("events").get(0).get("time").textValue()).isEqualTo(block);
            lastLocal = local;
            lastBlock = block;
        }
        assertThat(LocalDateTime.parse(lastLocal).toInstant(ZoneOffset.UTC)).isBeforeOrEqualTo(clock.instant());
    }

    @Test
    void shouldWriteTimesWithAllNumbersOfFractionDigitsIfTold() {
        try (Simulator simulator = new Simulator(SimulatorOptions.builder(out)
                .clock(TestClock.running())
                .mixedFractions(true)
                .build())) {
            for (int i = 0; i < 8; i++) {
                simulator.writeBlock(10);
            }
        }
        List<String> lines = WrittenFiles.lines(out);
        lines.forEach(EventFormat::checkEnvelope);
        for (String key : List.of("local_time", "block_time")) {
            Set<Integer> lengths = lines.stream()
                    .map(line -> EventFormat.parse(line).get(key).textValue().length())
                    .collect(Collectors.toSet());
            assertThat(lengths).containsExactlyInAnyOrder(19, 23, 26, 29);
        }
    }

    private List<String> events(Source shape) {
        return WrittenFiles.lines(out.resolve(shape.directory())).stream()
                .flatMap(line -> Events.of(line).events().stream())
                .toList();
    }
}
