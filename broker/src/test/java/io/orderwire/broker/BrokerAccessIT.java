package io.orderwire.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderwire.testing.broker.FixedPorts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Access of clients on other machines to a broker whose users are listed in a file. */
@Timeout(180)
class BrokerAccessIT {
    private static final String TOPIC = "t";

    @TempDir
    private Path folder;

    private EmbeddedKafka start(String... users) throws IOException {
        return startAt(null, users);
    }

    private EmbeddedKafka startAt(@Nullable String externalAddress, String... users) throws IOException {
        Path file = Files.writeString(folder.resolve("users"), String.join("\n", users));
        return EmbeddedKafka.start(new BrokerOptions(
                folder.resolve("kafka"),
                0,
                "localhost",
                externalAddress,
                Map.of(),
                BrokerUsers.of(file, Files.readAllLines(file)),
                List.of("own-")));
    }

    private static Map<String, Object> client(EmbeddedKafka kafka, String user, String password) {
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", kafka.advertisedServers());
        config.put("security.protocol", "SASL_PLAINTEXT");
        config.put("sasl.mechanism", "SCRAM-SHA-512");
        config.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user + "\" password=\""
                        + password + "\";");
        config.put("default.api.timeout.ms", 10_000);
        config.put("request.timeout.ms", 5_000);
        return config;
    }

    private static Consumer<byte[], byte[]> reader(EmbeddedKafka kafka, String group) {
        Map<String, Object> config = client(kafka, "ann", "password-1");
        config.put("group.id", group);
        config.put("auto.offset.reset", "earliest");
        Consumer<byte[], byte[]> reader =
                new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        reader.subscribe(List.of(TOPIC));
        return reader;
    }

    private static void assertRefused(Map<String, Object> client) {
        try (Admin admin = Admin.create(client)) {
            assertThatThrownBy(() -> admin.describeCluster().nodes().get())
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(AuthenticationException.class);
        }
    }

    private static void assertAccepted(Map<String, Object> client) throws Exception {
        try (Admin admin = Admin.create(client)) {
            assertThat(admin.describeCluster().nodes().get()).hasSize(1);
        }
    }

    @Test
    void shouldLetUsersReadAndNothingElse() throws Exception {
        try (EmbeddedKafka kafka = start("ann password-1");
                Producer<byte[], byte[]> own = Clients.producer(kafka.bootstrapServers())) {
            Clients.createTopic(kafka.bootstrapServers(), TOPIC, Map.of());
            Clients.send(own, TOPIC, "x");

            try (Consumer<byte[], byte[]> reader = reader(kafka, "anns")) {
                await().atMost(Clients.SOON)
                        .until(() -> reader.poll(Duration.ofMillis(100)).count() == 1);
                reader.commitSync();
            }
            try (Consumer<byte[], byte[]> reader = reader(kafka, "own-parsers")) {
                assertThatThrownBy(() -> await().atMost(Clients.SOON).until(() -> {
                            reader.poll(Duration.ofMillis(100));
                            return false;
                        }))
                        .isInstanceOf(GroupAuthorizationException.class);
            }
            Map<String, Object> ann = client(kafka, "ann", "password-1");
            try (Producer<byte[], byte[]> writer =
                    new KafkaProducer<>(producing(ann), new ByteArraySerializer(), new ByteArraySerializer())) {
                assertThatThrownBy(() -> writer.send(new ProducerRecord<>(TOPIC, "y".getBytes(StandardCharsets.UTF_8)))
                                .get())
                        .hasCauseInstanceOf(TopicAuthorizationException.class);
            }
            try (Admin admin = Admin.create(ann)) {
                assertThat(admin.listTopics().names().get()).containsExactly(TOPIC);
                for (KafkaFuture<Void> refused : List.of(
                        admin.createTopics(List.of(new NewTopic("u", 1, (short) 1)))
                                .all(),
                        admin.deleteTopics(List.of(TOPIC)).all(),
                        admin.deleteConsumerGroups(List.of("anns")).all(),
                        admin.alterUserScramCredentials(
                                        List.of(new UserScramCredentialDeletion("ann", ScramMechanism.SCRAM_SHA_512)))
                                .all())) {
                    assertThatThrownBy(refused::get).hasCauseInstanceOf(AuthorizationException.class);
                }
            }
            assertThat(Clients.committed(kafka.bootstrapServers(), TOPIC)).containsExactly("x");
        }
    }

    @Test
    void shouldLetAUserWithAllRightsWriteAndCreate() throws Exception {
        try (EmbeddedKafka kafka = start("pipeline password-1 all", "ann password-2");
                Admin admin = Admin.create(client(kafka, "pipeline", "password-1"));
                Producer<byte[], byte[]> writer = new KafkaProducer<>(
                        producing(client(kafka, "pipeline", "password-1")),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
            Clients.send(writer, TOPIC, "x");
            assertThat(Clients.committed(kafka.bootstrapServers(), TOPIC)).containsExactly("x");
        }
        // The same user without the word "all".
        try (EmbeddedKafka kafka = start("pipeline password-1");
                Admin admin = Admin.create(client(kafka, "pipeline", "password-1"))) {
            assertThatThrownBy(admin.deleteTopics(List.of(TOPIC)).all()::get)
                    .hasCauseInstanceOf(AuthorizationException.class);
        }
    }

    @Test
    void shouldServeUsersAtTheExternalAddressToo() throws Exception {
        int port = FixedPorts.take(1).get(0);
        String external = "127.0.0.1:" + port;
        try (EmbeddedKafka kafka = startAt(external, "ann password-1")) {
            Clients.createTopic(kafka.bootstrapServers(), TOPIC, Map.of());
            Map<String, Object> ann = client(kafka, "ann", "password-1");
            assertThat(nodePort(ann)).isNotEqualTo(port);
            ann.put("bootstrap.servers", external);
            assertThat(nodePort(ann)).isEqualTo(port);
            Map<String, Object> eve = client(kafka, "eve", "password-1");
            eve.put("bootstrap.servers", external);
            assertRefused(eve);
        }
    }

    @Test
    void shouldAcceptPlainPasswordsAtAnExternalAddressOnThisMachineOnly() throws Exception {
        int port = FixedPorts.take(1).get(0);
        try (EmbeddedKafka kafka = startAt("127.0.0.1:" + port, "ann pass\\word\"1", "pipe password-3 all")) {
            Map<String, Object> ann = plain(client(kafka, "ann", "pass\\\\word\\\"1"));
            assertRefused(ann);
            ann.put("bootstrap.servers", "127.0.0.1:" + port);
            assertAccepted(ann);
            Map<String, Object> wrong = plain(client(kafka, "ann", "password-2"));
            wrong.put("bootstrap.servers", "127.0.0.1:" + port);
            assertRefused(wrong);
            Map<String, Object> pipe = plain(client(kafka, "pipe", "password-3"));
            pipe.put("bootstrap.servers", "127.0.0.1:" + port);
            assertRefused(pipe);
            pipe = client(kafka, "pipe", "password-3");
            pipe.put("bootstrap.servers", "127.0.0.1:" + port);
            assertAccepted(pipe);
        }
        assertThat(PlainLogins.allowedAt("192.0.2.7:9094")).isFalse();
        assertThat(PlainLogins.allowedAt("127.0.0.1.example.org:9094")).isFalse();
        assertThat(PlainLogins.allowedAt(null)).isFalse();
    }

    private static Map<String, Object> plain(Map<String, Object> scram) {
        scram.put("sasl.mechanism", "PLAIN");
        scram.computeIfPresent(
                "sasl.jaas.config", (name, jaas) -> jaas.toString().replace("scram.Scram", "plain.Plain"));
        return scram;
    }

    private static int nodePort(Map<String, Object> client) throws Exception {
        try (Admin admin = Admin.create(client)) {
            return admin.describeCluster().nodes().get().iterator().next().port();
        }
    }

    private static Map<String, Object> producing(Map<String, Object> client) {
        Map<String, Object> config = new HashMap<>(client);
        config.remove("default.api.timeout.ms");
        config.put("enable.idempotence", false);
        config.put("max.block.ms", 10_000);
        config.put("delivery.timeout.ms", 10_000);
        return config;
    }

    @Test
    void shouldRefuseWhoIsNotInTheFileAnyMoreOrHasAnotherPassword() throws Exception {
        try (EmbeddedKafka kafka = start("ann password-1", "bob password-2")) {
            assertAccepted(client(kafka, "ann", "password-1"));
            assertAccepted(client(kafka, "bob", "password-2"));
            assertRefused(client(kafka, "ann", "password-2"));
            assertRefused(client(kafka, "eve", "password-1"));
            assertRefused(client(kafka, "ANONYMOUS", ""));
            Map<String, Object> nameless = Map.of(
                    "bootstrap.servers",
                    kafka.advertisedServers(),
                    "default.api.timeout.ms",
                    3_000,
                    "request.timeout.ms",
                    1_000);
            try (Admin admin = Admin.create(nameless)) {
                assertThatThrownBy(() -> admin.describeCluster().nodes().get())
                        .hasCauseInstanceOf(TimeoutException.class);
            }
        }
        try (EmbeddedKafka kafka = start("ann password-3")) {
            assertAccepted(client(kafka, "ann", "password-3"));
            assertRefused(client(kafka, "ann", "password-1"));
            assertRefused(client(kafka, "bob", "password-2"));
        }
    }
}
