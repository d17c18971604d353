package io.orderwire.runtime.kafka;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates topics that are missing, with fewer settings if a policy of the broker rejects some. Used by one thread. */
final class TopicCreation {
    private static final Logger log = LoggerFactory.getLogger(TopicCreation.class);

    private final Admin admin;
    private final StartDeadline deadline;
    private final Set<String> namesCreated;
    private final KafkaRefusal refusal;

    /** Adds the names of the topics that it creates to {@code namesCreated}. */
    TopicCreation(Admin admin, StartDeadline deadline, Set<String> namesCreated, KafkaRefusal refusal) {
        this.refusal = refusal;
        this.admin = admin;
        this.deadline = deadline;
        this.namesCreated = namesCreated;
    }

    static String message(ExecutionException e) {
        Throwable cause = e.getCause();
        return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
    }

    /** Creates the missing topics; the right to create topics is needed only if a topic is missing. */
    Boolean create(List<NewTopic> wanted, TopicCheck check)
            throws ExecutionException, InterruptedException, TimeoutException {
        List<NewTopic> missing =
                missing(wanted).stream().map(TopicCreation::takingAnyTime).toList();
        Map<String, KafkaFuture<Void>> created = admin.createTopics(missing).values();
        for (NewTopic topic : missing) {
            ExecutionException refused = outcome(topic, created.get(topic.name()));
            if (refused != null) {
                createWithLess(topic, refused, check);
            }
        }
        return true;
    }

    /**
     * Timestamps come from the ingestor's clock: a broker must not reject them because its own clock is more than an hour
     * behind. Topics of earlier versions may lack this setting, which is not reported as a difference.
     */
    static NewTopic takingAnyTime(NewTopic topic) {
        Map<String, String> config = new HashMap<>(topic.configs());
        config.put(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, String.valueOf(Long.MAX_VALUE));
        return new NewTopic(topic.name(), topic.numPartitions(), topic.replicationFactor()).configs(config);
    }

    /** Creates a topic without the settings that a policy of the broker rejects, such as small segments. */
    private void createWithLess(NewTopic wanted, ExecutionException refused, TopicCheck check)
            throws ExecutionException, InterruptedException, TimeoutException {
        for (NewTopic attempt : WantedTopics.withLess(wanted)) {
            KafkaFuture<Void> created =
                    admin.createTopics(List.of(attempt)).values().get(wanted.name());
            if (outcome(attempt, created) == null) {
                Set<String> without = new TreeSet<>(wanted.configs().keySet());
                without.removeAll(attempt.configs().keySet());
                check.differs(wanted.name() + " was created without " + String.join(", ", without)
                        + ", which the broker refused: " + message(refused));
                return;
            }
        }
        throw refused;
    }

    /** Null if the topic now exists; otherwise the exception with which the broker rejected its settings. */
    private @Nullable ExecutionException outcome(NewTopic topic, @Nullable KafkaFuture<Void> result)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (result == null) {
            return null;
        }
        try {
            deadline.get(result);
            log.info("created topic {}", topic.name());
            namesCreated.add(topic.name());
            return null;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof TopicExistsException) {
                return null;
            }
            if (cause instanceof AuthorizationException) {
                throw new ProcessExit(
                        ExitCode.KAFKA,
                        topic.name() + " is missing, and "
                                + refusal.needs(AclOperation.CREATE, ResourceType.TOPIC, topic.name())
                                + " or on the cluster to create it",
                        e);
            }
            if (cause instanceof PolicyViolationException || cause instanceof InvalidConfigurationException) {
                return e;
            }
            throw e;
        }
    }

    /** Asks for each topic by name: to list all topics, the broker would have to read those of all other installations. */
    private List<NewTopic> missing(List<NewTopic> wanted)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, KafkaFuture<TopicDescription>> described = admin.describeTopics(
                        wanted.stream().map(NewTopic::name).toList())
                .topicNameValues();
        Set<String> missing = new TreeSet<>();
        for (var topic : described.entrySet()) {
            try {
                deadline.get(topic.getValue());
            } catch (ExecutionException e) {
                if (e.getCause() instanceof AuthorizationException) {
                    throw new ProcessExit(
                            ExitCode.KAFKA,
                            refusal.needs(AclOperation.DESCRIBE, ResourceType.TOPIC, topic.getKey()),
                            e);
                }
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
                missing.add(topic.getKey());
            }
        }
        return wanted.stream().filter(topic -> missing.contains(topic.name())).toList();
    }
}
