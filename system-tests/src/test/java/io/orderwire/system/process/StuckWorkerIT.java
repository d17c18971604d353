package io.orderwire.system.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.broker.BrokerOptions;
import io.orderwire.broker.EmbeddedKafka;
import io.orderwire.contract.topic.Topics;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.process.ChildJvm;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A worker that blocks for good is found, shown and ended; a supervisor's restart heals it. */
@Tag("adversary")
@Timeout(240)
class StuckWorkerIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int BLOCK = 300;

    @TempDir
    private Path folder;

    private final Map<String, ChildJvm> processes = new HashMap<>();
    private final Map<String, String> ready = new HashMap<>();
    private EmbeddedKafka kafka;
    private Simulator simulator;

    @BeforeEach
    void startKafka() throws IOException {
        kafka = EmbeddedKafka.start(BrokerOptions.loopback(folder.resolve("kafka"), 0));
        simulator = new Simulator(SimulatorOptions.builder(Files.createDirectories(folder.resolve("data")))
                .build());
    }

    @AfterEach
    void stop() {
        processes.values().forEach(ChildJvm::close);
        simulator.close();
        kafka.close();
    }

    @ParameterizedTest
    @CsvSource({"ingestor,ingestor", "parser,StreamThread", "gateway,gateway-reader"})
    void shouldFindShowAndEndAStuckWorkerAndHealByARestart(String victim, String thread) throws Exception {
        for (String process : List.of("ingestor", "parser", "gateway")) {
            start(process, process.equals(victim) ? thread : "nobody", process.equals(victim));
        }
        simulator.writeBlock(BLOCK);
        await().atMost(SOON).until(() -> orders() == BLOCK);

        Path stuck = Files.createFile(folder.resolve("stuck"));
        simulator.writeBlock(BLOCK);

        await().atMost(SOON).pollInterval(Duration.ofMillis(50)).until(() -> isTold(victim));
        assertThat(processes.get(victim).awaitExit(SOON)).isEqualTo(ExitCode.STALLED.code());

        Files.delete(stuck);
        start(victim, thread, true);
        try (OrderClient client = new OrderClient(word(ready.get("gateway"), "ws"))) {
            simulator.writeBlock(BLOCK);
            await().atMost(SOON).until(() -> orders() == 3 * BLOCK);
            await().atMost(SOON).until(() -> client.positions().size() >= BLOCK);
            assertThat(client.positions()).doesNotHaveDuplicates();
        }
    }

    private void start(String process, String thread, boolean quickToFind) {
        List<String> words =
                new ArrayList<>(List.of(process, thread, folder.resolve("stuck").toString()));
        for (String key : List.of(
                "kafka.bootstrap.servers=" + kafka.bootstrapServers(),
                "data.dir=" + folder.resolve("data"),
                "source=streaming",
                "start=beginning",
                "overload=complete",
                "instance.id=" + process,
                "parser.session.timeout.ms=2000",
                "gateway.port=0",
                "management.port=0",
                "stall.timeout.ms=" + (quickToFind ? 4_000 : 60_000))) {
            words.add("-D");
            words.add(key);
        }
        ChildJvm started = ChildJvm.start(StuckMain.class, words.toArray(String[]::new));
        processes.put(process, started);
        ready.put(process, started.awaitLine("ready ", Orderwire.START));
    }

    /** True when the process says why it is not live, while it still is. */
    private boolean isTold(String process) throws InterruptedException {
        try {
            HttpResponse<String> live = Stats.get(word(ready.get(process), "management") + "health/live");
            return live.statusCode() == 503 && live.body().contains("no progress");
        } catch (IOException e) {
            throw new AssertionError(process + " ended before it reported that it is stuck", e);
        }
    }

    private int orders() {
        return KafkaReads.committed(kafka.bootstrapServers(), Topics.DEFAULT.orders(), SOON)
                .size();
    }

    private static String word(String line, String name) {
        Matcher matcher = Pattern.compile(" " + name + "=(\\S+)").matcher(line);
        assertThat(matcher.find()).as(line).isTrue();
        return matcher.group(1);
    }
}
