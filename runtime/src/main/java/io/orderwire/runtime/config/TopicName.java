package io.orderwire.runtime.config;

import io.orderwire.contract.topic.Topics;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Accepts names that Kafka accepts for a topic, with room for a suffix, except the names of the pipeline's other topics. All
 * names are without the prefix of the installation.
 */
final class TopicName implements ConfigDef.Validator {
    /** Kafka's bound is 249. */
    private static final int MOST_CHARACTERS = 200;

    private static final Pattern LEGAL = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1," + MOST_CHARACTERS + "}");
    private static final Set<String> TAKEN = Set.of(
            Topics.DEFAULT.raw(),
            Topics.DEFAULT.deadLetters(),
            Topics.DEFAULT.gaps(),
            Topics.DEFAULT.ingestor(),
            Topics.DEFAULT.pipeline());

    @Override
    public void ensureValid(String name, @Nullable Object value) {
        String topic = String.valueOf(value);
        if (!LEGAL.matcher(topic).matches()) {
            throw new ConfigException(name, value, this.toString());
        }
        if (TAKEN.contains(topic)) {
            throw new ConfigException(name, value, "another than that of another purpose");
        }
    }

    @Override
    public String toString() {
        return "1 to 200 of a-z A-Z 0-9 . _ -";
    }
}
