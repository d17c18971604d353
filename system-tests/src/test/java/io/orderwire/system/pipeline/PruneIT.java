package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Source;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.ingestor.IngestorProcess;
import io.orderwire.ingestor.IngestorPrune;
import io.orderwire.parser.ParserProcess;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.standalone.pipeline.Configuration;
import io.orderwire.testing.guarantees.Accounts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hour files are deleted once all of their events are in the topic of orders, and the pipeline notices nothing of it. */
@Timeout(240)
class PruneIT extends PipelineCase {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int BLOCK = 200;

    /** After so long without growth the ingestor takes a file for complete. */
    private static final Duration QUIET = Duration.ofSeconds(70);

    /** By this clock the files that a test writes are of yesterday. */
    private static final Clock TOMORROW = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));

    private final AtomicLong aheadNanos = new AtomicLong();
    private Duration passed = Duration.ZERO;
    private Simulator simulator;

    @BeforeEach
    void start() {
        pipeline.nanoTime(() -> System.nanoTime() + aheadNanos.get());
        simulator = simulator(Source.STREAMING);
    }

    private Simulator simulator(Source source) {
        Clock nodeClock = ((InstantSource) () -> Instant.now().plus(passed)).withZone(ZoneOffset.UTC);
        // Hours turn only when a test says so.
        return new Simulator(SimulatorOptions.builder(data)
                .shape(source)
                .clock(nodeClock)
                .hourMillis(Long.MAX_VALUE)
                .build());
    }

    @AfterEach
    void stop() {
        simulator.close();
    }

    /** Writes a block; returns its file. */
    private Path write() {
        simulator.writeBlock(BLOCK);
        return simulator.currentFile();
    }

    private Path writeNextHour() {
        simulator.turnHour();
        return write();
    }

    /** Lets the files settle, which the ingestor notes with the next events. */
    private void settle() {
        await().atMost(PATIENCE).until(() -> pipeline.rawEvents() == simulator.events());
        aheadNanos.addAndGet(QUIET.toNanos());
        write();
    }

    private List<String> prune(boolean dryRun, String... settings) {
        return IngestorPrune.run(settings(settings), TOMORROW, dryRun).lines();
    }

    private Settings settings(String... more) {
        Map<String, String> flags = new HashMap<>(Map.of(
                "kafka.bootstrap.servers",
                broker.bootstrapServers(),
                "topics.prefix",
                broker.topics().prefix(),
                "data.dir",
                data.toString(),
                "prune.keep",
                "2h"));
        for (String setting : more) {
            int equals = setting.indexOf('=');
            flags.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return Configuration.load(null, Map.of(), flags).load();
    }

    private static String hour(Path file) {
        return file.getParent().getFileName() + "/" + file.getFileName();
    }

    /** Waits until a dry run would delete exactly those files; the lines of the others begin with {@code kept}. */
    private void awaitDryRun(List<Path> deletes, String... kept) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            List<String> lines = prune(true);
            assertThat(lines.stream().filter(line -> line.startsWith("would delete ")))
                    .hasSize(deletes.size());
            deletes.forEach(
                    file -> assertThat(lines).anyMatch(line -> line.startsWith("would delete " + hour(file) + " (")));
            assertThat(lines.stream().filter(line -> line.startsWith("kept "))).hasSize(kept.length);
            for (String beginning : kept) {
                assertThat(lines).anyMatch(line -> line.startsWith(beginning));
            }
        });
        deletes.forEach(file -> assertThat(file).exists());
    }

    /** The same, and then deletes them. */
    private void awaitPruned(Path deleted, String... kept) {
        awaitDryRun(List.of(deleted), kept);
        assertThat(prune(false)).anyMatch(line -> line.startsWith("deleted " + hour(deleted) + " ("));
        assertThat(deleted).doesNotExist();
    }

    private void awaitOrders(GatewayProcess gateway, long count) {
        await().atMost(PATIENCE).until(() -> GatewayStats.accounts(gateway).orders() == count);
    }

    private List<Gap> gaps() {
        return pipeline.committed(broker.topics().gaps()).stream()
                .map(row -> Gap.parse(new String(row.value(), StandardCharsets.UTF_8)))
                .toList();
    }

    private void assertExact(GatewayProcess gateway) throws IOException, InterruptedException {
        Accounts reported = GatewayStats.accounts(gateway);
        assertThat(reported.found()).isEqualTo(simulator.events());
        assertThat(reported.orders()).isEqualTo(simulator.events());
        assertThat(GatewayStats.body(gateway)).contains("\"exact\":true");
        assertThat(gaps()).isEmpty();
        assertThat(pipeline.counted("orderwire.ingestor.vanished")).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void shouldDeleteWhatIsParsedAndNothingElse(Source source) throws Exception {
        simulator.close();
        simulator = simulator(source);
        IngestorProcess ingestor = pipeline.ingestor(data, source);
        ParserProcess parser = pipeline.parser("parser");
        GatewayProcess gateway = pipeline.gateway("gateway");
        Path parsed = write();
        awaitOrders(gateway, BLOCK);
        parser.close();
        Path unparsed = writeNextHour();
        Path newest = writeNextHour();
        settle();

        String keptNewest = "kept " + hour(newest) + ": it is the newest one";
        String keptUnparsed = "kept " + hour(unparsed) + ": not parsed yet (partition ";
        awaitPruned(parsed, keptUnparsed, keptNewest);
        assertThat(unparsed).exists();

        pipeline.parser("parser");
        awaitOrders(gateway, simulator.events());
        awaitPruned(unparsed, keptNewest);
        assertThat(newest).exists();
        write();
        await().atMost(PATIENCE).untilAsserted(() -> assertExact(gateway));

        ingestor.close();
        pipeline.ingestor(data, source);
        write();
        await().atMost(PATIENCE).untilAsserted(() -> assertExact(gateway));
    }

    @Test
    void shouldKeepAFileWithEventsThatWereShed() throws Exception {
        String[] latest = {"start=end", "overload=latest", "catch.up.max.ms=0", "ingestor.max.age.ms=120000"};
        IngestorProcess ingestor = pipeline.ingestor(data, Source.STREAMING, latest);
        pipeline.parser("parser");
        GatewayProcess gateway = pipeline.gateway("gateway");
        Path whole = write();
        Path shed = writeNextHour();
        awaitOrders(gateway, simulator.events());
        ingestor.close();
        write();
        pipeline.letPass(Duration.ofMinutes(10));
        passed = Duration.ofMinutes(10);
        write();
        pipeline.ingestor(data, Source.STREAMING, latest);
        awaitOrders(gateway, simulator.events() - BLOCK);
        await().atMost(PATIENCE)
                .until(() -> gaps().stream().anyMatch(gap -> gap.events() != null && gap.events() == BLOCK));
        Path newest = writeNextHour();
        awaitOrders(gateway, simulator.events() - BLOCK);
        aheadNanos.addAndGet(QUIET.toNanos());
        write();

        String keptShed =
                "kept " + hour(shed) + ": events of it have been lost (age, gap ingestor-age-" + hour(shed) + "@";
        awaitPruned(whole, keptShed, "kept " + hour(newest));
        assertThat(shed).exists();
    }

    @Test
    void shouldPruneFromTimeToTimeIfTheIngestorIsToldTo() throws Exception {
        Path notReadFromItsStart = write();
        pipeline.letPass(Duration.ofDays(1));
        pipeline.ingestor(
                data, Source.STREAMING, "start=end", "prune.keep=1m", "parser.application.id=orderwire-parser");
        pipeline.parser("parser");
        GatewayProcess gateway = pipeline.gateway("gateway");
        write();
        Path whole = writeNextHour();
        Path newest = writeNextHour();
        awaitOrders(gateway, simulator.events() - BLOCK);
        aheadNanos.addAndGet(QUIET.toNanos());
        long length = whole.toFile().length();
        write();

        await().atMost(PATIENCE).until(() -> pipeline.counted("orderwire.ingestor.pruned.files") == 1);
        assertThat(pipeline.counted("orderwire.ingestor.pruned.bytes")).isEqualTo(length);
        assertThat(whole).doesNotExist();
        assertThat(newest).exists();
        assertThat(notReadFromItsStart).exists();
        assertThat(gaps()).isEmpty();
        awaitDryRun(
                List.of(),
                "kept " + hour(notReadFromItsStart) + ": reading may not have begun at its first byte",
                "kept " + hour(newest));
    }

    @Test
    void shouldReportThatKafkaDoesNotKnowTheInstallation() {
        write();

        assertThatThrownBy(() -> {
                    writeNextHour();
                    prune(false, "topics.prefix=another.");
                })
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.KAFKA))
                .hasMessageContaining("there is no topic another.hyperliquid.ingestor");
    }

    @Test
    void shouldKeepEverythingOfAnotherFolder(@org.junit.jupiter.api.io.TempDir Path other) throws Exception {
        pipeline.ingestor(data, Source.STREAMING);
        pipeline.parser("parser");
        GatewayProcess gateway = pipeline.gateway("gateway");
        Path first = write();
        Path newest = writeNextHour();
        awaitOrders(gateway, simulator.events());
        settle();
        SimulatorOptions others = SimulatorOptions.builder(other).seed(2).build();
        try (Simulator node = new Simulator(others)) {
            node.writeBlock(BLOCK);
            node.turnHour();
            node.writeBlock(BLOCK);
        }

        awaitDryRun(List.of(first), "kept " + hour(newest));
        assertThat(prune(false, "data.dir=" + other)).anyMatch(line -> line.startsWith("kept " + hour(first) + ": "));
        assertThat(first).exists();
    }
}
