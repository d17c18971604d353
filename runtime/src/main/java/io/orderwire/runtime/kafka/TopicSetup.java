package io.orderwire.runtime.kafka;

import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the {@link WantedTopics} that are missing, and {@linkplain TopicCheck checks} those that exist. Returns once every
 * partition answers: a producer that starts earlier can lose its first batches.
 */
public final class TopicSetup {
    private static final Logger log = LoggerFactory.getLogger(TopicSetup.class);

    private final KafkaClients clients;
    private final Settings settings;
    private final TopicRights rights;
    private String rawTopicId = "";
    private final List<String> differences = new ArrayList<>();
    private final Map<String, TopicDescription> topics = new TreeMap<>();
    private final Set<String> namesCreated = new HashSet<>();

    /** Sets up the topics in the Kafka that the settings name, for a process that needs no rights on them afterwards. */
    public TopicSetup(Settings settings) {
        this(settings, new TopicRights());
    }

    /** Sets up the topics for a process that needs {@code rights} on them. */
    public TopicSetup(Settings settings, TopicRights rights) {
        this.rights = rights;
        this.clients = new KafkaClients(settings);
        this.settings = settings;
    }

    /**
     * Creates and checks all topics.
     *
     * @return the number of partitions of the raw and of the orders topic
     * @throws ProcessExit {@link ExitCode#KAFKA} if Kafka does not answer within {@code startup.timeout.ms}, or if an existing
     *     topic does not fit, or if a right is missing
     */
    public int ensure() {
        WantedTopics planned = new WantedTopics(settings, clients.topics());
        TopicCheck check = new TopicCheck(planned);
        List<NewTopic> wanted = planned.all();
        return ensure(wanted, check, found -> {
            rawTopicId = id(found.get(planned.raw()));
            return check.partitions(found, wanted);
        });
    }

    /**
     * Creates or checks one more topic.
     *
     * @throws ProcessExit as {@link #ensure()} does, and if the topic exists with another number of partitions
     */
    public void ensure(NewTopic topic) {
        TopicCheck check = new TopicCheck(new WantedTopics(settings, clients.topics()));
        ensure(List.of(topic), check, found -> check.requirePartitions(found, topic));
    }

    private int ensure(
            List<NewTopic> wanted, TopicCheck check, ToIntFunction<Map<String, TopicDescription>> partitionsOf) {
        long timeoutMs = settings.get(PipelineOptions.STARTUP_TIMEOUT_MS);
        StartDeadline deadline = new StartDeadline(timeoutMs);
        Admin admin = clients.admin("orderwire-topic-setup");
        try {
            TopicCreation creation = new TopicCreation(admin, deadline, namesCreated, clients.refusal());
            deadline.retry(() -> {
                // First, because a topic that may not be described lacks the right to read or write it.
                rights.check(admin, clients.refusal(), deadline);
                return creation.create(wanted, check);
            });
            Map<String, TopicDescription> found = deadline.retry(() -> deadline.get(
                    admin.describeTopics(wanted.stream().map(NewTopic::name).toList())
                            .allTopicNames()));
            int partitions = partitionsOf.applyAsInt(found);
            if (!namesCreated.isEmpty()) {
                rights.check(admin, clients.refusal(), deadline);
            }
            compare(admin, wanted, check, deadline);
            awaitLeaders(admin, found, deadline);
            check.differences().forEach(difference -> log.warn("{}", difference));
            differences.addAll(check.differences());
            topics.putAll(found);
            return partitions;
        } catch (TimeoutException e) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    "Kafka at " + clients.bootstrapServers() + " did not answer within " + timeoutMs + " ms"
                            + (e.getMessage() == null ? "" : ": " + e.getMessage()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessExit(ExitCode.UNEXPECTED, "interrupted while waiting for Kafka", e);
        } catch (ExecutionException e) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    "Kafka refused the topics: "
                            + clients.refusal().describe(e.getCause(), KafkaRefusal.Use.DESCRIBING),
                    e);
        } finally {
            // Without a timeout of zero, closing waits for calls in progress: a minute if Kafka does not answer.
            admin.close(Duration.ZERO);
        }
    }

    private static String id(@Nullable TopicDescription raw) {
        return raw == null ? "" : raw.topicId().toString();
    }

    /** The id of the raw topic, which changes if the topic is created again; empty before {@link #ensure()} has returned. */
    public String rawTopicId() {
        return rawTopicId;
    }

    /**
     * Differences between the existing and the wanted topics, as reasons of a process; empty before {@link #ensure()} has
     * returned.
     */
    public List<Reason> differences() {
        return differences.stream().map(ReasonCode.TOPIC_DIFFERS::because).toList();
    }

    /** One line of text for each topic that was created or checked, and one for each difference. */
    public List<String> report() {
        List<String> lines = new ArrayList<>();
        topics.forEach((name, topic) -> lines.add(name + " partitions="
                + topic.partitions().size() + " replication="
                + topic.partitions().get(0).replicas().size()
                + (namesCreated.contains(name) ? " created" : " existed")));
        lines.addAll(differences);
        return lines;
    }

    /** Compares configurations. Without the right to read them this is reported as a difference; everything else works. */
    private void compare(Admin admin, List<NewTopic> wanted, TopicCheck check, StartDeadline deadline)
            throws InterruptedException, TimeoutException {
        Map<ConfigResource, KafkaFuture<Config>> configs = admin.describeConfigs(wanted.stream()
                        .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                        .toList())
                .values();
        for (NewTopic topic : wanted) {
            try {
                KafkaFuture<Config> config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()));
                if (config != null) {
                    check.configuration(topic, deadline.get(config));
                }
            } catch (ExecutionException e) {
                check.differs("the configuration of " + topic.name() + " cannot be read: " + why(topic.name(), e));
            }
        }
    }

    /** Kafka's exception does not name the topic. */
    private String why(String topic, ExecutionException e) {
        return e.getCause() instanceof AuthorizationException
                ? clients.refusal().needs(AclOperation.DESCRIBE_CONFIGS, ResourceType.TOPIC, topic)
                : TopicCreation.message(e);
    }

    private static void awaitLeaders(Admin admin, Map<String, TopicDescription> found, StartDeadline deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        found.values().forEach(topic -> topic.partitions()
                .forEach(partition ->
                        ends.put(new TopicPartition(topic.name(), partition.partition()), OffsetSpec.latest())));
        deadline.retry(() -> deadline.get(admin.listOffsets(ends).all()));
    }
}
