package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.standalone.Main;
import io.orderwire.testing.process.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** No folder for temporary files, and a user without a passwd entry, as in a read-only container. */
@Timeout(180)
class BareEnvironmentIT extends PipelineCase {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ORDERS = 200;

    /** The home that Java assumes for a user without a passwd entry, and a folder that cannot be created. */
    private static final List<String> BARE = List.of(
            "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Duser.home=?", "-Djava.io.tmpdir=/proc/none");

    private final List<ChildJvm> children = new ArrayList<>();

    @AfterEach
    void stop() {
        children.forEach(ChildJvm::close);
    }

    private ChildJvm launch(String... line) {
        ChildJvm child = ChildJvm.start(BARE, Main.class, line);
        children.add(child);
        return child;
    }

    private ChildJvm launchProcess(String command, String... keys) {
        List<String> line = commandLine(command, keys);
        line.addAll(List.of("-D", "management.port=0"));
        return launch(line.toArray(String[]::new));
    }

    @Test
    void shouldRunEachProcess() throws Exception {
        ChildJvm ingestor = launchProcess("ingestor", "data.dir=" + data, "source=streaming", "start=beginning");
        ChildJvm parser = launchProcess("parser");
        ChildJvm gateway = launchProcess("gateway", "gateway.port=0");
        for (ChildJvm child : List.of(ingestor, parser, gateway)) {
            child.awaitLine("ready ", PATIENCE);
        }
        try (Simulator simulator = new Simulator(SimulatorOptions.builder(data).build())) {
            simulator.writeBlock(ORDERS);
        }
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> pipeline.committed(broker.topics().orders()).size() == ORDERS);
    }

    @Test
    void shouldSayWhichOptionNamesAFolderWhereOneIsNeeded() throws Exception {
        ChildJvm demo = launch("demo", "--port", "0");
        assertThat(demo.awaitExit(PATIENCE)).isEqualTo(2);
        assertThat(demo.lastErrors()).contains("JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR");
        Path file = Files.createFile(data.resolve("file"));
        Files.createDirectories(data.resolve("node_order_statuses_streaming"));
        ChildJvm run = launch(
                "run",
                "--data",
                data.toString(),
                "--state",
                file.resolve("state").toString());
        assertThat(run.awaitExit(PATIENCE)).isEqualTo(2);
        assertThat(run.lastErrors()).contains("cannot be written").contains("--state or state.dir");
    }
}
