package io.orderwire.runtime.kafka;

import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ProcessExit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what {@link TopicSetup} would meet, and changes nothing: Kafka validates the creation of topics that are missing,
 * with its policies, quotas and rights, without creating them.
 */
public final class TopicTrial {
    private final KafkaClients clients;
    private final WantedTopics planned;
    private final TopicCheck check;
    private final List<String> faults = new ArrayList<>();
    private final Set<String> missing = new TreeSet<>();

    /** Tries the topics that these settings name. */
    public TopicTrial(Settings settings) {
        this.clients = new KafkaClients(settings);
        this.planned = new WantedTopics(settings, clients.topics());
        this.check = new TopicCheck(planned);
    }

    /**
     * Asks Kafka.
     *
     * @param timeoutMs bound on all answers together
     */
    public void run(Admin admin, long timeoutMs) throws ExecutionException, InterruptedException, TimeoutException {
        StartDeadline deadline = new StartDeadline(timeoutMs);
        List<NewTopic> wanted = planned.all();
        Map<String, KafkaFuture<TopicDescription>> described = admin.describeTopics(
                        wanted.stream().map(NewTopic::name).toList())
                .topicNameValues();
        Map<String, TopicDescription> found = new HashMap<>();
        List<NewTopic> existing = new ArrayList<>();
        for (NewTopic topic : wanted) {
            KafkaFuture<TopicDescription> description = described.get(topic.name());
            try {
                if (description != null) {
                    found.put(topic.name(), deadline.get(description));
                    existing.add(topic);
                }
            } catch (ExecutionException e) {
                undescribed(topic, e, admin, deadline);
            }
        }
        compare(existing, found, admin, deadline);
    }

    private void undescribed(NewTopic topic, ExecutionException e, Admin admin, StartDeadline deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (e.getCause() instanceof AuthorizationException) {
            faults.add(clients.refusal().needs(AclOperation.DESCRIBE, ResourceType.TOPIC, topic.name()));
        } else if (e.getCause() instanceof UnknownTopicOrPartitionException) {
            tryToCreate(topic, admin, deadline);
        } else {
            throw e;
        }
    }

    private void tryToCreate(NewTopic topic, Admin admin, StartDeadline deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        Throwable refused = refusal(TopicCreation.takingAnyTime(topic), admin, deadline);
        if (refused instanceof TopicExistsException) {
            // A process that starts has just created it: the broker that was asked first did not know it yet.
            return;
        }
        missing.add(topic.name());
        if (refused == null) {
            return;
        }
        if (refused instanceof AuthorizationException) {
            faults.add(topic.name() + " is missing, and "
                    + clients.refusal().needs(AclOperation.CREATE, ResourceType.TOPIC, topic.name())
                    + " or on the cluster to create it");
            return;
        }
        if (refused instanceof PolicyViolationException || refused instanceof InvalidConfigurationException) {
            for (NewTopic attempt : WantedTopics.withLess(topic)) {
                if (refusal(attempt, admin, deadline) == null) {
                    Set<String> without = new TreeSet<>(topic.configs().keySet());
                    without.removeAll(attempt.configs().keySet());
                    check.differs(topic.name() + " would be created without " + String.join(", ", without)
                            + ", which the broker refuses: " + refused.getMessage());
                    return;
                }
            }
        }
        String why = refused instanceof InvalidReplicationFactorException ? " (topics.replication.factor)" : "";
        faults.add(topic.name() + " is missing and cannot be created" + why + ": " + refused.getMessage());
    }

    private static @Nullable Throwable refusal(NewTopic topic, Admin admin, StartDeadline deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            deadline.get(admin.createTopics(List.of(topic), new CreateTopicsOptions().validateOnly(true))
                    .all());
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() == null) {
                throw e;
            }
            return e.getCause();
        }
    }

    private void compare(
            List<NewTopic> existing, Map<String, TopicDescription> found, Admin admin, StartDeadline deadline)
            throws InterruptedException, TimeoutException {
        try {
            if (found.containsKey(planned.raw()) && found.containsKey(planned.orders())) {
                check.partitions(found, existing);
            }
        } catch (ProcessExit e) {
            faults.add(String.valueOf(e.getMessage()));
        }
        for (NewTopic topic : existing) {
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
            KafkaFuture<Config> config =
                    admin.describeConfigs(List.of(resource)).values().get(resource);
            try {
                if (config != null) {
                    check.configuration(topic, deadline.get(config));
                }
            } catch (ProcessExit e) {
                faults.add(String.valueOf(e.getMessage()));
            } catch (ExecutionException e) {
                check.differs("the configuration of " + topic.name() + " cannot be read: " + TopicCreation.message(e));
            }
        }
    }

    /** Why a start would end, one line of text each; empty before {@link #run}. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** Differences that a start would only report. */
    public List<String> differences() {
        return check.differences();
    }

    /** Names of the topics that a start would create. */
    public Set<String> missing() {
        return Set.copyOf(missing);
    }
}
