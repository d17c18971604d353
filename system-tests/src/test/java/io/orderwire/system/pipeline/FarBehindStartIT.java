package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Source;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.ingestor.IngestorProcess;
import io.orderwire.parser.ParserProcess;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.files.FileEvent;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Accounted;
import io.orderwire.testing.guarantees.Guarantees;
import io.orderwire.testing.guarantees.ReceivedOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Parser and gateway were away for ten minutes while the ingestor went on. */
@Tag("adversary")
@Timeout(240)
class FarBehindStartIT extends PipelineCase {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final int BLOCKS = 150;
    private static final int BLOCK = 100;
    /** Enough for some in every partition. */
    private static final int FRESH = 500;

    /** Far below ten minutes, and far above what a busy machine takes for a block that is fresh. */
    private static final String[] LATEST = {
        "overload=latest", "catch.up.max.ms=0", "parser.max.age.ms=120000", "gateway.max.age.ms=120000"
    };

    private Simulator simulator;

    @BeforeEach
    void start() {
        simulator = new Simulator(SimulatorOptions.builder(data).build());
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
    }

    @Test
    void shouldDeliverFreshOrdersAndAccountForTheRestAfterTenMinutesAway() throws Exception {
        IngestorProcess then = ingestor();
        runBefore();
        for (int block = 0; block < BLOCKS; block++) {
            simulator.writeBlock(BLOCK);
            long written = simulator.events();
            // A record in each partition for each block, as if time went by.
            if (block % 10 == 9) {
                await().atMost(PATIENCE).until(() -> pipeline.rawEvents() == written);
            }
        }
        then.close();
        Set<String> old = positions(events());

        pipeline.letPass(TEN_MINUTES);
        ingestor();
        GatewayProcess gateway = pipeline.gateway("gateway", LATEST);
        try (OrdersSubscriber subscriber = new OrdersSubscriber(gateway.wsUrl())) {
            simulator.writeBlock(FRESH);
            await().atMost(PATIENCE).until(() -> pipeline.rawEvents() == simulator.events());
            pipeline.parser("parser", LATEST);
            await().atMost(PATIENCE).until(() -> subscriber.count() == FRESH);
            simulator.writeBlock(FRESH);
            await().atMost(PATIENCE).until(() -> subscriber.count() == 2 * FRESH);

            Set<String> fresh = positions(events());
            fresh.removeAll(old);
            assertThat(subscriber.orders().stream()
                            .map(order -> ReceivedOrder.parse(order).pos().toString())
                            .collect(Collectors.toSet()))
                    .isEqualTo(fresh);
            assertThat(subscriber.dropped()).isZero();
        }
        assertJumpIsAccounted(gateway);
    }

    /** What was written while it ran is read as it comes; a start position would be read whole, however old. */
    private IngestorProcess ingestor() {
        return pipeline.ingestor(data, Source.STREAMING, "start=end");
    }

    private void runBefore() throws InterruptedException {
        GatewayProcess gateway = pipeline.gateway("gateway");
        ParserProcess parser = pipeline.parser("parser");
        try (OrdersSubscriber subscriber = new OrdersSubscriber(gateway.wsUrl())) {
            simulator.writeBlock(BLOCK);
            await().atMost(PATIENCE).until(() -> subscriber.count() == BLOCK);
        }
        parser.close();
        gateway.close();
    }

    private void assertJumpIsAccounted(GatewayProcess gateway) {
        List<Gap> gaps = pipeline.committed(broker.topics().gaps()).stream()
                .map(row -> Gap.parse(new String(row.value(), StandardCharsets.UTF_8)))
                .toList();
        assertThat(gaps).allMatch(gap -> gap.where() == Gap.Where.PARSER && gap.reason() == Gap.Reason.AGE);
        assertThat(gaps.stream().mapToLong(Gap::events).sum()).isEqualTo((long) BLOCKS * BLOCK);
        // One gap per partition, instead of one per block: the shed range is reported as a whole.
        assertThat(gaps).hasSize(Pipeline.PARTITIONS);

        List<FileEvent> events = events();
        Guarantees exactlyOnce = Guarantees.exactlyOnceInOrder(Pipeline.PARTITIONS);
        events.forEach(exactlyOnce::produced);
        pipeline.committed(broker.topics().orders())
                .forEach(row -> exactlyOnce.record(row, broker.topics().orders()));
        exactlyOnce.check();
        await().atMost(PATIENCE).untilAsserted(() -> {
            Accounted account = new Accounted()
                    .files(NodeFiles.of(data, Source.STREAMING).counts())
                    .reported(GatewayStats.accounts(gateway));
            events.forEach(account::produced);
            List<ConsumerRecord<byte[], byte[]>> rows =
                    new ArrayList<>(pipeline.committed(broker.topics().orders()));
            rows.addAll(pipeline.committed(broker.topics().gaps()));
            rows.forEach(row -> account.record(row, broker.topics().orders()));
            account.check();
        });
    }

    private List<FileEvent> events() {
        return NodeFiles.of(data, Source.STREAMING).events();
    }

    private static Set<String> positions(List<FileEvent> events) {
        return events.stream().map(event -> event.pos().toString()).collect(Collectors.toCollection(HashSet::new));
    }
}
