package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.position.Source;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.broker.TestBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclOperation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The right to create topics is needed only if topics are missing. */
@Timeout(180)
class CreateRightsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path data;

    @Test
    void shouldStartWithoutTheRightToCreateWhereAllTopicsAreThere() throws Exception {
        try (RecordingAuthorizer.Record record =
                        RecordingAuthorizer.Record.start(getClass().getName());
                TestBroker broker = TestBroker.embedded(record.brokerSettings());
                Simulator simulator =
                        new Simulator(SimulatorOptions.builder(data).build())) {
            deliver(broker, simulator);
            record.deny(AclOperation.CREATE);
            deliver(broker, simulator);

            try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.deleteTopics(List.of(Topics.DEFAULT.gaps())).all().get();
                await().atMost(PATIENCE)
                        .until(() -> !admin.listTopics().names().get().contains(Topics.DEFAULT.gaps()));
            }
            try (Pipeline pipeline = new Pipeline(broker.bootstrapServers(), Topics.DEFAULT)) {
                assertThatThrownBy(() -> pipeline.gateway("gateway"))
                        .isInstanceOfSatisfying(ProcessExit.class, exit -> assertThat(exit.code())
                                .isEqualTo(ExitCode.KAFKA))
                        .hasMessageContaining(Topics.DEFAULT.gaps() + " is missing")
                        .hasMessageContaining("CREATE");
            }
        }
    }

    @Test
    void shouldCompareNothingThatItMayNotRead() throws Exception {
        try (RecordingAuthorizer.Record record =
                        RecordingAuthorizer.Record.start(getClass().getName() + " 2");
                TestBroker broker = TestBroker.embedded(record.brokerSettings());
                Simulator simulator =
                        new Simulator(SimulatorOptions.builder(data).build())) {
            record.deny(AclOperation.DESCRIBE_CONFIGS);
            String stats = deliver(broker, simulator);
            assertThat(stats).contains("kafka: the configuration of " + Topics.DEFAULT.raw() + " cannot be read");
        }
    }

    private String deliver(TestBroker broker, Simulator simulator) throws Exception {
        try (Pipeline pipeline = new Pipeline(broker.bootstrapServers(), Topics.DEFAULT)) {
            GatewayProcess gateway = pipeline.gateway("gateway");
            pipeline.ingestor(data, Source.STREAMING);
            pipeline.parser("parser");
            simulator.writeBlock(50);
            await().atMost(PATIENCE).until(() -> GatewayStats.accounts(gateway).orders() == simulator.events());
            return GatewayStats.body(gateway);
        }
    }
}
