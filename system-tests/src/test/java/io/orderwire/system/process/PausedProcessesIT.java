package io.orderwire.system.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.position.Source;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.broker.FixedPorts;
import io.orderwire.testing.files.FileCounts;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Accounted;
import io.orderwire.testing.guarantees.Accounts;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node writes, and each process is stopped for five seconds, or killed and started again. At 1,000 lines a second this costs
 * a short delay and no event; at 23,500 each event is delivered or counted as shed.
 */
@Tag("adversary")
@Timeout(300)
class PausedProcessesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int QUIET = 1_000;
    private static final int LOADED = 23_500;
    private static final int PAUSE_SECONDS = 5;
    private static final int PARTITIONS = 4;

    private static final Pattern AGES =
            Pattern.compile("\"ageMs\":\\{\"ingestor\":(\\d+),\"parser\":(\\d+),\"gateway\":(\\d+)}");

    /** Limit of a client's lag when the pipeline is fresh. */
    private static final Duration FRESH = Duration.ofMillis(500);

    /** After a pause the pipeline is fresh again within 3 s; a busy machine takes longer. */
    private static final Duration FRESH_AGAIN = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private Path data;
    private int linesPerSecond;
    private int port;
    private Orderwire broker;
    private Simulator simulator;
    private Thread node;
    private Orderwire ingestor;
    private Orderwire parser;
    private Orderwire gateway;
    private OrderClient client;
    private CommittedOrders committed;

    @BeforeEach
    void start() throws IOException {
        data = Files.createDirectories(folder.resolve("data"));
        port = FixedPorts.take(1).get(0);
        broker = startBroker();
    }

    private Orderwire startBroker() {
        return Orderwire.broker(folder.resolve("kafka"), port);
    }

    private void start(int rate) throws Exception {
        linesPerSecond = rate;
        ingestor = startIngestor();
        parser = start("parser");
        gateway = start("gateway", "--port", "0");
        client = new OrderClient(gateway.value("ws"));
        committed = new CommittedOrders("127.0.0.1:" + port, PARTITIONS);
        simulator = new Simulator(
                SimulatorOptions.builder(data).linesPerSecond(rate).seed(19).build());
        node = new Thread(simulator, "node");
        node.start();
        awaitFresh(PATIENCE);
    }

    private void awaitFresh(Duration atMost) {
        await().atMost(atMost).until(linesPerSecond == QUIET ? this::isFresh : this::areAgesLow);
    }

    private Orderwire startIngestor() {
        return start("ingestor", "--data", data.toString(), "--source", "streaming");
    }

    private Orderwire start(String command, String... own) {
        List<String> all = new ArrayList<>(List.of("-D", "instance.id=" + command));
        if (linesPerSecond == QUIET) {
            // A machine that pauses for seconds must not cause shedding.
            all.addAll(List.of("-D", "catch.up.max.ms=20000"));
        }
        all.addAll(List.of(own));
        return Orderwire.part(command, "127.0.0.1:" + port, PARTITIONS, all);
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
        for (Orderwire process : new Orderwire[] {gateway, parser, ingestor, broker}) {
            if (process != null) {
                process.close();
            }
        }
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

    /** Whether each stage says of its oldest data that it is fresh. */
    private boolean areAgesLow() throws Exception {
        HttpResponse<String> stats = Stats.get(gateway.value("http") + "stats");
        Matcher ages = AGES.matcher(stats.body());
        return ages.find()
                && IntStream.rangeClosed(1, 3).allMatch(i -> Long.parseLong(ages.group(i)) < FRESH.toMillis());
    }

    private void awaitLinesOfAPause() {
        long until = simulator.events() + (long) PAUSE_SECONDS * linesPerSecond;
        await().atMost(PATIENCE).until(() -> simulator.events() >= until);
    }

    private void pause(Orderwire process) {
        process.pause();
        awaitLinesOfAPause();
        process.resume();
        awaitFresh(FRESH_AGAIN);
    }

    private void killIngestorAndParser() {
        ingestor.kill();
        ingestor = startIngestor();
        awaitFresh(PATIENCE);
        parser.kill();
        parser = start("parser");
        awaitFresh(PATIENCE);
    }

    private void killBroker() {
        broker.kill();
        awaitLinesOfAPause();
        broker = startBroker();
        awaitFresh(PATIENCE);
    }

    @Test
    void shouldShedNothingWhenEachProcessIsStoppedForFiveSeconds() throws Exception {
        start(QUIET);
        pause(ingestor);
        pause(parser);
        pause(gateway);
        pause(broker);
        checkThatNothingIsShed();
    }

    @Test
    void shouldShedNothingWhenProcessesAreKilledAndStartedAgain() throws Exception {
        start(QUIET);
        killIngestorAndParser();
        killBroker();
        checkThatNothingIsShed();
    }

    @Test
    void shouldAccountForAllWhenProcessesAreStoppedAndKilledUnderLoad() throws Exception {
        start(LOADED);
        client.close();
        pause(ingestor);
        pause(parser);
        pause(gateway);
        pause(broker);
        killIngestorAndParser();
        killBroker();
        simulator.stop();
        node.join();
        FileCounts written = NodeFiles.of(data, Source.STREAMING).counts();
        await().atMost(PATIENCE).untilAsserted(() -> {
            Accounts reported =
                    Accounts.parse(Stats.get(gateway.value("http") + "stats").body());
            assertThat(reported.found()).isEqualTo(written.events());
            assertThat(reported.skippedAtIngest()
                            + reported.orders()
                            + reported.deadLetters()
                            + reported.shedByParser())
                    .isEqualTo(written.events());
        });
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
        Accounts reported = Accounts.parse(stats);
        assertThat(reported.skippedAtIngest()).isZero();
        assertThat(reported.shedByParser()).isZero();
        assertThat(stats).contains("\"gateway\":{\"skipped\":0,\"droppedSlow\":0}");
        Accounted account = new Accounted().files(files.counts()).reported(reported);
        files.events().forEach(account::produced);
        committed.distinct().forEach(account::record);
        account.check();
    }
}
