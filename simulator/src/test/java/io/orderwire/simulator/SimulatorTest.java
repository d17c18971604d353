package io.orderwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.position.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class SimulatorTest {
    private static final Clock FIXED = Clock.fixed(Instant.parse("2026-06-05T09:39:13.024Z"), ZoneOffset.UTC);

    @TempDir
    private Path out;

    @ParameterizedTest
    @EnumSource
    void shouldWriteBelowTheFolderOfTheShape(Source shape) {
        try (Simulator simulator = new Simulator(options().shape(shape).build())) {
            simulator.writeBlock(10);

            Path file = out.resolve(shape.directory()).resolve("hourly/20260605/9");
            assertThat(simulator.currentFile()).isEqualTo(file);
            assertThat(WrittenFiles.files(out)).containsExactly(file);
            assertThat(simulator.events()).isEqualTo(10);
            assertThat(file).hasSize(simulator.bytes());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldWriteTheSameBytesForTheSameSeedAndClock(Source shape) {
        assertThat(bytesOf("a", shape, 5)).isEqualTo(bytesOf("b", shape, 5)).isNotEqualTo(bytesOf("c", shape, 6));
    }

    @Test
    void shouldWriteAnEmptyBlockInByBlockOnly() {
        for (Source shape : Source.values()) {
            try (Simulator simulator = new Simulator(options().shape(shape).build())) {
                simulator.writeBlock(0);
                simulator.writeBlock(0);
            }
        }

        assertThat(WrittenFiles.files(out)).hasSize(1);
        assertThat(WrittenFiles.lines(out)).hasSize(2).allMatch(line -> line.endsWith(",\"events\":[]}"));
    }

    @Test
    void shouldTurnHourAndDayOnDemand() {
        try (Simulator simulator = new Simulator(options()
                .clock(new TestClock("2026-12-31T22:59:00Z", Duration.ZERO))
                .build())) {
            simulator.writeBlock(1);
            simulator.turnHour();
            simulator.writeBlock(2);
            simulator.turnHour();
            simulator.writeBlock(3);
        }

        assertThat(hourFiles()).containsExactly("20261231/22", "20261231/23", "20270101/0");
        assertThat(WrittenFiles.lines(out)).hasSize(6).allMatch(line -> line.contains("\"2026-12-31T22:5"));
    }

    @Test
    void shouldTurnTheHourWithTheClock() {
        TestClock clock = new TestClock("2026-12-31T09:59:59.999Z", Duration.ZERO);
        try (Simulator simulator = new Simulator(options().clock(clock).build())) {
            simulator.writeBlock(1);
            clock.advance(Duration.ofMillis(1));
            simulator.writeBlock(1);
        }

        assertThat(hourFiles()).containsExactly("20261231/10", "20261231/9");
    }

    @Test
    void shouldTurnShortHoursAndKeepTheLastFew() {
        TestClock clock = new TestClock("2026-12-31T22:59:59Z", Duration.ZERO);
        SimulatorOptions options =
                options().clock(clock).hourMillis(1_000).keepHours(1).build();
        try (Simulator simulator = new Simulator(options)) {
            for (int i = 0; i < 4; i++) {
                simulator.writeBlock(1);
                clock.advance(Duration.ofSeconds(1));
            }
        }

        assertThat(hourFiles()).containsExactly("20270101/0", "20270101/1");
    }

    @Test
    void shouldCountOnAboveAnEarlierRun() {
        List<String> first;
        try (Simulator simulator = new Simulator(options().build())) {
            simulator.writeBlock(50_000);
            first = WrittenFiles.lines(out);
        }
        try (Simulator simulator = new Simulator(options().build())) {
            simulator.writeBlock(1);
        }
        List<String> both = WrittenFiles.lines(out);

        String next = both.get(both.size() - 1);
        assertThat(both).hasSize(first.size() + 1);
        assertThat(number("block_number", next)).isEqualTo(number("block_number", first.get(0)) + 1);
        assertThat(number("oid", next))
                .isGreaterThan(first.stream()
                        .mapToLong(line -> number("oid", line))
                        .max()
                        .orElseThrow());
    }

    @Test
    void shouldWriteTheRateAndEnd() {
        long begin = System.nanoTime();
        try (Simulator simulator = new Simulator(options()
                .clock(Clock.systemUTC())
                .linesPerSecond(3_000)
                .seconds(1)
                .build())) {
            simulator.run();

            assertThat(simulator.events()).isEqualTo(3_000);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
            assertThat(WrittenFiles.lines(out)).hasSize(3_000);
        }
    }

    @Test
    void shouldWriteTheSameBytesWhenRunForTheSameSeedAndClock() {
        for (String folder : List.of("a", "b")) {
            try (Simulator simulator = new Simulator(options(out.resolve(folder))
                    .linesPerSecond(5_000)
                    .seconds(1)
                    .build())) {
                simulator.run();
            }
        }

        assertThat(WrittenFiles.lines(out.resolve("a"))).isEqualTo(WrittenFiles.lines(out.resolve("b")));
    }

    @Test
    void shouldStopWhileRunningAtFullSpeed() {
        Simulator simulator =
                new Simulator(options().linesPerSecond(Double.POSITIVE_INFINITY).build());
        CompletableFuture<Void> run = CompletableFuture.runAsync(simulator);
        await().until(() -> simulator.events() > 0);

        simulator.close();

        assertThat(run).succeedsWithin(Duration.ofSeconds(10));
        assertThat((long) WrittenFiles.lines(out).size()).isEqualTo(simulator.events());
        assertThat(WrittenFiles.files(out).get(0)).hasSize(simulator.bytes());
    }

    @Test
    void shouldStopWhileWaitingForTheNextBlock() {
        Simulator simulator = new Simulator(options().linesPerSecond(0.001).build());
        CompletableFuture<Void> run = CompletableFuture.runAsync(simulator);

        simulator.stop();

        assertThat(run).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void shouldEndAndStayInterruptedWhenInterrupted() {
        try (Simulator simulator =
                new Simulator(options().linesPerSecond(Double.POSITIVE_INFINITY).build())) {
            Thread.currentThread().interrupt();

            simulator.run();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(simulator.events()).isZero();
        }
    }

    @Test
    void shouldRefuseBlocksWhenClosed() {
        Simulator simulator = new Simulator(options().build());
        simulator.close();

        assertThatIllegalStateException().isThrownBy(() -> simulator.writeBlock(1));
    }

    @Test
    void shouldNameTheFileThatCannotBeWritten() throws IOException {
        Path inTheWay = Files.writeString(
                Files.createDirectories(out.resolve(Source.STREAMING.directory()))
                        .resolve("hourly"),
                "a file");
        try (Simulator simulator = new Simulator(options().build())) {
            assertThatThrownBy(() -> simulator.writeBlock(1))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(inTheWay.resolve("20260605/9").toString());
        }
    }

    @Test
    void shouldTellUsersByRank() {
        try (Simulator simulator = new Simulator(options().build())) {
            simulator.writeBlock(5_000);

            long busiest = mentions(simulator.user(0));
            assertThat(busiest).isGreaterThan(mentions(simulator.user(1))).isGreaterThan(400);
            assertThatThrownBy(() -> simulator.user(10_000)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"STREAMING", "PLAIN"})
    void shouldDoWithASingleUser(Source shape) {
        try (Simulator simulator = new Simulator(options().shape(shape).users(1).build())) {
            simulator.writeBlock(100);

            assertThat(mentions(simulator.user(0))).isEqualTo(100);
        }
    }

    private long mentions(String user) {
        return WrittenFiles.lines(out).stream()
                .filter(line -> line.contains(user))
                .count();
    }

    private String bytesOf(String folder, Source shape, long seed) {
        try (Simulator simulator = new Simulator(
                options(out.resolve(folder)).shape(shape).seed(seed).build())) {
            for (int events : new int[] {1, 0, 700, 13, 2_000}) {
                simulator.writeBlock(events);
            }
            return WrittenFiles.text(simulator.currentFile());
        }
    }

    private List<String> hourFiles() {
        Path hourly = out.resolve(Source.STREAMING.directory()).resolve("hourly");
        return WrittenFiles.files(hourly).stream()
                .map(file -> hourly.relativize(file).toString())
                .toList();
    }

    private SimulatorOptions.Builder options() {
        return options(out);
    }

    private static SimulatorOptions.Builder options(Path folder) {
        return SimulatorOptions.builder(folder).clock(FIXED);
    }

    private static long number(String key, String line) {
        String after = line.substring(line.indexOf("\"" + key + "\":") + key.length() + 3);
        return Long.parseLong(after.substring(0, after.indexOf(',')));
    }
}
