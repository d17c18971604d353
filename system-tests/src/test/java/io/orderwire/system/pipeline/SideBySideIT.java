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
import io.orderwire.testing.guarantees.Accounts;
import io.orderwire.testing.guarantees.Guarantee;
import io.orderwire.testing.guarantees.Guarantees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two pipelines on one raw topic: one sheds nothing, the other nothing that is fresh. All have the same names. */
@Timeout(240)
class SideBySideIT extends PipelineCase {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OLD = 4_000;
    private static final int FRESH = 500;
    private static final String LATEST_ORDERS = "latest.orders";
    private static final String[] LATEST = {
        "orders.topic=" + LATEST_ORDERS,
        "overload=latest",
        // What is shed here could be caught up in a moment.
        "catch.up.max.ms=0",
        // Far below ten minutes, and far above what a busy machine takes for a block that is fresh.
        "parser.max.age.ms=120000",
        "gateway.max.age.ms=120000"
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
    void shouldKeepTopicsAndAccountsOfACompleteAndALatestLineApart() throws Exception {
        IngestorProcess then = ingestor();
        write(OLD);
        await().atMost(PATIENCE).until(() -> pipeline.rawEvents() == OLD + 1);
        then.close();
        pipeline.letPass(Duration.ofMinutes(10));
        GatewayProcess complete = pipeline.gateway("gateway");
        GatewayProcess latest = pipeline.gateway("gateway", LATEST);
        try (OrdersSubscriber all = new OrdersSubscriber(complete.wsUrl());
                OrdersSubscriber newest = new OrdersSubscriber(latest.wsUrl())) {
            ingestor();
            write(FRESH);
            await().atMost(PATIENCE).until(() -> pipeline.rawEvents() == OLD + FRESH + 2);
            List<ParserProcess> parsers = List.of(pipeline.parser("parser"), pipeline.parser("parser", LATEST));

            await().atMost(PATIENCE).until(() -> all.count() == OLD + FRESH && newest.count() == FRESH);
            assertThat(all.gaps()).isEmpty();
            assertThat(newest.gaps().stream().mapToLong(Gap::events).sum()).isEqualTo(OLD + 1);
            await().atMost(PATIENCE).until(() -> isComplete(broker.topics().orders(), OLD + FRESH, 2));
            await().atMost(PATIENCE).until(() -> isComplete(latestOrders(), FRESH, 1));
            // Their last figures stand from now on: who took those of the other line would do so for ever.
            parsers.forEach(ParserProcess::close);
        }
        checkLine(broker.topics().orders(), complete, OLD + FRESH, 0);
        checkLine(latestOrders(), latest, FRESH, OLD + 1);
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            assertThat(admin.listTopics().names().get())
                    .contains(
                            broker.topics().named("orderwire-parser-totals-changelog"),
                            broker.topics().named("orderwire-parser-latest.orders-totals-changelog"));
        }
    }

    /** What is written while it runs is read as it comes; a start position would be read whole, however old. */
    private IngestorProcess ingestor() {
        return pipeline.ingestor(data, Source.STREAMING, "start=end");
    }

    /** Orders, and one line that is none. */
    private void write(int orders) throws IOException {
        simulator.writeBlock(orders);
        Files.writeString(simulator.currentFile(), "noise\n", StandardOpenOption.APPEND);
    }

    /** The line's topics hold each event once or name it as lost, and its gateway's account is that of its topics. */
    private void checkLine(String topic, GatewayProcess gateway, long orders, long shed) {
        NodeFiles files = NodeFiles.of(data, Source.STREAMING);
        List<FileEvent> events = files.events();
        Guarantees exactlyOnce = Guarantees.exactlyOnceInOrder(Pipeline.PARTITIONS);
        events.forEach(exactlyOnce::produced);
        tell(topic, exactlyOnce);
        exactlyOnce.check();
        await().atMost(PATIENCE).untilAsserted(() -> {
            Accounts reported = GatewayStats.accounts(gateway);
            Accounted account = new Accounted().files(files.counts()).reported(reported);
            events.forEach(account::produced);
            tell(topic, account);
            account.check();
            assertThat(reported.orders()).isEqualTo(orders);
            assertThat(reported.shedByParser()).isEqualTo(shed);
        });
    }

    private void tell(String topic, Guarantee guarantee) {
        Stream.of(topic, topic + ".dead-letters", topic + ".gaps")
                .flatMap(each -> pipeline.committed(each).stream())
                .forEach(row -> guarantee.record(row, topic));
    }

    private String latestOrders() {
        return broker.topics().named(LATEST_ORDERS);
    }

    private boolean isComplete(String topic, long orders, int deadLetters) {
        return pipeline.committed(topic).stream()
                                .filter(row -> row.value() != null)
                                .count()
                        == orders
                && pipeline.committed(topic + ".dead-letters").size() == deadLetters;
    }
}
