package io.orderwire.runtime.kafka;

import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/**
 * Checks whether existing topics fit. Two differences make the start fail, because orders would be reordered or lost unnoticed:
 * different partition counts of raw and orders, and compaction of either. Every other difference is reported as a reason.
 */
final class TopicCheck {
    private static final String STATION = "kafka: ";

    /**
     * Valid values of settings that are not set at creation. Producers compress; compression in the broker would cost time
     * again.
     */
    private static final Map<String, List<String>> BY_DEFAULT = Map.of(
            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, List.of("CreateTime"),
            TopicConfig.COMPRESSION_TYPE_CONFIG, List.of("producer", "lz4"));

    private final WantedTopics wanted;
    private final List<String> differences = new ArrayList<>();

    TopicCheck(WantedTopics wanted) {
        this.wanted = wanted;
    }

    /** Differences found so far, as reasons. */
    List<String> differences() {
        return List.copyOf(differences);
    }

    /** Adds a difference. */
    void differs(String text) {
        differences.add(STATION + text);
    }

    /**
     * Checks the partition counts of the topics.
     *
     * @return the partition count of raw and orders
     * @throws ProcessExit {@link ExitCode#KAFKA} if the counts of raw and orders differ
     */
    int partitions(Map<String, TopicDescription> found, List<NewTopic> topics) {
        int raw = partitions(found, wanted.raw());
        int orders = partitions(found, wanted.orders());
        if (raw != orders) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    wanted.raw() + " has " + raw + " partitions and " + wanted.orders() + " has " + orders
                            + ": both need the same count");
        }
        if (raw != wanted.partitions()) {
            differs(wanted.raw() + " and " + wanted.orders() + " have " + raw + " partitions, "
                    + PipelineOptions.PARTITIONS.name() + " is " + wanted.partitions() + ": left as they are");
        }
        for (NewTopic topic : topics) {
            int count = partitions(found, topic.name());
            if (topic.numPartitions() == 1 && !isMany(topic.name()) && count != 1) {
                differs(topic.name() + " has " + count + " partitions, of which only the first is used: expected 1");
            }
        }
        return raw;
    }

    /**
     * Checks that a topic has as many partitions as wanted.
     *
     * @return this number
     * @throws ProcessExit {@link ExitCode#KAFKA} if the number is another
     */
    int requirePartitions(Map<String, TopicDescription> found, NewTopic topic) {
        int count = partitions(found, topic.name());
        if (count != topic.numPartitions()) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    topic.name() + " has " + count + " partitions, expected " + topic.numPartitions() + " as "
                            + wanted.raw() + " has");
        }
        return count;
    }

    private boolean isMany(String topic) {
        return topic.equals(wanted.raw()) || topic.equals(wanted.orders());
    }

    private static int partitions(Map<String, TopicDescription> found, String topic) {
        TopicDescription description = found.get(topic);
        return description == null ? 0 : description.partitions().size();
    }

    /**
     * Compares the configuration of a topic with that of a topic that would be created now.
     *
     * @throws ProcessExit {@link ExitCode#KAFKA} when raw or orders are compacted
     */
    void configuration(NewTopic topic, Config found) {
        String policy = value(found, TopicConfig.CLEANUP_POLICY_CONFIG);
        if (isMany(topic.name()) && policy != null && policy.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    topic.name() + " has " + TopicConfig.CLEANUP_POLICY_CONFIG + "=" + policy
                            + ", expected delete: compaction would remove orders from it");
        }
        List<String> settings = new ArrayList<>();
        new TreeMap<>(topic.configs()).forEach((name, value) -> compare(found, name, List.of(value), settings));
        new TreeMap<>(BY_DEFAULT).forEach((name, values) -> compare(found, name, values, settings));
        if (!settings.isEmpty()) {
            differs(topic.name() + " has " + String.join(", ", settings) + ": left as it is");
        }
    }

    private static void compare(Config found, String name, List<String> expected, List<String> into) {
        String value = value(found, name);
        if (value != null && !expected.contains(value)) {
            into.add(name + "=" + value + " (expected " + expected.get(0) + ")");
        }
    }

    private static @Nullable String value(Config found, String name) {
        ConfigEntry entry = found.get(name);
        return entry == null ? null : entry.value();
    }
}
