package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.position.Source;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.ingestor.IngestorPrune;
import io.orderwire.runtime.config.Settings;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.standalone.pipeline.Configuration;
import io.orderwire.testing.broker.TestBroker;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The rights in Kafka that the documents name for {@code prune}. */
@Timeout(180)
class PruneRightsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Clock TOMORROW = Clock.offset(Clock.systemUTC(), Duration.ofDays(1));

    @TempDir
    private Path data;

    @Test
    void shouldNeedTheDocumentedRightsOnly() throws Exception {
        SimulatorOptions node =
                SimulatorOptions.builder(data).hourMillis(Long.MAX_VALUE).build();
        try (RecordingAuthorizer.Record record =
                        RecordingAuthorizer.Record.start(getClass().getName());
                TestBroker broker = TestBroker.embedded(record.brokerSettings());
                Pipeline pipeline = new Pipeline(broker.bootstrapServers(), Topics.DEFAULT);
                Simulator simulator = new Simulator(node)) {
            AtomicLong aheadNanos = new AtomicLong();
            pipeline.nanoTime(() -> System.nanoTime() + aheadNanos.get());
            pipeline.ingestor(data, Source.STREAMING);
            pipeline.parser("parser");
            GatewayProcess gateway = pipeline.gateway("gateway");
            simulator.writeBlock(200);
            Path whole = simulator.currentFile();
            simulator.turnHour();
            simulator.writeBlock(200);
            await().atMost(PATIENCE).until(() -> GatewayStats.accounts(gateway).orders() == simulator.events());
            aheadNanos.addAndGet(Duration.ofSeconds(70).toNanos());
            simulator.writeBlock(200);

            await().atMost(PATIENCE)
                    .until(() ->
                            IngestorPrune.run(settings(broker), TOMORROW, false).files() == 1);
            assertThat(whole).doesNotExist();
            Topics topics = Topics.DEFAULT;
            // Describing the topic of checkpoints also asks which rights there are, needed or not.
            assertThat(record.rights("orderwire-prune").stream()
                            .filter(right -> !right.endsWith(" TOPIC " + topics.ingestor())))
                    .contains(
                            "DESCRIBE TOPIC " + topics.raw(),
                            "DESCRIBE TOPIC " + topics.gaps(),
                            "DESCRIBE GROUP orderwire-parser",
                            "DESCRIBE GROUP orderwire-parser-jumps")
                    .isSubsetOf(
                            "DESCRIBE TOPIC " + topics.raw(),
                            "READ TOPIC " + topics.raw(),
                            "DESCRIBE TOPIC " + topics.gaps(),
                            "READ TOPIC " + topics.gaps(),
                            "DESCRIBE_CONFIGS TOPIC " + topics.gaps(),
                            "DESCRIBE GROUP orderwire-parser",
                            "DESCRIBE GROUP orderwire-parser-jumps");
        }
    }

    private Settings settings(TestBroker broker) {
        Map<String, String> flags = Map.of(
                "kafka.bootstrap.servers", broker.bootstrapServers(), "data.dir", data.toString(), "prune.keep", "2h");
        return Configuration.load(null, Map.of(), flags).load();
    }
}
