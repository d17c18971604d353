package io.orderwire.standalone.status;

import io.orderwire.standalone.status.KafkaView.TopicView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Describes topics. Rights to configurations and disks may be missing: what they would show is unknown then. */
final class TopicReading {
    private final Admin admin;
    private final Duration timeout;

    /**
     * @param timeout timeout of each call
     */
    TopicReading(Admin admin, Duration timeout) {
        this.admin = admin;
        this.timeout = timeout;
    }

    /** The brokers of the cluster. */
    Collection<Node> brokers() throws ExecutionException, InterruptedException, TimeoutException {
        return get(admin.describeCluster().nodes());
    }

    /** Those of the topics that exist, in that order. */
    List<TopicView> read(Collection<String> names, Collection<Node> brokers)
            throws ExecutionException, InterruptedException, TimeoutException {
        Map<String, KafkaFuture<TopicDescription>> described =
                admin.describeTopics(names).topicNameValues();
        Map<String, TopicDescription> found = new HashMap<>();
        for (String name : names) {
            try {
                found.put(name, get(described.get(name)));
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                    throw e;
                }
            }
        }
        Map<String, Long> bytes = bytes(brokers);
        List<TopicView> views = new ArrayList<>();
        for (String name : names) {
            TopicDescription topic = found.get(name);
            if (topic != null) {
                views.add(view(topic, config(name), bytes));
            }
        }
        return views;
    }

    private static TopicView view(TopicDescription topic, @Nullable Config config, Map<String, Long> bytes) {
        int replicas = topic.partitions().stream()
                .mapToInt(partition -> partition.replicas().size())
                .max()
                .orElse(0);
        long ofAll = bytes.getOrDefault(topic.name(), -1L);
        return new TopicView(
                topic.name(),
                topic.partitions().size(),
                replicas,
                text(config, TopicConfig.CLEANUP_POLICY_CONFIG),
                number(config, TopicConfig.RETENTION_MS_CONFIG),
                number(config, TopicConfig.RETENTION_BYTES_CONFIG),
                ofAll < 0 || replicas == 0 ? -1 : ofAll / replicas);
    }

    private @Nullable Config config(String topic) throws InterruptedException, TimeoutException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            return get(admin.describeConfigs(List.of(resource)).all()).get(resource);
        } catch (ExecutionException expected) {
            return null;
        }
    }

    /** Bytes of all copies of each topic on the brokers that answer; empty without the right to know. */
    private Map<String, Long> bytes(Collection<Node> brokers) throws InterruptedException, TimeoutException {
        Map<String, Long> bytes = new HashMap<>();
        try {
            Map<Integer, Map<String, LogDirDescription>> disks =
                    get(admin.describeLogDirs(brokers.stream().map(Node::id).toList())
                            .allDescriptions());
            disks.values().stream()
                    .flatMap(folders -> folders.values().stream())
                    .forEach(folder -> folder.replicaInfos()
                            .forEach(
                                    (partition, replica) -> bytes.merge(partition.topic(), replica.size(), Long::sum)));
        } catch (ExecutionException expected) {
            bytes.clear();
        }
        return bytes;
    }

    private static String text(@Nullable Config config, String name) {
        ConfigEntry entry = config == null ? null : config.get(name);
        return entry == null || entry.value() == null ? "" : entry.value();
    }

    private static long number(@Nullable Config config, String name) {
        try {
            return Long.parseLong(text(config, name));
        } catch (NumberFormatException expected) {
            return -1;
        }
    }

    private <T> T get(@Nullable KafkaFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        if (future == null) {
            throw new IllegalStateException("Kafka's client has no result for what was asked");
        }
        return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }
}
