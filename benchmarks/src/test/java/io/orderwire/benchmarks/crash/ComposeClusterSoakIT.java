package io.orderwire.benchmarks.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.broker.ContainerEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Brings the cluster form of the Compose project up and kills a broker, a parser and a gateway under load. */
@Tag("soak")
class ComposeClusterSoakIT {
    /** A project, an image and ports of its own, beside one that may run on this host. */
    private static final Map<String, String> ENVIRONMENT = Map.of(
            "COMPOSE_PROJECT_NAME", "orderwire-soak",
            "OW_IMAGE", "orderwire:soak",
            "WEB_PORT", "28080",
            "KAFKA_PORT", "29094",
            "KAFKA_PORT_2", "29095",
            "KAFKA_PORT_3", "29096",
            "PROMETHEUS_PORT", "29090",
            "START", "beginning",
            "OVERLOAD", "complete");

    private static final int LINES_PER_SECOND = 2_000;

    @TempDir
    private Path folder;

    @BeforeAll
    static void requireEngine() {
        ContainerEngine.require();
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void shouldAccountForEveryEventWhileBrokerParserAndGatewayAreKilled() throws Exception {
        Path root = ComposeProject.rootAbove(Path.of("."));
        assertThat(root.resolve("standalone/target/orderwire.jar")).isRegularFile();
        ComposeOptions options = new ComposeOptions(
                ComposeForm.CLUSTER,
                List.of(Part.BROKER, Part.PARSER, Part.GATEWAY),
                LINES_PER_SECOND,
                40_000,
                "complete");
        Path scratch = Files.createDirectories(folder.resolve("commands"));
        ComposeProject project = new ComposeProject(root, scratch, ComposeForm.CLUSTER, ENVIRONMENT);
        try {
            project.compose("up", "-d", "--wait", "--wait-timeout", "500");

            CrashRun.Report report = new ComposeRun(options, project, folder, System.out::println).run();

            System.out.println(report.text());
            assertThat(report.events()).isPositive();
        } finally {
            project.compose("--profile", "simulator", "down", "--volumes", "--timeout", "10");
        }
    }
}
