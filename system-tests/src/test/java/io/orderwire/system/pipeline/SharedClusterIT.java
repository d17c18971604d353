package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.position.Source;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.ingestor.IngestorProcess;
import io.orderwire.parser.ParserProcess;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.broker.TestBroker;
import io.orderwire.testing.files.FileEvent;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Accounted;
import io.orderwire.testing.guarantees.Accounts;
import io.orderwire.testing.guarantees.Guarantee;
import io.orderwire.testing.guarantees.Guarantees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.TransactionListing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two installations on one broker, whose processes have the same names. One prefix begins with the other, and the second
 * installation names its topic of orders itself: neither may see anything of the other.
 */
@Timeout(240)
class SharedClusterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROUNDS = 4;
    private static final Topics FIRST = new Topics("net.");
    private static final Topics SECOND = new Topics("net.test.");
    private static final String SECOND_ORDERS = "late";

    @TempDir
    private Path folder;

    @Test
    void shouldKeepInstallationsWithDifferentPrefixesApart() throws Exception {
        long seed = System.nanoTime();
        try (RecordingAuthorizer.Record record =
                        RecordingAuthorizer.Record.start(getClass().getName());
                TestBroker broker = TestBroker.embedded(record.brokerSettings());
                Installation first = new Installation(broker, FIRST, "hyperliquid.orders", folder.resolve("1"), seed);
                Installation second = new Installation(broker, SECOND, SECOND_ORDERS, folder.resolve("2"), seed + 1)) {
            first.start();
            second.start();
            for (int round = 0; round < ROUNDS; round++) {
                first.write(100);
                second.write(170);
                first.awaitDelivered();
                second.awaitDelivered();
            }
            // Settles and fences what goes by the names of the second installation, and leaves the first alone.
            second.restartAllButTheGateway();
            first.write(100);
            second.write(170);
            first.awaitDelivered();
            second.awaitDelivered();
            // From here on the test itself asks the broker.
            Map<String, Set<String>> asked = record.resources();

            first.check("seed " + seed);
            second.check("seed " + (seed + 1));
            assertThat(asked.keySet()).anyMatch(client -> client.startsWith(SECOND.prefix()));
            asked.forEach((client, resources) -> assertThat(foreign(client, resources))
                    .as("what %s asked for beside its own installation's", client)
                    .isEmpty());
            assertNamesOnTheBroker(broker);
        }
    }

    /** What a client of an installation has nothing to do with; others than the installations' may use Kafka's own only. */
    private static Set<String> foreign(String client, Set<String> resources) {
        Set<String> foreign = new TreeSet<>(resources);
        foreign.remove("CLUSTER kafka-cluster");
        if (client.startsWith(SECOND.prefix())) {
            foreign.removeAll(names(SECOND));
            foreign.remove("GROUP " + group(SECOND) + "-jumps");
        } else if (client.startsWith(FIRST.prefix())) {
            foreign.removeAll(names(FIRST));
            foreign.remove("GROUP " + group(FIRST) + "-jumps");
        } else {
            foreign.removeIf(resource -> resource.startsWith("TOPIC __"));
        }
        return foreign;
    }

    private static void assertNamesOnTheBroker(TestBroker broker) throws Exception {
        Set<String> expected = names(FIRST);
        expected.addAll(names(SECOND));
        Set<String> found = new HashSet<>();
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.listTopics().names().get().stream()
                    .map(name -> "TOPIC " + name)
                    .forEach(found::add);
            admin.listGroups().all().get().stream()
                    .map(GroupListing::groupId)
                    .map(name -> "GROUP " + name)
                    .forEach(found::add);
            admin.listTransactions().all().get().stream()
                    .map(TransactionListing::transactionalId)
                    .map(name -> "TRANSACTIONAL_ID " + name)
                    .forEach(found::add);
        }
        assertThat(found).isEqualTo(expected);
    }

    private static Set<String> names(Topics topics) {
        boolean named = topics.equals(SECOND);
        String orders = named ? topics.prefix() + SECOND_ORDERS : topics.orders();
        String group = group(topics);
        return Stream.of(
                        "TOPIC " + topics.raw(),
                        "TOPIC " + orders,
                        "TOPIC " + orders + ".dead-letters",
                        "TOPIC " + orders + ".gaps",
                        "TOPIC " + topics.gaps(),
                        "TOPIC " + topics.ingestor(),
                        "TOPIC " + topics.pipeline(),
                        "TOPIC " + group + "-totals-changelog",
                        "GROUP " + group,
                        "TRANSACTIONAL_ID " + group + "-parser-1",
                        "TRANSACTIONAL_ID " + topics.prefix() + "orderwire-ingestor")
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String group(Topics topics) {
        return topics.prefix() + "orderwire-parser" + (topics.equals(SECOND) ? "-" + SECOND_ORDERS : "");
    }

    /** A whole pipeline with files of its own. */
    private static final class Installation implements AutoCloseable {
        private final Pipeline pipeline;
        private final Topics topics;
        private final String ordersTopic;
        private final Path data;
        private final Simulator simulator;
        private IngestorProcess ingestor;
        private ParserProcess parser;
        private GatewayProcess gateway;
        private OrdersSubscriber subscriber;
        private int letters;

        Installation(TestBroker broker, Topics topics, String ordersTopic, Path data, long seed) throws IOException {
            this.pipeline = new Pipeline(broker.bootstrapServers(), topics);
            this.topics = topics;
            this.ordersTopic = ordersTopic;
            this.data = Files.createDirectories(data);
            this.simulator =
                    new Simulator(SimulatorOptions.builder(data).seed(seed).build());
        }

        void start() throws InterruptedException {
            ingestor = pipeline.ingestor(data, Source.STREAMING, line());
            parser = pipeline.parser("parser", line());
            gateway = pipeline.gateway("gateway", line());
            subscriber = new OrdersSubscriber(gateway.wsUrl());
        }

        /** With overload=latest more is asked of Kafka. Nothing gets as old as here, however slow the machine is. */
        private String[] line() {
            return new String[] {
                "orders.topic=" + ordersTopic,
                "overload=latest",
                "ingestor.max.age.ms=600000",
                "parser.max.age.ms=600000",
                "gateway.max.age.ms=600000"
            };
        }

        void restartAllButTheGateway() {
            ingestor.close();
            parser.close();
            ingestor = pipeline.ingestor(data, Source.STREAMING, line());
            parser = pipeline.parser("parser", line());
        }

        /** Orders, and one line that is not one. */
        void write(int orders) throws IOException {
            simulator.writeBlock(orders);
            Files.writeString(simulator.currentFile(), "noise\n", StandardOpenOption.APPEND);
            letters++;
        }

        void awaitDelivered() {
            await().atMost(PATIENCE).until(() -> subscriber.count() >= simulator.events());
        }

        /** Topic, client and stats hold the events of this installation's files, each once, and nothing else. */
        void check(String hint) throws Exception {
            NodeFiles files = NodeFiles.of(data, Source.STREAMING);
            List<FileEvent> events = files.events();
            String orders = topics.prefix() + ordersTopic;
            await().atMost(PATIENCE).untilAsserted(() -> {
                Guarantees exactlyOnce = Guarantees.exactlyOnceInOrder(Pipeline.PARTITIONS);
                tell(exactlyOnce, events, orders);
                exactlyOnce.check();
                Accounts reported = GatewayStats.accounts(gateway);
                Accounted account = new Accounted().files(files.counts()).reported(reported);
                tell(account, events, orders);
                account.check();
                assertThat(reported.orders()).as(hint).isEqualTo(simulator.events());
                assertThat(reported.deadLetters()).as(hint).isEqualTo(letters);
            });
            assertThat(subscriber.count()).as(hint).isEqualTo((int) simulator.events());
            assertThat(subscriber.dropped()).as(hint).isZero();
            assertThat(subscriber.gaps()).as(hint).isEmpty();
        }

        private void tell(Guarantee guarantee, List<FileEvent> events, String orders) {
            events.forEach(guarantee::produced);
            Stream.of(orders, orders + ".dead-letters", orders + ".gaps")
                    .flatMap(each -> pipeline.committed(each).stream())
                    .forEach(row -> guarantee.record(row, orders));
        }

        @Override
        public void close() throws IOException {
            if (subscriber != null) {
                subscriber.close();
            }
            simulator.close();
            pipeline.close();
        }
    }
}
