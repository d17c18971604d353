package io.orderwire.ingestor;

import static io.orderwire.ingestor.TestAgents.committed;
import static io.orderwire.ingestor.TestAgents.found;
import static io.orderwire.ingestor.TestAgents.workUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.position.Source;
import io.orderwire.runtime.kafka.TopicSetup;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.testing.broker.TestBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node writes 1,000 lines per second, and the ingestor is stopped for three seconds: it catches up in a moment. */
class PausedIngestorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int PARTITIONS = 2;
    private static final int LINES_AT_ONCE = 10;
    private static final int PAUSE_LINES = 3_000;
    private static final Source SOURCE = Source.STREAMING;

    @TempDir
    private Path data;

    private final TestBroker broker = TestBroker.shared();
    private final List<ExecutorService> committers = new ArrayList<>();
    private final ScheduledExecutorService node = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger written = new AtomicInteger();
    private ProcessContext context;

    @BeforeEach
    void prepare() throws IOException {
        context = TestContext.of(broker, Map.of("data.dir", data.toString(), "partitions", String.valueOf(PARTITIONS)));
        new TopicSetup(context.settings()).ensure();
        Files.createDirectories(hour().getParent());
    }

    @AfterEach
    void stop() {
        node.shutdownNow();
        committers.forEach(ExecutorService::shutdownNow);
        broker.close();
    }

    private Path hour() {
        return data.resolve(SOURCE.directory()).resolve("hourly/20261231/9");
    }

    private void startNode() {
        node.scheduleAtFixedRate(this::write, 0, LINES_AT_ONCE, TimeUnit.MILLISECONDS);
    }

    private void write() {
        StringBuilder lines = new StringBuilder();
        String time = LocalDateTime.now(ZoneOffset.UTC).toString();
        for (int i = 0; i < LINES_AT_ONCE; i++) {
            lines.append("{\"local_time\":\"")
                    .append(time)
                    .append("\",\"block_number\":7,\"events\":[{\"user\":\"0x")
                    .append(String.format("%040x", i))
                    .append("\"}]}\n");
        }
        try {
            Files.writeString(hour(), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        written.addAndGet(LINES_AT_ONCE);
    }

    private void pause() {
        int until = written.get() + PAUSE_LINES;
        await().atMost(PATIENCE).until(() -> written.get() >= until);
    }

    private Cycles agent() {
        ExecutorService committer = Executors.newSingleThreadExecutor();
        committers.add(committer);
        return TestAgents.create(context, SOURCE, PARTITIONS, "end", committer);
    }

    /** Reads all that the node writes until it stops, and checks that nothing is missing. */
    private void checkThatNothingIsShed(Cycles agent) throws IOException, InterruptedException {
        int until = written.get();
        workUntil(agent, () -> found(agent) >= until);
        node.shutdown();
        assertThat(node.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        workUntil(agent, () -> found(agent) >= written.get());
        agent.finish();
        assertThat(committed(agent).uncounted()).isEmpty();
        assertThat(committed(agent).totals().skipped()).isZero();
        RawHistory history = RawHistory.read(broker, PARTITIONS);
        assertThat(history.markers()).isEmpty();
        assertThat(history.count()).isEqualTo(written.get());
    }

    @Test
    void shouldShedNothingAfterItWasStopped() throws Exception {
        Cycles agent = agent();
        agent.recover();
        startNode();
        workUntil(agent, () -> found(agent) >= PAUSE_LINES);
        pause();
        checkThatNothingIsShed(agent);
    }

    @Test
    void shouldShedNothingAfterItWasKilled() throws Exception {
        Cycles killed = agent();
        killed.recover();
        startNode();
        workUntil(killed, () -> found(killed) >= PAUSE_LINES);
        killed.abandon();
        pause();
        Cycles restarted = agent();
        restarted.recover();
        checkThatNothingIsShed(restarted);
    }
}
