package io.orderwire.runtime.config;

import org.apache.kafka.common.config.ConfigException;

/**
 * A value as somebody gave it.
 *
 * @param value as text
 * @param written the key or the variable as it was written
 * @param origin where it was written, for messages
 */
record GivenValue(String value, String written, String origin) {
    /**
     * The value of an option.
     *
     * @throws ConfigurationException naming the option, the value, where it was written and what was expected
     */
    Object parsed(Option<?> option) {
        try {
            Object parsed = option.parse(value);
            option.convert(parsed);
            return parsed;
        } catch (ConfigException | IllegalArgumentException e) {
            throw new ConfigurationException(option.name() + " is \"" + value + "\" " + origin + ", expected "
                    + option.expected(String.valueOf(e.getMessage())));
        }
    }
}
