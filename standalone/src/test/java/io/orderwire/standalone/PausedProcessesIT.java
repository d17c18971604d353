package io.orderwire.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.orders.Source;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.standalone.broker.BrokerOptions;
import io.orderwire.standalone.broker.EmbeddedKafka;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Accounted;
import io.orderwire.testing.guarantees.Accounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node writes 1,000 lines a second, and each process is stopped for five seconds, or killed and started again: a moment of
 * lateness, and no loss.
 */
@Tag("adversary")
@Timeout(300)
class PausedProcessesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final double LINES_PER_SECOND = 1_000;
    private static final long PAUSE_LINES = 5_000;
    private static final int PARTITIONS = 4;

    /** Limit of a client's lag when the pipeline is fresh. */
    private static final Duration FRESH = Duration.ofMillis(500);

    /** After a pause the pipeline is fresh again within 3 s; a busy machine takes longer. */
    private static final Duration FRESH_AGAIN = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Path data;
    private EmbeddedKafka kafka;
    private Simulator simulator;
    private Thread node;
    private Orderwire ingestor;
    private Orderwire parser;
    private Orderwire gateway;
    private OrderClient client;
    private CommittedOrders committed;

    @BeforeEach
    void start() throws Exception {
        data = Files.createDirectories(folder.resolve("data"));
        kafka = EmbeddedKafka.start(BrokerOptions.loopback(folder.resolve("kafka"), 0));
        ingestor = startIngestor();
        parser = start("parser");
        gateway = start("gateway", "--port", "0");
        client = new OrderClient(gateway.value("ws"));
        committed = new CommittedOrders(kafka.bootstrapServers(), PARTITIONS);
        simulator = new Simulator(SimulatorOptions.builder(data)
                .linesPerSecond(LINES_PER_SECOND)
                .seed(19)
                .build());
        node = new Thread(simulator, "node");
        node.start();
        await().atMost(PATIENCE).until(this::isFresh);
    }

    private Orderwire startIngestor() {
        return start("ingestor", "--data", data.toString(), "--source", "streaming");
    }

    private Orderwire start(String command, String... own) {
        List<String> all = new ArrayList<>(List.of(
                "-D",
                "instance.id=" + command,
                // A machine that stands still for seconds is no reason to shed.
                "-D",
                "catch.up.max.ms=20000"));
        all.addAll(List.of(own));
        return Orderwire.part(command, kafka.bootstrapServers(), PARTITIONS, all);
    }

    @AfterEach
    void stop() throws InterruptedException, IOException {
        if (node != null) {
            simulator.stop();
            node.join();
            simulator.close();
            committed.close();
            client.close();
        }
        for (Orderwire process : new Orderwire[] {gateway, parser, ingestor}) {
            if (process != null) {
                process.close();
            }
        }
        kafka.close();
    }

    /** Whether the client soon has all that was written by now. */
    private boolean isFresh() {
        long written = simulator.events();
        try {
            await().atMost(FRESH)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> client.positions().size() >= written);
            return written > 0;
        } catch (ConditionTimeoutException late) {
            return false;
        }
    }

    private void pause(Orderwire process) {
        long until = simulator.events() + PAUSE_LINES;
        process.pause();
        await().atMost(PATIENCE).until(() -> simulator.events() >= until);
        process.resume();
        await().atMost(FRESH_AGAIN).until(this::isFresh);
    }

    @Test
    void shouldShedNothingWhenEachProcessIsStoppedForFiveSeconds() throws Exception {
        pause(ingestor);
        pause(parser);
        pause(gateway);
        checkThatNothingIsShed();
    }

    @Test
    void shouldShedNothingWhenIngestorAndParserAreKilledAndStartedAgain() throws Exception {
        ingestor.kill();
        ingestor = startIngestor();
        await().atMost(PATIENCE).until(this::isFresh);
        parser.kill();
        parser = start("parser");
        await().atMost(PATIENCE).until(this::isFresh);
        checkThatNothingIsShed();
    }

    private void checkThatNothingIsShed() throws Exception {
        simulator.stop();
        node.join();
        NodeFiles files = NodeFiles.of(data, Source.STREAMING);
        long orders = files.counts().orders();
        await().atMost(PATIENCE).until(() -> client.positions().size() >= orders);
        assertThat(client.positions()).hasSameSizeAs(new HashSet<>(client.positions()));
        await().atMost(PATIENCE).until(() -> committed.read() >= orders && committed.isAtTheEnd());
        await().atMost(PATIENCE).untilAsserted(() -> checkAccounts(files));
    }

    private void checkAccounts(NodeFiles files) throws Exception {
        String stats = Stats.get(gateway.value("http") + "stats").body();
        Accounts told = Accounts.parse(stats);
        assertThat(told.skippedAtIngest()).isZero();
        assertThat(told.shedByParser()).isZero();
        assertThat(stats).contains("\"gateway\":{\"skipped\":0,\"droppedSlow\":0}");
        Accounted account = new Accounted().files(files.counts()).told(told);
        files.events().forEach(account::produced);
        committed.distinct().forEach(account::record);
        account.check();
    }
}
