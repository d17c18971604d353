package io.orderwire.ingestor.prune;

import io.orderwire.runtime.kafka.KafkaRefusal;
import io.orderwire.runtime.kafka.KafkaRefusedException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.ResourceType;
import org.jspecify.annotations.Nullable;

/** Calls Kafka's admin client; each call has a timeout. */
final class BoundedAdmin {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Admin admin;
    private final Duration timeout;
    private final Runnable step;
    private final KafkaRefusal refusal;

    /**
     * @param step called repeatedly while waiting for Kafka
     * @param refusal explains refusals of {@code admin}
     */
    BoundedAdmin(Admin admin, Duration timeout, Runnable step, KafkaRefusal refusal) {
        this.refusal = refusal;
        this.admin = admin;
        this.timeout = timeout;
        this.step = step;
    }

    /** The offsets that a group has committed; empty if the group does not exist. */
    Map<TopicPartition, Long> committed(String groupId)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, Long> committed = new HashMap<>();
        try {
            Map<TopicPartition, OffsetAndMetadata> found =
                    get(admin.listConsumerGroupOffsets(groupId).partitionsToOffsetAndMetadata());
            found.forEach((partition, offset) -> {
                if (offset != null) {
                    committed.put(partition, offset.offset());
                }
            });
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupAuthorizationException) {
                throw new KafkaRefusedException(refusal.needs(AclOperation.DESCRIBE, ResourceType.GROUP, groupId), e);
            }
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw e;
            }
        }
        return committed;
    }

    /** An offset of one partition. */
    long offset(TopicPartition partition, OffsetSpec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        return offsets(List.of(partition), spec).getOrDefault(partition, Long.MAX_VALUE);
    }

    /** An offset of each partition. */
    Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found :
                get(admin.listOffsets(asked).all()).entrySet()) {
            offsets.put(found.getKey(), found.getValue().offset());
        }
        return offsets;
    }

    /** The configuration of a topic, null if Kafka does not know it. */
    @Nullable
    Config topicConfig(String topic) throws ExecutionException, InterruptedException, TimeoutException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            return get(admin.describeConfigs(List.of(resource)).all()).get(resource);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicAuthorizationException) {
                throw new KafkaRefusedException(
                        refusal.needs(AclOperation.DESCRIBE_CONFIGS, ResourceType.TOPIC, topic), e);
            }
            throw e;
        }
    }

    private <T> T get(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            step.run();
            try {
                return future.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (System.nanoTime() > deadline) {
                    throw new TimeoutException("no answer within " + timeout.toMillis() + " ms");
                }
            }
        }
    }
}
