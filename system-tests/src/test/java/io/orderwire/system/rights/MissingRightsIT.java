package io.orderwire.system.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.standalone.pipeline.Configuration;
import io.orderwire.standalone.pipeline.PipelineTopics;
import io.orderwire.standalone.pipeline.Pruning;
import io.orderwire.testing.broker.JudgingAuthorizer;
import io.orderwire.testing.docs.DocumentedRights;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each documented right is missing once: the process that needs it says which one, and ends unless it can do without. */
@Tag("adversary")
@Timeout(120)
class MissingRightsIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static Path data;
    private static SecuredKafka kafka;

    private long begunNanos;

    @BeforeAll
    static void start() throws Exception {
        data = Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(data.resolve("node_order_statuses_streaming"));
        kafka = SecuredKafka.start(folder.resolve("kafka"));
    }

    @AfterAll
    static void stop() {
        kafka.close();
    }

    @BeforeEach
    void forget() {
        UserProcess.forgetLog();
        JudgingAuthorizer.forget();
        begunNanos = System.nanoTime();
    }

    @AfterEach
    void restore() throws Exception {
        kafka.grant(DocumentedRights.all());
        kafka.createTopics();
    }

    static Stream<AclBinding> rights() {
        return DocumentedRights.all().stream();
    }

    @ParameterizedTest
    @MethodSource("rights")
    void shouldNameTheMissingRight(AclBinding missing) throws Exception {
        String user = missing.entry().principal().substring("User:".length());
        kafka.revoke(List.of(missing));
        if (missing.entry().operation() == AclOperation.CREATE) {
            deleteTopic(missing.pattern().name());
        }
        String text = text(missing);
        switch (user) {
            case "orderwire-topics" ->
                assertCommand(text, missing, () -> PipelineTopics.create(
                                Configuration.load(null, Map.of(), kafka.settings(user)), List.of())
                        .toString());
            case "orderwire-prune" ->
                assertCommand(text, missing, () -> {
                    Map<String, String> settings = kafka.settings(user);
                    settings.put("data.dir", data.toString());
                    settings.put("prune.keep", "2h");
                    return Pruning.run(Configuration.load(null, Map.of(), settings), true)
                            .toString();
                });
            case "orderwire-ingestor" -> assertProcess(text, missing, "ingestor", kafka.ingestor(data));
            case "orderwire-parser" -> assertProcess(text, missing, "parser", kafka.settings(user));
            case "orderwire-gateway" -> assertProcess(text, missing, "gateway", kafka.settings(user));
            default -> assertReader(user, missing);
        }
        System.out.printf("%5d ms without %s%n", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos), text);
    }

    /** The transactional id and the group of a prefixed right are longer. */
    private static String text(AclBinding missing) {
        String type =
                missing.pattern().resourceType().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String name = missing.pattern().resourceType() == ResourceType.CLUSTER
                ? ""
                : " " + missing.pattern().name();
        return missing.entry().principal() + " needs " + missing.entry().operation() + " on " + type + name;
    }

    private static boolean endsTheProcess(AclBinding missing) {
        return missing.entry().operation() != AclOperation.DESCRIBE_CONFIGS
                && missing.pattern().resourceType() != ResourceType.CLUSTER;
    }

    private static void assertProcess(String text, AclBinding missing, String command, Map<String, String> settings) {
        try (UserProcess process = UserProcess.start(command, settings)) {
            if (endsTheProcess(missing)) {
                ProcessExit exit = process.awaitEnd(SOON);
                assertThat(exit.getMessage()).contains(text).doesNotContain("Exception");
                assertThat(exit.code()).isEqualTo(ExitCode.KAFKA);
            } else {
                process.awaitReady(SOON);
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(process.reports()).contains(text));
            }
        }
    }

    private interface Command {
        String run() throws Exception;
    }

    private static void assertCommand(String text, AclBinding missing, Command command) throws Exception {
        if (missing.entry().operation() == AclOperation.DESCRIBE_CONFIGS
                && missing.entry().principal().equals("User:orderwire-topics")) {
            assertThat(command.run()).contains(text);
        } else {
            assertThat(catchThrowable(command::run))
                    .isInstanceOfSatisfying(
                            ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.KAFKA))
                    .hasMessageContaining(text);
        }
    }

    /** A consumer that is not ours gets Kafka's own exception, which names the resource. */
    private static void assertReader(String user, AclBinding missing) {
        assertThat(missing.pattern().patternType()).isEqualTo(PatternType.LITERAL);
        Map<String, Object> settings = new HashMap<>(kafka.broker().client(user));
        settings.put("group.id", user);
        try (KafkaConsumer<byte[], byte[]> reader =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            reader.subscribe(List.of(SecuredKafka.TOPICS.orders()));
            assertThat(catchThrowable(() -> await().atMost(SOON).until(() -> {
                        reader.poll(Duration.ofMillis(100));
                        return false;
                    })))
                    .isInstanceOf(AuthorizationException.class)
                    .hasMessageContaining(missing.pattern().name());
        }
    }

    private static void deleteTopic(String topic) throws Exception {
        kafka.admin().deleteTopics(List.of(topic)).all().get();
        await().atMost(SOON)
                .until(() -> !kafka.admin().listTopics().names().get().contains(topic));
    }
}
