package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.position.Source;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.standalone.doctor.Doctor;
import io.orderwire.standalone.pipeline.Configuration;
import io.orderwire.standalone.status.KafkaLines;
import io.orderwire.standalone.status.KafkaReading;
import io.orderwire.standalone.status.KafkaView;
import io.orderwire.testing.broker.TestBroker;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code status} and {@code doctor} see of a Kafka, with a pipeline and before one. */
@Timeout(180)
class OperatorViewIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    private String said = "";

    private static Settings settings(String servers, String... more) {
        Map<String, String> flags = new HashMap<>(Map.of("kafka.bootstrap.servers", servers, "gateway.port", "0"));
        for (String setting : more) {
            int equals = setting.indexOf('=');
            flags.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return Configuration.load(null, Map.of(), flags).load();
    }

    private static KafkaView view(String servers, String... more) throws InterruptedException {
        return new KafkaReading(settings(servers, more), Clock.systemUTC()).read();
    }

    private ExitCode examine(Settings settings) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ExitCode code = new Doctor(settings, false, System::currentTimeMillis)
                .run(Map.of(), new PrintStream(out, true, StandardCharsets.UTF_8));
        said = out.toString(StandardCharsets.UTF_8);
        return code;
    }

    @Test
    void shouldShowARunningPipeline() throws Exception {
        try (TestBroker broker = TestBroker.embedded();
                Simulator simulator =
                        new Simulator(SimulatorOptions.builder(data).build());
                Pipeline pipeline = new Pipeline(broker.bootstrapServers(), Topics.DEFAULT)) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            view(broker.bootstrapServers()).troubles())
                    .containsExactly("it has no topic of this installation (topics.prefix)"));

            GatewayProcess gateway = pipeline.gateway("web");
            pipeline.ingestor(data, Source.STREAMING);
            pipeline.parser("parser");
            simulator.writeBlock(50);
            await().atMost(PATIENCE).until(() -> GatewayStats.accounts(gateway).orders() == simulator.events());
            // On a slow machine, an answer may take longer than the bound of a view.
            KafkaView view = await().atMost(PATIENCE)
                    .until(
                            () -> view(broker.bootstrapServers()),
                            seen -> seen.processes().size() == 3
                                    && seen.troubles().isEmpty());

            assertThat(view.topics())
                    .extracting(KafkaView.TopicView::name)
                    .containsExactly(
                            Topics.DEFAULT.raw(),
                            Topics.DEFAULT.orders(),
                            Topics.DEFAULT.deadLetters(),
                            Topics.DEFAULT.gaps(),
                            Topics.DEFAULT.ingestor(),
                            Topics.DEFAULT.pipeline());
            assertThat(view.topics().get(0).bytes()).isPositive();
            assertThat(view.topics().get(0).retentionMs()).isPositive();
            long length = simulator.currentFile().toFile().length();
            assertThat(view.files()).singleElement().satisfies(file -> {
                assertThat(file.offset()).isEqualTo(length);
                assertThat(file.seen()).isEqualTo(length);
            });
            assertThat(view.processes())
                    .extracting(KafkaView.ProcessView::role)
                    .containsExactly("ingestor", "parser", "gateway");
            assertThat(KafkaLines.of(view, System.currentTimeMillis())).contains("losses, 1 h   none");
        }
    }

    @Test
    void shouldSayThatKafkaDoesNotAnswer() throws Exception {
        KafkaView view = view("127.0.0.1:1");

        assertThat(view.topics()).isEmpty();
        assertThat(view.troubles()).containsExactly("no answer within 4 s");
        assertThat(examine(settings("127.0.0.1:1"))).isEqualTo(ExitCode.KAFKA);
        assertThat(said).contains("fault    kafka          Kafka at 127.0.0.1:1 did not answer");
    }

    @Test
    void shouldPredictWhatAStartMeets() throws Exception {
        try (RecordingAuthorizer.Record record =
                        RecordingAuthorizer.Record.start(getClass().getName());
                TestBroker broker = TestBroker.embedded(record.brokerSettings());
                Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            Settings settings = settings(broker.bootstrapServers());
            assertThat(examine(settings)).as(said).isEqualTo(ExitCode.OK);
            assertThat(said)
                    .contains("ok       kafka ", "kafka-version  metadata.version ", "warning  kafka-brokers ")
                    .contains("ok       kafka-topics   Kafka would create the topics that are missing: 6");
            assertThat(admin.listTopics().names().get()).isEmpty();

            assertThat(examine(settings(broker.bootstrapServers(), "topics.replication.factor=3")))
                    .isEqualTo(ExitCode.KAFKA);
            assertThat(said).contains("fault    kafka-brokers  topics.replication.factor is 3, brokers: 1");

            record.deny(AclOperation.CREATE);
            assertThat(examine(settings)).isEqualTo(ExitCode.KAFKA);
            assertThat(said).contains(Topics.DEFAULT.raw() + " is missing, and ", "CREATE");
        }
    }

    @Test
    void shouldFindTopicsThatDoNotFit() throws Exception {
        try (TestBroker broker = TestBroker.embedded();
                Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(
                            new NewTopic(Topics.DEFAULT.raw(), 4, (short) 1),
                            new NewTopic(Topics.DEFAULT.orders(), 8, (short) 1)
                                    .configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();

            assertThat(examine(settings(broker.bootstrapServers()))).isEqualTo(ExitCode.KAFKA);
            assertThat(said)
                    .contains("has 4 partitions and hyperliquid.orders has 8: both need the same count")
                    .contains("cleanup.policy=compact, expected delete");
        }
    }
}
