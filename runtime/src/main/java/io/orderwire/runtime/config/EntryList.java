package io.orderwire.runtime.config;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a comma-separated list; ignores spaces around entries, and empty entries.
 *
 * @param entry parses one entry, or throws an {@link IllegalArgumentException} whose message names the expected values
 * @param range the valid entries, in words
 */
record EntryList<E>(Function<String, E> entry, String range) implements ConfigDef.Validator {
    private static final int MOST = 1_000;

    List<E> of(String text) {
        return entries(text).stream().map(entry).toList();
    }

    private static List<String> entries(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty())
                .toList();
    }

    @Override
    public void ensureValid(String name, @Nullable Object value) {
        List<String> entries = entries(String.valueOf(value));
        if (entries.size() > MOST) {
            throw new ConfigException("at most " + MOST + " of them, not " + entries.size());
        }
        for (String one : entries) {
            try {
                of(one);
            } catch (IllegalArgumentException e) {
                throw new ConfigException("\"" + one + "\" is not one: " + e.getMessage());
            }
        }
    }

    @Override
    public String toString() {
        return range + ", comma-separated";
    }
}
