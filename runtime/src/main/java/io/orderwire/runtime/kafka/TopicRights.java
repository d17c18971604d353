package io.orderwire.runtime.kafka;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/**
 * Rights on topics that a process needs. Some are used only when data is shed or damaged: a missing one must end the start,
 * not the work on the first such data.
 */
public final class TopicRights {
    private final Map<String, Set<AclOperation>> needed = new TreeMap<>();
    private final Set<String> groups = new TreeSet<>();

    /** Adds the right to read topics. */
    public TopicRights reads(String... topics) {
        return needs(AclOperation.READ, List.of(topics));
    }

    /** Adds the right to write topics. */
    public TopicRights writes(String... topics) {
        return needs(AclOperation.WRITE, List.of(topics));
    }

    /** Adds a right on each of those topics. */
    public TopicRights needs(AclOperation operation, Collection<String> topics) {
        topics.forEach(topic -> needed.computeIfAbsent(topic, none -> EnumSet.noneOf(AclOperation.class))
                .add(operation));
        return this;
    }

    /** Adds the right to read the offsets of groups. */
    public TopicRights describesGroups(String... names) {
        groups.addAll(List.of(names));
        return this;
    }

    /**
     * Checks all rights, those on topics in one request. Topics and groups that do not exist are not checked.
     *
     * @throws ProcessExit {@link ExitCode#KAFKA} with all rights that are missing, or if Kafka does not answer in time
     */
    public void check(KafkaClients clients, long timeoutMs) {
        Admin admin = clients.admin("orderwire-rights");
        try {
            check(admin, clients.refusal(), new StartDeadline(timeoutMs));
        } catch (TimeoutException e) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    "Kafka at " + clients.bootstrapServers() + " did not answer within " + timeoutMs + " ms",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProcessExit(ExitCode.UNEXPECTED, "interrupted while waiting for Kafka", e);
        } catch (ExecutionException e) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    "the rights on topics cannot be read: "
                            + clients.refusal().describe(e.getCause(), KafkaRefusal.Use.DESCRIBING),
                    e);
        } finally {
            admin.close(Duration.ZERO);
        }
    }

    void check(Admin admin, KafkaRefusal refusal, StartDeadline deadline)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (needed.isEmpty()) {
            return;
        }
        Map<String, KafkaFuture<TopicDescription>> described = admin.describeTopics(
                        needed.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
        List<String> missing = new ArrayList<>();
        for (Map.Entry<String, Set<AclOperation>> topic : needed.entrySet()) {
            Set<AclOperation> given = given(deadline, described.get(topic.getKey()));
            topic.getValue().stream()
                    .filter(operation -> given != null && !given.contains(operation))
                    .forEach(operation -> missing.add(refusal.needs(operation, ResourceType.TOPIC, topic.getKey())));
        }
        for (String group : groups) {
            if (isRefused(admin, deadline, group)) {
                missing.add(refusal.needs(AclOperation.DESCRIBE, ResourceType.GROUP, group));
            }
        }
        if (!missing.isEmpty()) {
            throw new ProcessExit(ExitCode.KAFKA, String.join(", ", missing));
        }
    }

    private static boolean isRefused(Admin admin, StartDeadline deadline, String group)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            deadline.get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            if (e.getCause() instanceof GroupAuthorizationException) {
                return true;
            }
            throw e;
        }
    }

    /** The operations that are allowed; null if that is not known, because there is no such topic yet. */
    private static @Nullable Set<AclOperation> given(
            StartDeadline deadline, @Nullable KafkaFuture<TopicDescription> described)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (described == null) {
            return null;
        }
        try {
            return deadline.get(described).authorizedOperations();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            if (e.getCause() instanceof AuthorizationException) {
                return Set.of();
            }
            throw e;
        }
    }
}
