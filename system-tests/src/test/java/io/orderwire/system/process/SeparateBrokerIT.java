package io.orderwire.system.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.topic.Topics;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.standalone.Main;
import io.orderwire.testing.broker.FixedPorts;
import io.orderwire.testing.process.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The embedded broker and each part of the pipeline as processes of their own, which authenticate to the broker. */
@Timeout(240)
class SeparateBrokerIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int ORDERS = 200;

    /** Those of the contract, and the changelog of the parser's store. */
    private static final int TOPICS = 7;

    private static final String LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule required";

    @TempDir
    private Path folder;

    private int port;
    private int externalPort;
    private Path client;
    private Path users;
    private final Set<String> read = new TreeSet<>();

    @BeforeEach
    void configure() throws Exception {
        List<Integer> ports = FixedPorts.take(2);
        port = ports.get(0);
        externalPort = ports.get(1);
        users = Files.writeString(folder.resolve("users"), "pipeline password-1 all\nann password-2\n");
        client = Files.writeString(
                folder.resolve("client.properties"),
                String.join(
                        "\n",
                        "kafka.bootstrap.servers=localhost:" + port,
                        "kafka.security.protocol=SASL_PLAINTEXT",
                        "kafka.sasl.mechanism=SCRAM-SHA-512",
                        "kafka.sasl.jaas.config=" + LOGIN + " username=\"pipeline\" password=\"password-1\";",
                        "topics.replication.factor=1",
                        "overload=complete"));
    }

    private Orderwire broker() {
        return Orderwire.broker(
                folder.resolve("state"),
                port,
                "--kafka-advertise",
                "localhost",
                "-D",
                "broker.external.address=127.0.0.1:" + externalPort,
                "-D",
                "broker.users.file=" + users);
    }

    private Orderwire start(String command, String... flags) {
        List<String> line = new ArrayList<>(List.of(command, "--config", client.toString(), "--management-port", "0"));
        line.addAll(Arrays.asList(flags));
        return Orderwire.ready(line.toArray(String[]::new));
    }

    private List<String> createTopics() {
        try (ChildJvm topics = ChildJvm.start(Main.class, "topics", "--config", client.toString())) {
            List<String> lines = IntStream.range(0, TOPICS)
                    .mapToObj(i -> topics.awaitLine("", SOON))
                    .toList();
            assertThat(topics.awaitExit(SOON)).as(topics.lastErrors()).isZero();
            return lines;
        }
    }

    private Map<String, Object> login(int at, String user, String password) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", "127.0.0.1:" + at);
        config.put("security.protocol", "SASL_PLAINTEXT");
        config.put("sasl.mechanism", "SCRAM-SHA-512");
        config.put("sasl.jaas.config", LOGIN + " username=\"" + user + "\" password=\"" + password + "\";");
        return config;
    }

    private Consumer<byte[], byte[]> reader() {
        Map<String, Object> config = login(externalPort, "ann", "password-2");
        config.put("group.id", "anns");
        config.put("isolation.level", "read_committed");
        config.put("auto.offset.reset", "earliest");
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Set<String> topicNames() throws Exception {
        try (Admin admin = Admin.create(login(port, "pipeline", "password-1"))) {
            return new TreeSet<>(admin.listTopics().names().get());
        }
    }

    @Test
    void shouldServeProcessesThatAuthenticateAndSurviveItsDeath() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Orderwire broker = broker();
        try {
            assertThat(broker.readyLine())
                    .matches("ready kafka=localhost:" + port + " management=http://127\\.0\\.0\\.1:\\d+/");
            List<String> created = createTopics();
            assertThat(created)
                    .contains(Topics.DEFAULT.orders() + " partitions=8 replication=1 created")
                    .allMatch(line -> line.endsWith(" replication=1 created"));
            Set<String> topics = topicNames();
            assertThat(topics).hasSize(created.size());
            assertThat(createTopics()).hasSize(created.size()).allMatch(line -> line.endsWith(" existed"));

            try (Simulator simulator =
                            new Simulator(SimulatorOptions.builder(data).build());
                    Orderwire ingestor = start("ingestor", "--data", data.toString(), "--from", "beginning");
                    Orderwire parser = start("parser");
                    Orderwire gateway = start("gateway", "--port", "0");
                    Consumer<byte[], byte[]> reader = reader()) {
                reader.subscribe(List.of(Topics.DEFAULT.orders()));
                simulator.writeBlock(ORDERS);
                awaitOrders(reader, ORDERS, gateway, parser, ingestor);
                await().atMost(SOON).until(() -> Stats.count(gateway.value("http"), "orders") == ORDERS);
                assertThat(topicNames()).as("topics that the processes created").isEqualTo(topics);

                broker.kill();
                broker.close();
                simulator.writeBlock(ORDERS);
                broker = broker();
                awaitOrders(reader, 2 * ORDERS, gateway, parser, ingestor);
                await().atMost(SOON).until(() -> Stats.count(gateway.value("http"), "orders") == 2 * ORDERS);
                for (Orderwire process : List.of(gateway, parser, ingestor)) {
                    assertThat(process.stop()).isZero();
                }
            }
            assertThat(broker.stop()).isZero();
        } finally {
            broker.close();
        }
    }

    /**
     * Reads until it has had so many records since the beginning. A group whose members were lost with the broker begins
     * where it last committed, so that a record may come again.
     */
    private void awaitOrders(Consumer<byte[], byte[]> reader, int orders, Orderwire gateway, Orderwire... others)
            throws Exception {
        try {
            await().atMost(SOON).until(() -> {
                reader.poll(Duration.ofMillis(200)).forEach(row -> read.add(row.partition() + "@" + row.offset()));
                return read.size() == orders;
            });
        } catch (ConditionTimeoutException e) {
            String logs = Stream.concat(Stream.of(gateway), Stream.of(others))
                    .map(Orderwire::lastErrors)
                    .collect(Collectors.joining("\n----\n"));
            throw new AssertionError(
                    read.size() + " of " + orders + " records were read; "
                            + Stats.get(gateway.value("http") + "stats").body() + "\n" + logs,
                    e);
        }
    }

    @Test
    void shouldRefuseASecondBrokerOnTheFolderAndWhatCannotBe() {
        try (Orderwire broker = broker()) {
            String state = folder.resolve("state").toString();
            assertThat(Orderwire.exitCode("broker", "--state", state, "--kafka-port", "0"))
                    .isEqualTo(5);
            assertThat(Orderwire.exitCode(
                            "broker",
                            "--state",
                            folder.resolve("other").toString(),
                            "--kafka-port",
                            String.valueOf(port)))
                    .isEqualTo(3);
            assertThat(broker.stop()).isZero();
        }
        String other = folder.resolve("third").toString();
        assertThat(Orderwire.exitCode("broker", "--state", other, "-D", "broker.external.address=here"))
                .isEqualTo(2);
        assertThat(Orderwire.exitCode("broker", "--state", other, "--kafka-advertise", "localhost"))
                .isEqualTo(2);
        assertThat(Orderwire.exitCode("broker", "--state", other, "-D", "kafka.bootstrap.servers=elsewhere:9092"))
                .isEqualTo(2);
        assertThat(Orderwire.exitCode("broker", "--state", other, "-D", "kafka.security.protocol=SASL_PLAINTEXT"))
                .isEqualTo(2);
        assertThat(folder.resolve("third")).doesNotExist();
        assertThat(Orderwire.exitCode("topics", "--kafka", "127.0.0.1:" + port, "-D", "startup.timeout.ms=2000"))
                .isEqualTo(6);
        for (String readers : List.of("", ",ann", "*")) {
            assertThat(Orderwire.exitCode("topics", "--kafka", "127.0.0.1:" + port, "--readers", readers))
                    .isEqualTo(2);
        }
        assertThat(Orderwire.exitCode("topics", "-D", "streams.replication.factor=three"))
                .isEqualTo(2);
    }
}
