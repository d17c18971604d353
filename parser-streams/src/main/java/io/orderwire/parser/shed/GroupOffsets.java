package io.orderwire.parser.shed;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ClassicGroupDescription;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.ClassicGroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The offsets of a consumer group and of the topic that it reads, by Kafka's admin client. Each call has a timeout. */
final class GroupOffsets {
    private final Admin admin;
    private final String group;
    private final long timeoutMs;

    /** The caller closes the client. */
    GroupOffsets(Admin admin, String group, long timeoutMs) {
        this.admin = admin;
        this.group = group;
        this.timeoutMs = timeoutMs;
    }

    /** Whether the group has no member, or does not exist. */
    boolean isInactive() throws ExecutionException, InterruptedException, TimeoutException {
        try {
            Collection<ClassicGroupDescription> found = admin.describeClassicGroups(List.of(group))
                    .all()
                    .get(timeoutMs, TimeUnit.MILLISECONDS)
                    .values();
            return found.stream()
                    .allMatch(known ->
                            known.state() == ClassicGroupState.EMPTY || known.state() == ClassicGroupState.DEAD);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return true;
            }
            throw e;
        }
    }

    /** The offsets at which the group would resume in those partitions. */
    Map<TopicPartition, Long> next(Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, Long> next = of(partitions, OffsetSpec.earliest());
        admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .get(timeoutMs, TimeUnit.MILLISECONDS)
                .forEach((partition, committed) -> {
                    if (committed != null) {
                        next.computeIfPresent(partition, (same, oldest) -> Math.max(oldest, committed.offset()));
                    }
                });
        return next;
    }

    /** The offset of each of those partitions that the specification names. */
    Map<TopicPartition, Long> of(Collection<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        return of(asked);
    }

    /** The offset in each partition that its specification asks for, negative if it does not exist. */
    Map<TopicPartition, Long> of(Map<TopicPartition, OffsetSpec> asked)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> found : admin.listOffsets(asked)
                .all()
                .get(timeoutMs, TimeUnit.MILLISECONDS)
                .entrySet()) {
            offsets.put(found.getKey(), found.getValue().offset());
        }
        return offsets;
    }

    /** Commits those offsets for the group, which must not have members. */
    void alter(Map<TopicPartition, OffsetAndMetadata> offsets)
            throws ExecutionException, InterruptedException, TimeoutException {
        admin.alterConsumerGroupOffsets(group, offsets).all().get(timeoutMs, TimeUnit.MILLISECONDS);
    }
}
