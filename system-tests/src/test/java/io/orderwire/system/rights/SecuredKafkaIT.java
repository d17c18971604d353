package io.orderwire.system.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.system.pipeline.OrdersSubscriber;
import io.orderwire.testing.broker.JudgingAuthorizer;
import io.orderwire.testing.broker.SecuredBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The pipeline on a broker that requires TLS and SCRAM and denies all that is not allowed, each process with the documented
 * rights of its user: orders reach a client and a group of consumers, through a restart of each process and a fail-over.
 */
@Timeout(240)
class SecuredKafkaIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @Test
    void shouldDeliverOrdersWithTheDocumentedRights() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        JudgingAuthorizer.forget();
        UserProcess.forgetLog();
        try (SecuredKafka kafka = SecuredKafka.start(folder.resolve("kafka"));
                Simulator simulator =
                        new Simulator(SimulatorOptions.builder(data).build());
                UserProcess gateway = UserProcess.start("gateway", withSecretFile(kafka))) {
            UserProcess ingestor = UserProcess.start("ingestor", kafka.ingestor(data));
            UserProcess first = UserProcess.start("parser", named(kafka, "a"));
            UserProcess second = UserProcess.start("parser", named(kafka, "b"));
            try (OrdersSubscriber client =
                    new OrdersSubscriber(gateway.awaitReady(SOON).value("ws"))) {
                ingestor.awaitReady(SOON);
                first.awaitReady(SOON);
                second.awaitReady(SOON);
                deliver(simulator, client);
                first.close();
                deliver(simulator, client);
                ingestor.close();
                ingestor = UserProcess.start("ingestor", kafka.ingestor(data));
                second.close();
                second = UserProcess.start("parser", named(kafka, "b"));
                deliver(simulator, client);
                assertGroupReads(kafka, (int) simulator.events());
            } finally {
                ingestor.close();
                first.close();
                second.close();
            }
        }
        assertThat(JudgingAuthorizer.denied()).isEmpty();
        assertThat(UserProcess.logged()).noneMatch(line -> line.contains("secret-of-"));
    }

    private static void deliver(Simulator simulator, OrdersSubscriber client) throws Exception {
        simulator.writeBlock(200);
        await().atMost(SOON).until(() -> client.count() == simulator.events());
    }

    private static Map<String, String> named(SecuredKafka kafka, String name) {
        Map<String, String> settings = kafka.settings("orderwire-parser");
        settings.put("instance.id", name);
        return settings;
    }

    /** The password as the document shows it: in a file that Kafka's clients read. */
    private Map<String, String> withSecretFile(SecuredKafka kafka) throws Exception {
        String user = "orderwire-gateway";
        Path secret = folder.resolve("secrets");
        Files.writeString(secret, "password=" + SecuredBroker.password(user) + "\n");
        Map<String, String> settings = kafka.settings(user);
        settings.put("kafka.config.providers", "file");
        settings.put("kafka.config.providers.file.class", "org.apache.kafka.common.config.provider.FileConfigProvider");
        settings.put("kafka.config.providers.file.param.allowed.paths", folder.toString());
        settings.computeIfPresent(
                "kafka.sasl.jaas.config",
                (key, jaas) -> jaas.replace(SecuredBroker.password(user), "${file:" + secret + ":password}"));
        return settings;
    }

    private static void assertGroupReads(SecuredKafka kafka, int orders) {
        Map<String, Object> settings = new HashMap<>(kafka.broker().client("orders-to-postgresql"));
        settings.put("group.id", "orders-to-postgresql");
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<byte[], byte[]> reader =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            reader.subscribe(List.of(SecuredKafka.TOPICS.orders()));
            int[] read = {0};
            await().atMost(SOON).until(() -> {
                read[0] += reader.poll(Duration.ofMillis(200)).count();
                return read[0] == orders;
            });
            reader.commitSync();
        }
    }
}
