package io.orderwire.system.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Stages that are bound to be slow, because less is asked of them than one transaction takes. */
@Tag("adversary")
@Timeout(180)
class SlowStagesIT {
    private static final Duration SOON = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void makeFolder() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
    }

    private Orderwire run(int warmUpMaxMs) {
        return Orderwire.run(
                "--data",
                data.toString(),
                "--state",
                folder.resolve("state").toString(),
                "--overload",
                "complete",
                "-D",
                "warm.up.max.ms=" + warmUpMaxMs,
                "-D",
                "ingestor.cycle.ms=100",
                "-D",
                "ingestor.max.age.ms=10",
                "-D",
                "parser.max.age.ms=10",
                "-D",
                "gateway.max.age.ms=50");
    }

    private Simulator simulator() {
        return new Simulator(SimulatorOptions.builder(data).seed(17).users(50).build());
    }

    /** Writes until the stats have all of that. */
    private static void writeUntil(Simulator simulator, String http, String... parts) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            simulator.writeBlock(10);
            assertThat(Stats.get(http + "stats").body()).contains(parts);
        });
    }

    @Test
    void shouldTellEachSlowStageUntilItIsNotAnyMore() throws Exception {
        try (Orderwire running = run(0);
                Simulator simulator = simulator()) {
            String http = running.value("http");
            writeUntil(
                    simulator,
                    http,
                    "\"degraded\":true",
                    "the ingestor is slow",
                    "the parser is slow",
                    "the gateway is slow");
            assertThat(Stats.get(running.value("management") + "health/ready").statusCode())
                    .isEqualTo(200);
            assertThat(Orderwire.exitCode("status", "--url", http)).isEqualTo(1);
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(Stats.get(http + "stats").body()).doesNotContain("slow"));
        }
    }

    @Test
    void shouldWarmUpWithinABoundBeforeAnySlowStageIsDegraded() throws Exception {
        try (Orderwire running = run(50_000);
                Simulator simulator = simulator()) {
            String http = running.value("http");
            writeUntil(
                    simulator,
                    http,
                    "\"state\":\"warming\",\"degraded\":false",
                    "ingestor: warming up: ",
                    "parser: warming up: ",
                    "gateway: warming up: ");
            assertThat(Orderwire.exitCode("status", "--url", http)).isZero();
            writeUntil(
                    simulator,
                    http,
                    "\"state\":\"degraded\",\"degraded\":true",
                    "the ingestor is slow",
                    "the parser is slow",
                    "the gateway is slow");
            assertThat(Orderwire.exitCode("status", "--url", http)).isEqualTo(1);
        }
    }
}
