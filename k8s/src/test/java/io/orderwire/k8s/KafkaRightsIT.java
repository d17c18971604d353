package io.orderwire.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.broker.BrokerOptions;
import io.orderwire.broker.BrokerUsers;
import io.orderwire.broker.EmbeddedKafka;
import io.orderwire.contract.topic.Topics;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.standalone.Main;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.client.OrdersFrame;
import io.orderwire.testing.client.TextClient;
import io.orderwire.testing.process.ChildJvm;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pipeline with the users of the production overlay, each process with exactly the rights of its own, on a broker that
 * refuses everything else: orders reach a client, nothing is refused, and no right is given that is not used.
 */
@Timeout(300)
class KafkaRightsIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final Clock TWO_HOURS_AGO = Clock.offset(Clock.systemUTC(), Duration.ofHours(-2));
    private static final int BACKLOG = 20_000;
    private static final long APART_MS = 500;
    private static final String PASSWORD = "password-of-";
    private static final Installation PRODUCTION = Installation.of("production");
    private static final Pattern METRIC = Pattern.compile("orderwire_[a-z_]+");

    private final List<AclBinding> given = new ArrayList<>();
    private final List<ChildJvm> processes = new ArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final CountDownLatch subscribed = new CountDownLatch(1);

    @TempDir
    private Path folder;

    @Test
    void shouldDeliverOrdersWithTheRightsOfTheManifests() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        try (KafkaRights rights = KafkaRights.recorded();
                EmbeddedKafka kafka = broker();
                Simulator simulator = new Simulator(
                        SimulatorOptions.builder(data).clock(TWO_HOURS_AGO).build())) {
            grant(kafka);
            createTopics(kafka);
            assertTopics(kafka);

            ChildJvm ingestor = start(kafka, "ingestor", "--data", data.toString(), "--from", "beginning");
            ChildJvm parser = startParser(kafka);
            ChildJvm gateway = start(kafka, "gateway", "--port", "0", "-D", "instance.id=orderwire-gateway-x");
            List<String> management =
                    new ArrayList<>(List.of(value(ingestor, "management"), value(parser, "management")));
            String ready = gateway.awaitLine("ready ", SOON);
            management.add(value(ready, "management"));
            try (TextClient client = new TextClient(URI.create(value(ready, "ws")), this::take)) {
                client.send("{\"method\":\"subscribe\",\"subscription\":{\"type\":\"orders\",\"id\":\"all\"}}");
                assertThat(subscribed.await(20, TimeUnit.SECONDS)).isTrue();
                simulator.writeBlock(200);
                Files.writeString(simulator.currentFile(), "noise\n", StandardOpenOption.APPEND);
                awaitOrders(simulator.events());
                assertServed(management);
                assertThat(get(value(ready, "http") + "stats")).doesNotContain("cannot be read", "does not answer");

                stop(ingestor);
                stop(parser);
                // Old lines, which the ingestor sheds for newer ones, and then blocks of which the parser sheds all but
                // the newest.
                simulator.writeBlock(BACKLOG);
                try (Simulator fresh =
                        new Simulator(SimulatorOptions.builder(data).build())) {
                    fresh.writeBlock(200);
                    ingestor = start(
                            kafka,
                            "ingestor",
                            "--data",
                            data.toString(),
                            "-D",
                            "ingestor.max.age.ms=60000",
                            "-D",
                            "catch.up.max.ms=0");
                    assertReady(ingestor);
                    awaitGapOf(kafka, "ingestor");
                    writeBlocksApart(kafka, fresh);
                }
                parser = startParser(kafka, "-D", "parser.max.age.ms=10", "-D", "catch.up.max.ms=0");
                assertReady(parser);
                awaitGapOf(kafka, "parser");
                // Without a checkpoint the raw topic is read.
                stop(ingestor);
                removeCheckpoint(kafka);
                assertReady(start(kafka, "ingestor", "--data", data.toString()));
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(rights.unused(given)).isEmpty());
                gateway.terminate();
                assertThat(client.awaitGone(10_000)).isTrue();
                assertThat(client.closeCode()).isEqualTo(1001);
                assertThat(OrdersFrame.parse(messages.get(messages.size() - 1)).cursor())
                        .isNotEmpty();
            }
            assertThat(rights.denied()).isEmpty();
        } finally {
            processes.forEach(ChildJvm::close);
        }
    }

    private EmbeddedKafka broker() {
        Path file = folder.resolve("users");
        List<String> lines = PRODUCTION.ofKind("KafkaUser").stream()
                .map(user -> user.name() + " " + PASSWORD + user.name())
                .toList();
        return EmbeddedKafka.start(new BrokerOptions(
                folder.resolve("kafka"), 0, "localhost", null, Map.of(), BrokerUsers.of(file, lines), List.of()));
    }

    /** Takes away what the embedded broker gives to all users, and gives each what its manifest says. */
    private void grant(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
            for (Manifest user : PRODUCTION.ofKind("KafkaUser")) {
                given.addAll(KafkaRights.of(StrictModel.read(user, KafkaUser.class)));
            }
            admin.createAcls(given).all().get();
        }
    }

    /** Strimzi would find nothing to change in the topics that the command created, but the number of replicas. */
    private static void assertTopics(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            List<String> names =
                    admin.listTopics().names().get().stream().sorted().toList();
            assertThat(PRODUCTION.ofKind("KafkaTopic"))
                    .extracting(Manifest::name)
                    .containsExactlyInAnyOrderElementsOf(names);
            for (Manifest manifest : PRODUCTION.ofKind("KafkaTopic")) {
                KafkaTopic topic = StrictModel.read(manifest, KafkaTopic.class);
                ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, manifest.name());
                Config config =
                        admin.describeConfigs(List.of(resource)).all().get().get(resource);
                Map<String, String> created = new TreeMap<>();
                config.entries().stream()
                        .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
                        .forEach(entry -> created.put(entry.name(), entry.value()));
                Map<String, String> wanted = new TreeMap<>();
                topic.getSpec().getConfig().forEach((name, value) -> wanted.put(name, String.valueOf(value)));
                assertThat(wanted).as(manifest.name()).isEqualTo(created);
                assertThat(topic.getSpec().getPartitions())
                        .as(manifest.name())
                        .isEqualTo(admin.describeTopics(List.of(manifest.name()))
                                .allTopicNames()
                                .get()
                                .get(manifest.name())
                                .partitions()
                                .size());
            }
        }
    }

    private ChildJvm start(EmbeddedKafka kafka, String command, String... own) {
        String user = "orderwire-" + command;
        List<String> arguments = new ArrayList<>(List.of(command));
        arguments.addAll(List.of(own));
        if (!command.equals("topics")) {
            arguments.addAll(List.of("--management-port", "0"));
        }
        Map.of(
                        "kafka.bootstrap.servers",
                        kafka.advertisedServers(),
                        "kafka.security.protocol",
                        "SASL_PLAINTEXT",
                        "kafka.sasl.mechanism",
                        "SCRAM-SHA-512",
                        "kafka.sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user
                                + "\" password=\"" + PASSWORD + user + "\";")
                .forEach((key, value) -> arguments.addAll(List.of("-D", key + "=" + value)));
        ChildJvm process = ChildJvm.start(Main.class, arguments.toArray(String[]::new));
        processes.add(process);
        return process;
    }

    private void createTopics(EmbeddedKafka kafka) {
        ChildJvm topics = start(kafka, "topics");
        assertThat(topics.awaitExit(SOON)).as(topics.lastErrors()).isZero();
    }

    private ChildJvm startParser(EmbeddedKafka kafka, String... own) {
        List<String> arguments = new ArrayList<>(List.of("-D", "instance.id=orderwire-parser-0"));
        arguments.addAll(List.of(own));
        return start(kafka, "parser", arguments.toArray(String[]::new));
    }

    private static void stop(ChildJvm process) {
        process.terminate();
        assertThat(process.awaitExit(SOON)).isZero();
    }

    private static void assertReady(ChildJvm process) {
        assertThat(process.awaitLine("ready ", SOON)).isNotEmpty();
    }

    private void removeCheckpoint(EmbeddedKafka kafka) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteTopics(List.of(Topics.DEFAULT.ingestor())).all().get();
            await().atMost(SOON).until(() -> !admin.listTopics().names().get().contains(Topics.DEFAULT.ingestor()));
        }
        createTopics(kafka);
    }

    /** Writes until a partition holds two blocks that the ingestor read apart, so that a parser sheds the first. */
    private static void writeBlocksApart(EmbeddedKafka kafka, Simulator simulator) {
        long beginMs = System.currentTimeMillis();
        await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).until(() -> {
            simulator.writeBlock(200);
            Map<Integer, LongSummaryStatistics> readMs = new HashMap<>();
            for (ConsumerRecord<byte[], byte[]> raw :
                    KafkaReads.committed(kafka.bootstrapServers(), Topics.DEFAULT.raw(), SOON)) {
                // Markers of gaps hold no lines.
                if (raw.timestamp() >= beginMs && raw.value() != null && raw.value().length > 0) {
                    readMs.computeIfAbsent(raw.partition(), none -> new LongSummaryStatistics())
                            .accept(raw.timestamp());
                }
            }
            return readMs.values().stream().anyMatch(ms -> ms.getMax() - ms.getMin() >= APART_MS);
        });
    }

    private static void awaitGapOf(EmbeddedKafka kafka, String stage) {
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        KafkaReads.committed(kafka.bootstrapServers(), Topics.DEFAULT.gaps(), SOON))
                .extracting(gap -> new String(gap.value(), StandardCharsets.UTF_8))
                .anySatisfy(gap -> assertThat(gap).contains("\"where\":\"" + stage + "\"")));
    }

    private void take(String message) {
        if (message.contains("\"subscriptionResponse\"")) {
            subscribed.countDown();
        }
        if (OrdersFrame.parse(message) != null) {
            messages.add(message);
        }
    }

    private void awaitOrders(long count) {
        await().atMost(SOON).untilAsserted(() -> assertThat(messages.stream()
                        .mapToLong(
                                message -> OrdersFrame.parse(message).orders().size())
                        .sum())
                .isEqualTo(count));
    }

    /** The paths of the probes answer, and each metric of the alert rules is served by one process or another. */
    private static void assertServed(List<String> management) throws Exception {
        StringBuilder metrics = new StringBuilder();
        for (String process : management) {
            for (String path : List.of("health/live", "health/ready")) {
                assertThat(get(process + path)).startsWith("{\"status\":\"up\"");
            }
            metrics.append(get(process + "metrics"));
        }
        Set<String> alerts = new TreeSet<>();
        for (Manifest rules : Installation.of("monitoring").ofKind("PrometheusRule")) {
            METRIC.matcher(rules.content().toString()).results().forEach(metric -> alerts.add(metric.group()));
        }
        // A gateway without TLS, as here, has no certificate.
        assertThat(alerts.remove("orderwire_gateway_certificate_expires_seconds"))
                .isTrue();
        assertThat(alerts).hasSizeGreaterThan(10).allSatisfy(metric -> assertThat(metrics)
                .containsPattern("(?m)^" + metric + "[ {]"));
        // The right Describe on the cluster shows the disks.
        assertThat(metrics).containsPattern("orderwire_kafka_disk_free_ratio 0\\.");
    }

    private static String value(ChildJvm process, String name) {
        return value(process.awaitLine("ready ", SOON), name);
    }

    private static String value(String ready, String name) {
        Matcher value = Pattern.compile(" " + name + "=(\\S+)").matcher(ready);
        assertThat(value.find()).as(ready).isTrue();
        return value.group(1);
    }

    private static String get(String url) throws Exception {
        HttpResponse<String> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(url).isEqualTo(200);
        return response.body();
    }
}
