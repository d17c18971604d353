package io.orderwire.runtime.config;

import org.apache.kafka.common.config.ConfigException;

/**
 * A configured value as text, with the place where it was written.
 *
 * @param value the text
 * @param written the key or the environment variable as it was written
 * @param origin where the value was written, for messages
 */
record GivenValue(String value, String written, String origin) {
    /**
     * Parses the value for an option, and checks that the option can convert it.
     *
     * @throws ConfigurationException naming the option, the value, the place where it was written, and the expected values
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
