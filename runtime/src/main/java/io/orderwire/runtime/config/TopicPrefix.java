package io.orderwire.runtime.config;

import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Accepts a prefix of characters that Kafka allows in a topic's name, if it leaves room for the names after it. */
final class TopicPrefix implements ConfigDef.Validator {
    private static final int MOST_CHARACTERS = 100;
    private static final String RANGE = "0 to " + MOST_CHARACTERS + " of a-z A-Z 0-9 . _ -";
    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{0," + MOST_CHARACTERS + "}");

    @Override
    public void ensureValid(String name, @Nullable Object value) {
        if (!LEGAL.matcher(String.valueOf(value)).matches()) {
            throw new ConfigException(name, value, "must be " + RANGE);
        }
    }

    @Override
    public String toString() {
        return RANGE;
    }
}
