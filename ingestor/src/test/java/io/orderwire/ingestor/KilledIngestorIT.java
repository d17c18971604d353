package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.partition.Totals;
import io.orderwire.runtime.kafka.TopicSetup;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.testing.broker.TestBroker;
import io.orderwire.testing.files.FileCounts;
import io.orderwire.testing.files.FileEvent;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.seed.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * An ingestor that is killed again and again, at any moment of a cycle: while it reads, before and while its records are sent,
 * before and after the commit. Every event is in the raw topic once, and the totals are those of the files.
 */
@Tag("adversary")
class KilledIngestorIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int PARTITIONS = 3;
    private static final int KILLS = Integer.getInteger("orderwire.kills", 25);

    @TempDir
    private Path data;

    private final TestBroker broker = TestBroker.shared();
    private final List<ExecutorService> committers = new ArrayList<>();

    @AfterEach
    void stop() {
        committers.forEach(ExecutorService::shutdownNow);
        broker.close();
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void shouldLoseAndDoubleNothing(Source source) throws IOException {
        Random random = new Random(Seeds.of(KilledIngestorIT.class, source));
        RandomNode node = new RandomNode(data, source, random);
        ProcessContext context = TestContext.of(
                broker,
                Map.of(
                        "data.dir", data.toString(),
                        "partitions", String.valueOf(PARTITIONS),
                        "overload", "complete",
                        "start", "beginning",
                        "max.event.bytes", "1024",
                        "ingestor.cycle.ms", "0",
                        "ingestor.cycle.bytes", "65536"));
        new TopicSetup(context.settings()).ensure();
        node.write(20);
        for (int kill = 0; kill < KILLS; kill++) {
            if (kill == KILLS / 2) {
                node.writeLongBlock();
            }
            liveAndDie(agent(context, source), node, random);
            if (random.nextInt(5) == 0) {
                node.roll();
            }
        }
        node.finish();
        FileCounts counts = NodeFiles.of(data, source).counts();
        Cycles last = agent(context, source);
        last.recover();
        await().atMost(PATIENCE).pollInSameThread().until(() -> {
            while (last.doWork()) {
                // on to the end
            }
            return last.committed() != null && last.committed().totals().found() >= counts.events();
        });
        last.finish();
        assertThat(last.committed().totals())
                .isEqualTo(new Totals(counts.events(), counts.lines(), counts.empty(), 0, 0, 0));
        List<FileEvent> events = NodeFiles.of(data, source).events();
        RawHistory.read(broker, PARTITIONS).shouldHold(events, PARTITIONS);
    }

    private static void liveAndDie(Cycles agent, RandomNode node, Random random) throws IOException {
        try {
            agent.recover();
            int rounds = random.nextInt(60);
            for (int round = 0; round < rounds; round++) {
                if (random.nextInt(4) == 0) {
                    node.write(random.nextInt(30));
                }
                if (!agent.doWork()) {
                    LockSupport.parkNanos(random.nextInt(3_000_000));
                }
            }
        } catch (KafkaException e) {
            // A cycle may also fail by itself; then this ingestor ends here.
        }
        agent.abandon();
    }

    private Cycles agent(ProcessContext context, Source source) {
        ExecutorService committer = Executors.newSingleThreadExecutor();
        committers.add(committer);
        return TestAgents.create(context, source, PARTITIONS, "beginning", committer);
    }
}
