package io.orderwire.system.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.position.Source;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.broker.BrokerCluster;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Accounts;
import io.orderwire.testing.network.Host;
import io.orderwire.testing.network.TestNetwork;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three brokers, an ingestor, two parsers and two gateways on hosts of their own, a node that writes, and a client of all
 * orders.
 */
final class HostsRun implements AutoCloseable {
    /** Bound on everything that a fault delays. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Below the 95 s and more that a broker's loss took before the timeouts of Kafka's clients were set. */
    private static final Duration FRESH_AGAIN = Duration.ofSeconds(90);

    private static final Logger log = LoggerFactory.getLogger(HostsRun.class);
    private static final List<String> BROKERS = List.of("broker-1", "broker-2", "broker-3");
    private static final Pattern REASONS = Pattern.compile("\"reasons\":\\[(.*?)]");
    private static final String PARSER_GROUP = "orderwire-parser";
    private static final String INGESTOR_TRANSACTIONS = "orderwire-ingestor";

    private final Path data;
    private final TestNetwork network;
    private final BrokerCluster kafka;
    private final HostsPipeline pipeline;
    private final OrderAges ages = new OrderAges(HostsPipeline.PARTITIONS);
    private final HostsJudge judge = new HostsJudge(ages);
    private final RoamingClient client;
    private final Simulator simulator;
    private final Thread node;

    /**
     * Starts all, and returns when the client's orders are fresh.
     *
     * @param brokerSettings over those of {@link BrokerCluster}
     * @param options of every process, {@code key=value}
     */
    HostsRun(Path folder, Map<String, String> brokerSettings, int linesPerSecond, List<String> options)
            throws Exception {
        data = Files.createDirectories(folder.resolve("data"));
        network = TestNetwork.of(Stream.of(
                        BROKERS.stream(),
                        Stream.of(HostsPipeline.INGESTOR),
                        HostsPipeline.PARSERS.stream(),
                        HostsPipeline.GATEWAYS.stream())
                .flatMap(names -> names)
                .toArray(String[]::new));
        try {
            kafka = BrokerCluster.on(
                            BROKERS.stream().map(network::host).toList(), folder.resolve("kafka"), brokerSettings)
                    .start();
            pipeline = new HostsPipeline(network, kafka.bootstrapServers(), data, options);
            client = new RoamingClient(pipeline.sockets(), judge);
        } catch (Exception | Error e) {
            ages.close();
            // Kills all processes, too.
            network.close();
            throw e;
        }
        simulator = new Simulator(
                SimulatorOptions.builder(data).linesPerSecond(linesPerSecond).build());
        node = new Thread(simulator, "node");
        node.start();
        try {
            awaitFresh("the start", PATIENCE);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    TestNetwork network() {
        return network;
    }

    HostsPipeline pipeline() {
        return pipeline;
    }

    RoamingClient client() {
        return client;
    }

    /** The brokers' hosts. */
    List<Host> brokers() {
        return BROKERS.stream().map(network::host).toList();
    }

    /** The host of the broker that coordinates the ingestor's transactions. */
    Host coordinator() throws Exception {
        try (Admin admin = admin()) {
            int id = admin.describeTransactions(List.of(INGESTOR_TRANSACTIONS))
                    .description(INGESTOR_TRANSACTIONS)
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .coordinatorId();
            return network.host(BROKERS.get(id - 1));
        }
    }

    /** Whether Kafka has removed a parser from its group, in which others are. */
    boolean isForgotten(String parser) throws Exception {
        List<String> members = parsingClients();
        return !members.isEmpty() && members.stream().noneMatch(member -> member.contains(parser));
    }

    /** Whether a parser is in its group. */
    boolean isMember(String parser) throws Exception {
        return parsingClients().stream().anyMatch(member -> member.contains(parser));
    }

    private List<String> parsingClients() throws Exception {
        try (Admin admin = admin()) {
            return admin
                    .describeClassicGroups(List.of(PARSER_GROUP))
                    .all()
                    .get(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .get(PARSER_GROUP)
                    .members()
                    .stream()
                    .map(MemberDescription::clientId)
                    .toList();
        }
    }

    private Admin admin() {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()));
    }

    /** Waits until the client's orders are fresh, and meanwhile logs new reasons that a reachable gateway gives. */
    void awaitFresh(String after) {
        awaitFresh(after, FRESH_AGAIN);
    }

    private void awaitFresh(String after, Duration atMost) {
        long began = System.nanoTime();
        Set<String> known = new LinkedHashSet<>();
        await("fresh orders after " + after)
                .atMost(atMost)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    logReasons(known, after, began);
                    return ages.isFresh();
                });
    }

    private void logReasons(Set<String> known, String after, long began) {
        String reasons = reasons();
        if (known.add(reasons.replaceAll("\\d+", "N"))) {
            log.info("{}: {} s: {}", after, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began), reasons);
        }
    }

    /** The reasons that the client's gateway gives for not being fine; why there is no answer, if there is none. */
    String reasons() {
        try {
            String stats = pipeline.stats(HostsPipeline.GATEWAYS.get(client.gateway()));
            Matcher matcher = REASONS.matcher(stats);
            return matcher.find() ? matcher.group(1) : stats;
        } catch (Exception e) {
            return e.toString();
        }
    }

    /** Waits until the node has written so many more events. */
    void awaitWritten(long more) {
        long until = simulator.events() + more;
        await().atMost(PATIENCE).until(() -> simulator.events() >= until);
    }

    /** What the client saw since a moment of {@link System#nanoTime}. */
    OrderAges.Seen seenSince(long nanos) {
        return ages.since(nanos);
    }

    /** Stops the node and waits until nothing moves any more; returns what the node wrote. */
    private NodeFiles stopNode() throws Exception {
        pipeline.awaitReady();
        simulator.stop();
        node.join();
        return NodeFiles.of(data, Source.STREAMING);
    }

    /** Each event reached the client and the topic once and in order. */
    void checkThatNothingIsLost() throws Exception {
        NodeFiles files = stopNode();
        long orders = files.counts().orders();
        await("the client to have all").atMost(PATIENCE).until(() -> judge.received() >= orders);
        Accounts account = awaitAccount(orders);
        HostsJudge.checkTopics(kafka.bootstrapServers(), files, account);
        judge.checkComplete(files);
        assertThat(account.skippedAtIngest() + account.shedByParser()).isZero();
        log.info("{} events, each delivered once", orders);
    }

    /** Each event reached the topic once and in order or is named as shed, and the client missed none without a report. */
    Accounts checkThatAllIsAccountedFor() throws Exception {
        NodeFiles files = stopNode();
        Accounts account = awaitAccount(files.counts().events());
        HostsJudge.checkTopics(kafka.bootstrapServers(), files, account);
        judge.checkConnections(files);
        log.info("{}; the client received {}", account, judge.received());
        return account;
    }

    /** Waits until the account covers so many events. */
    private Accounts awaitAccount(long events) {
        return await("the account of " + events)
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(
                        () -> Accounts.parse(pipeline.stats(HostsPipeline.GATEWAYS.get(client.gateway()))),
                        account -> account.found() == events
                                && account.skippedAtIngest() + account.orders() + account.shedByParser() == events);
    }

    @Override
    public void close() throws InterruptedException {
        // Closes the last one first. Whatever fails, the network ends, and with it all processes on its hosts.
        try (network;
                kafka;
                pipeline;
                ages;
                client;
                simulator) {
            simulator.stop();
            node.join();
        }
    }
}
