package io.orderwire.runtime.kafka;

import io.orderwire.contract.topic.Topics;
import io.orderwire.runtime.config.Option;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics of an installation as they are created: with retention by size and time, and with segments that are small enough
 * for the retention to take effect.
 */
final class WantedTopics {
    private static final long RAW_MAX_MESSAGE_BYTES = 2L << 20;
    private static final long SMALLEST_SEGMENT_BYTES = 1L << 20;
    private static final long LARGEST_SEGMENT_BYTES = 1L << 30;
    private static final int SEGMENTS_BY_SIZE = 8;
    private static final int SEGMENTS_BY_TIME = 6;

    /**
     * Settings without which a topic is created if the broker rejects them, which is reported; the least important ones first.
     */
    private static final List<Set<String>> DISPENSABLE = List.of(
            Set.of(
                    TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
                    TopicConfig.SEGMENT_BYTES_CONFIG,
                    TopicConfig.SEGMENT_MS_CONFIG,
                    TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                    TopicConfig.DELETE_RETENTION_MS_CONFIG),
            Set.of(
                    TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                    TopicConfig.RETENTION_BYTES_CONFIG,
                    TopicConfig.RETENTION_MS_CONFIG),
            Set.of(TopicConfig.CLEANUP_POLICY_CONFIG));

    private final Settings settings;
    private final Topics topics;
    private final OutputTopics outputs;

    WantedTopics(Settings settings, Topics topics) {
        this.settings = settings;
        this.topics = topics;
        this.outputs = OutputTopics.of(settings);
    }

    String raw() {
        return topics.raw();
    }

    String orders() {
        return outputs.orders();
    }

    int partitions() {
        return settings.get(PipelineOptions.PARTITIONS);
    }

    List<NewTopic> all() {
        int partitions = partitions();
        Map<String, String> raw = retained(PipelineOptions.RAW_RETENTION_MS, PipelineOptions.RAW_RETENTION_BYTES);
        raw.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(RAW_MAX_MESSAGE_BYTES));
        Map<String, String> orders =
                retained(PipelineOptions.ORDERS_RETENTION_MS, PipelineOptions.ORDERS_RETENTION_BYTES);
        orders.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(RAW_MAX_MESSAGE_BYTES));
        Map<String, String> deadLetters =
                retained(PipelineOptions.DEAD_LETTERS_RETENTION_MS, PipelineOptions.DEAD_LETTERS_RETENTION_BYTES);
        deadLetters.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(RAW_MAX_MESSAGE_BYTES));
        List<NewTopic> wanted = new ArrayList<>(List.of(
                topic(raw(), partitions, raw),
                topic(orders(), partitions, orders),
                topic(outputs.deadLetters(), 1, deadLetters),
                topic(topics.ingestor(), 1, compacted()),
                topic(topics.pipeline(), 1, compacted())));
        // The topics of gaps of the ingestor, and of the parser that writes this topic of orders.
        for (String gaps : new TreeSet<>(List.of(topics.gaps(), outputs.gaps()))) {
            wanted.add(
                    topic(gaps, 1, retained(PipelineOptions.GAPS_RETENTION_MS, PipelineOptions.GAPS_RETENTION_BYTES)));
        }
        return wanted;
    }

    /**
     * Copies of the topic, each with fewer settings than the one before it, to be tried in this order if the broker rejects the
     * settings.
     */
    static List<NewTopic> withLess(NewTopic wanted) {
        List<NewTopic> attempts = new ArrayList<>();
        Map<String, String> left = new HashMap<>(wanted.configs());
        for (Set<String> dispensable : DISPENSABLE) {
            left.keySet().removeAll(dispensable);
            attempts.add(new NewTopic(wanted.name(), wanted.numPartitions(), wanted.replicationFactor())
                    .configs(Map.copyOf(left)));
        }
        return attempts;
    }

    private NewTopic topic(String name, int partitions, Map<String, String> config) {
        int replicas = settings.get(PipelineOptions.REPLICATION);
        return new NewTopic(name, partitions, (short) replicas).configs(config);
    }

    private Map<String, String> retained(Option<Long> retentionMs, Option<Long> retentionBytes) {
        long ms = settings.get(retentionMs);
        long bytes = settings.get(retentionBytes);
        long segment = Math.min(LARGEST_SEGMENT_BYTES, Math.max(SMALLEST_SEGMENT_BYTES, bytes / SEGMENTS_BY_SIZE));
        Map<String, String> config = new HashMap<>();
        config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
        config.put(TopicConfig.RETENTION_MS_CONFIG, String.valueOf(ms));
        config.put(TopicConfig.RETENTION_BYTES_CONFIG, String.valueOf(bytes));
        config.put(TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(segment));
        config.put(TopicConfig.SEGMENT_MS_CONFIG, String.valueOf(Math.max(1, ms / SEGMENTS_BY_TIME)));
        return config;
    }

    /** Compacted topics are read completely at start: small segments keep the part that is not yet compacted short. */
    private static Map<String, String> compacted() {
        Map<String, String> config = new HashMap<>();
        config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        config.put(TopicConfig.SEGMENT_BYTES_CONFIG, String.valueOf(4L << 20));
        config.put(TopicConfig.SEGMENT_MS_CONFIG, "600000");
        config.put(TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1");
        config.put(TopicConfig.DELETE_RETENTION_MS_CONFIG, "3600000");
        return config;
    }
}
