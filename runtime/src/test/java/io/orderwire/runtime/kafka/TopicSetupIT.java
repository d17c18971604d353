package io.orderwire.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.topic.Topics;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.testing.broker.BrokerExtension;
import io.orderwire.testing.broker.TestBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopicSetupIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int RECORD_BYTES = 64 * 1024;

    @RegisterExtension
    static final BrokerExtension BROKER = BrokerExtension.embedded(Map.of(
            "log.retention.check.interval.ms",
            "200",
            "log.segment.delete.delay.ms",
            "200",
            "log.initial.task.delay.ms",
            "200"));

    @AfterEach
    void deleteTopics() throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            List<String> names = new ArrayList<>(admin.listTopics().names().get());
            admin.deleteTopics(names).all().get();
            await().atMost(PATIENCE)
                    .until(() -> admin.listTopics().names().get().isEmpty());
        }
    }

    @Test
    void shouldCreateWhatIsMissingWithRetentionBySizeAndTime() throws ExecutionException, InterruptedException {
        assertThat(new TopicSetup(settings(Map.of("partitions", "5"))).ensure()).isEqualTo(5);
        try (Admin admin = admin()) {
            assertThat(admin.listTopics().names().get())
                    .contains(
                            Topics.DEFAULT.raw(),
                            Topics.DEFAULT.orders(),
                            Topics.DEFAULT.deadLetters(),
                            Topics.DEFAULT.gaps(),
                            Topics.DEFAULT.ingestor(),
                            Topics.DEFAULT.pipeline());
            ConfigResource raw = new ConfigResource(ConfigResource.Type.TOPIC, Topics.DEFAULT.raw());
            var config = admin.describeConfigs(List.of(raw)).all().get().get(raw);
            assertThat(config.get("retention.ms").value()).isEqualTo("3600000");
            assertThat(config.get("retention.bytes").value()).isEqualTo(String.valueOf(4L << 30));
            assertThat(config.get("segment.bytes").value()).isEqualTo(String.valueOf((4L << 30) / 8));
            assertThat(config.get("segment.ms").value()).isEqualTo("600000");
            assertThat(config.get("max.message.bytes").value()).isEqualTo(String.valueOf(2 << 20));
            assertThat(config.get("message.timestamp.after.max.ms").value())
                    .as("the ingestor's clock may be ahead of the broker's")
                    .isEqualTo(String.valueOf(Long.MAX_VALUE));
        }
    }

    @Test
    void shouldCreateOfAnotherLineOnlyWhatItDoesNotShare() throws ExecutionException, InterruptedException {
        new TopicSetup(settings(Map.of("partitions", "3", "orders.topic", "mine"))).ensure();
        try (Admin admin = admin()) {
            assertThat(admin.listTopics().names().get())
                    .containsExactlyInAnyOrder(
                            Topics.DEFAULT.raw(),
                            "mine",
                            "mine.dead-letters",
                            "mine.gaps",
                            Topics.DEFAULT.gaps(),
                            Topics.DEFAULT.ingestor(),
                            Topics.DEFAULT.pipeline());
        }
    }

    @Test
    void shouldContinueWithTheTopicsThatExist() {
        new TopicSetup(settings(Map.of("partitions", "3"))).ensure();
        assertThat(new TopicSetup(settings(Map.of("partitions", "8", "retention.raw.ms", "5000"))).ensure())
                .isEqualTo(3);
    }

    @Test
    void shouldRefuseUnequalPartitions() throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(Topics.DEFAULT.orders(), 2, (short) 1)))
                    .all()
                    .get();
        }
        assertThatThrownBy(() -> new TopicSetup(settings(Map.of())).ensure())
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.KAFKA))
                .hasMessageContaining("8 partitions")
                .hasMessageContaining("has 2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"raw compact", "raw compact,delete", "orders compact", "orders delete,compact"})
    void shouldRefuseCompactionOfRawAndOrders(String change) throws ExecutionException, InterruptedException {
        String[] parts = change.split(" ");
        String topic = parts[0].equals("raw") ? Topics.DEFAULT.raw() : Topics.DEFAULT.orders();
        create(topic, 8, Map.of("cleanup.policy", parts[1]));
        assertThatThrownBy(() -> new TopicSetup(settings(Map.of())).ensure())
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.KAFKA))
                .hasMessageContaining(topic)
                .hasMessageContaining("compact")
                .hasMessageContaining("expected delete");
    }

    @Test
    void shouldGiveAReasonForEveryOtherDifference() throws ExecutionException, InterruptedException {
        create(Topics.DEFAULT.raw(), 3, Map.of("message.timestamp.type", "LogAppendTime", "retention.ms", "77"));
        create(Topics.DEFAULT.orders(), 3, Map.of("compression.type", "gzip", "segment.bytes", "1234567"));
        create(Topics.DEFAULT.ingestor(), 2, Map.of("cleanup.policy", "delete"));
        create(Topics.DEFAULT.pipeline(), 1, Map.of("max.message.bytes", "1000000"));
        TopicSetup setup = new TopicSetup(settings(Map.of()));
        assertThat(setup.ensure()).isEqualTo(3);
        assertThat(setup.rawTopicId()).isNotEmpty();
        assertThat(Reason.texts(setup.differences()))
                .allMatch(reason -> reason.startsWith("kafka: "))
                .anyMatch(reason -> reason.contains("have 3 partitions, partitions is 8"))
                .anyMatch(reason -> reason.contains(Topics.DEFAULT.raw())
                        && reason.contains("message.timestamp.type=LogAppendTime (expected CreateTime)")
                        && reason.contains("retention.ms=77 (expected 3600000)"))
                .anyMatch(reason -> reason.contains(Topics.DEFAULT.orders())
                        && reason.contains("compression.type=gzip")
                        && reason.contains("segment.bytes=1234567"))
                .anyMatch(reason -> reason.contains(Topics.DEFAULT.ingestor() + " has 2 partitions"))
                .anyMatch(reason -> reason.contains(Topics.DEFAULT.ingestor())
                        && reason.contains("cleanup.policy=delete (expected compact)"))
                .noneMatch(reason -> reason.contains(Topics.DEFAULT.deadLetters()));
    }

    @Test
    void shouldHaveNoReasonWhereTopicsAreItsOwn() {
        new TopicSetup(settings(Map.of())).ensure();
        TopicSetup again = new TopicSetup(settings(Map.of()));
        again.ensure();
        assertThat(again.differences()).isEmpty();
    }

    @Test
    void shouldCreateTopicsWithoutWhatTheBrokerRefuses() {
        try (TestBroker strict =
                TestBroker.embedded(Map.of("create.topic.policy.class.name", StrictPolicy.class.getName()))) {
            Settings settings = settings(Map.of("kafka.bootstrap.servers", strict.bootstrapServers()));
            TopicSetup setup = new TopicSetup(settings);
            assertThat(setup.ensure()).isEqualTo(8);
            assertThat(Reason.texts(setup.differences()))
                    .anyMatch(reason -> reason.startsWith("kafka: " + Topics.DEFAULT.raw() + " was created without")
                            && reason.contains("segment.bytes")
                            && reason.contains("no topic has its own"))
                    .noneMatch(reason -> reason.contains("cleanup.policy"));
            TopicSetup again = new TopicSetup(settings);
            again.ensure();
            assertThat(Reason.texts(again.differences()))
                    .noneMatch(reason -> reason.contains("was created"))
                    .isNotEmpty();
        }
    }

    private static void create(String topic, int partitions, Map<String, String> config)
            throws ExecutionException, InterruptedException {
        try (Admin admin = admin()) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(config)))
                    .all()
                    .get();
        }
    }

    @Test
    @Timeout(20)
    void shouldSayWhenKafkaDoesNotAnswer() {
        Settings settings = settings(Map.of("kafka.bootstrap.servers", "127.0.0.1:1", "startup.timeout.ms", "1000"));
        assertThatThrownBy(() -> new TopicSetup(settings).ensure())
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.KAFKA))
                .hasMessageContaining("127.0.0.1:1");
    }

    @Test
    void shouldWaitForBrokersToReplicateToAndSayThatTheyAreMissing() {
        Settings settings = settings(Map.of("topics.replication.factor", "2", "startup.timeout.ms", "2000"));
        assertThatThrownBy(() -> new TopicSetup(settings).ensure())
                .isInstanceOfSatisfying(
                        ProcessExit.class, exit -> assertThat(exit.code()).isEqualTo(ExitCode.KAFKA))
                .hasMessageContaining("within 2000 ms")
                .hasMessageContaining("InvalidReplicationFactorException");
    }

    @Test
    void shouldLetSizeTakeTheOldest() {
        Settings settings = settings(Map.of("retention.raw.bytes", String.valueOf(8 << 20), "partitions", "1"));
        new TopicSetup(settings).ensure();
        produce(settings, 200, System.currentTimeMillis());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(earliest()).isBetween(1L, 199L));
    }

    @Test
    void shouldLetTimeTakeTheOldest() {
        Settings settings = settings(Map.of("retention.raw.ms", "60000", "partitions", "1"));
        new TopicSetup(settings).ensure();
        produce(settings, 20, System.currentTimeMillis() - 120_000);
        produce(settings, 20, System.currentTimeMillis());
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(earliest()).isEqualTo(20));
    }

    private static void produce(Settings settings, int count, long timestamp) {
        byte[] value = new byte[RECORD_BYTES];
        new Random(1).nextBytes(value);
        try (Producer<byte[], byte[]> producer = new KafkaClients(settings).producer(Map.of())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(Topics.DEFAULT.raw(), 0, timestamp, null, value));
            }
        }
    }

    private static long earliest() throws ExecutionException, InterruptedException {
        TopicPartition partition = new TopicPartition(Topics.DEFAULT.raw(), 0);
        try (Admin admin = admin()) {
            return admin.listOffsets(Map.of(partition, OffsetSpec.earliest()))
                    .partitionResult(partition)
                    .get()
                    .offset();
        }
    }

    private static Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", BROKER.bootstrapServers()));
    }

    private static Settings settings(Map<String, String> more) {
        Settings.Loader loader = new Settings.Loader(List.<Option<?>>copyOf(PipelineOptions.ALL))
                .flag("kafka.bootstrap.servers", BROKER.bootstrapServers());
        more.forEach(loader::flag);
        return loader.load();
    }
}
