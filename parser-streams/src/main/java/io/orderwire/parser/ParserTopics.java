package io.orderwire.parser;

import io.orderwire.parser.parse.ParserTopology;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Topics that Kafka Streams creates when the parser starts, unless they exist. */
public final class ParserTopics {
    private ParserTopics() {}

    /**
     * The changelog topic of the parser's store, as Kafka Streams would create it.
     *
     * @param partitions number of partitions of the raw topic
     * @throws ConfigurationException if Kafka Streams is given a replication factor that is not a number
     */
    public static NewTopic changelog(Settings settings, int partitions) {
        Map<String, String> config = new HashMap<>(Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                "CreateTime"));
        Map<String, Object> streams = settings.passedThrough("streams.");
        streams.forEach((key, value) -> {
            if (key.startsWith(StreamsConfig.TOPIC_PREFIX)) {
                config.put(key.substring(StreamsConfig.TOPIC_PREFIX.length()), String.valueOf(value));
            }
        });
        config.putAll(ParserTopology.CHANGELOG);
        Object replication = streams.getOrDefault(
                StreamsConfig.REPLICATION_FACTOR_CONFIG, settings.get(PipelineOptions.REPLICATION));
        return new NewTopic(
                        ParserOptions.applicationId(settings) + ParserOptions.CHANGELOG,
                        partitions,
                        number(String.valueOf(replication).strip()))
                .configs(config);
    }

    private static short number(String replication) {
        try {
            return Short.parseShort(replication);
        } catch (NumberFormatException e) {
            throw new ConfigurationException("streams." + StreamsConfig.REPLICATION_FACTOR_CONFIG + " is " + replication
                    + ", expected a number");
        }
    }
}
