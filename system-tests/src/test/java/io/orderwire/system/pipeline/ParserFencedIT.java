package io.orderwire.system.pipeline;

import static org.awaitility.Awaitility.await;

import io.orderwire.contract.position.Source;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.broker.TestBroker;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Guarantees;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A parser whose transaction Kafka aborted, as after a timeout, continues by itself. */
@Tag("adversary")
@Timeout(180)
class ParserFencedIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = 5;
    private static final int BLOCK = 200;

    @TempDir
    private Path data;

    @Test
    void shouldGoOnWithNothingLostOrDoubledWhenItsTransactionIsTakenAway() throws Exception {
        try (TestBroker broker = TestBroker.shared();
                Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()));
                Simulator simulator =
                        new Simulator(SimulatorOptions.builder(data).build());
                Pipeline pipeline = new Pipeline(broker)) {
            pipeline.parser("parser");
            pipeline.ingestor(data, Source.STREAMING);
            Guarantees guarantees = Guarantees.exactlyOnceInOrder(Pipeline.PARTITIONS);
            for (int round = 1; round <= ROUNDS; round++) {
                simulator.writeBlock(BLOCK);
                admin.fenceProducers(List.of(broker.topics().named("orderwire-parser-parser-1")))
                        .all()
                        .get();
                simulator.writeBlock(BLOCK);
                int written = round * 2 * BLOCK;
                await().atMost(PATIENCE).until(() -> orders(broker) >= written);
            }
            NodeFiles.of(data, Source.STREAMING).events().forEach(guarantees::produced);
            KafkaReads.committed(broker.bootstrapServers(), broker.topics().orders(), PATIENCE)
                    .forEach(row -> guarantees.record(row, broker.topics().orders()));
            guarantees.check();
        }
    }

    private static int orders(TestBroker broker) {
        return KafkaReads.committed(broker.bootstrapServers(), broker.topics().orders(), PATIENCE)
                .size();
    }
}
