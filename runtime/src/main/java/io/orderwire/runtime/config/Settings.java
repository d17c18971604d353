package io.orderwire.runtime.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The effective configuration: a properties file, over it the environment ({@code ORDERWIRE_} and the key in upper case,
 * dots as underscores), over it flags. Keys with a prefix in {@link #PASS_THROUGH} go to the Kafka clients unchecked;
 * every other key must belong to an {@link Option}.
 */
public final class Settings {
    /** Prefixes of what Kafka's own clients take: all of them, producers, consumers, Kafka Streams. */
    public static final List<String> PASS_THROUGH = List.of("kafka.", "producer.", "consumer.", "streams.");

    private static final String ENVIRONMENT_PREFIX = "ORDERWIRE_";
    private static final Pattern SECRET = Pattern.compile("password|secret|jaas|token|credential|\\bkey\\b");

    private final Map<String, Object> parsed;
    private final Map<String, String> passedThrough;

    private Settings(Map<String, Object> parsed, Map<String, String> passedThrough) {
        this.parsed = parsed;
        this.passedThrough = passedThrough;
    }

    /** The options' own defaults. */
    public static Settings defaults(Collection<Option<?>> options) {
        return new Loader(options).load();
    }

    /** Collects values source by source, later ones over earlier ones, and checks them. */
    public static final class Loader {
        private final Map<String, Option<?>> options = new TreeMap<>();
        private final Map<String, String> values = new LinkedHashMap<>();
        private final Map<String, String> origins = new HashMap<>();

        /** Knows the options that may occur. */
        public Loader(Collection<Option<?>> options) {
            options.forEach(option -> this.options.put(option.name(), option));
        }

        /**
         * Adds a properties file.
         *
         * @throws ConfigurationException naming the file when it cannot be read
         */
        public Loader file(Path file) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException | IllegalArgumentException e) {
                throw new ConfigurationException("configuration file " + file + ": " + reason(e));
            }
            properties.stringPropertyNames().forEach(key -> set(key, properties.getProperty(key), "in " + file));
            return this;
        }

        /**
         * Adds environment variables that start with {@code ORDERWIRE_}, except those the launcher keeps for itself and
         * those that Kubernetes makes of a Service of that name.
         */
        public Loader environment(Map<String, String> environment, Collection<String> reserved) {
            environment.forEach((variable, value) -> {
                if (variable.startsWith(ENVIRONMENT_PREFIX)
                        && !reserved.contains(variable)
                        && !ServiceVariables.contains(variable, value)) {
                    set(key(variable), value, "from " + variable);
                }
            });
            return this;
        }

        /** Adds one flag. */
        public Loader flag(String key, String value) {
            set(key, value, "on the command line");
            return this;
        }

        /** Adds a value that stands below every source: it counts where none of them says otherwise. */
        public Loader fallback(String key, Object value) {
            values.putIfAbsent(key, value.toString());
            origins.putIfAbsent(key, "by default");
            return this;
        }

        private void set(String key, String value, String origin) {
            values.put(key, value);
            origins.put(key, origin);
        }

        /** Options know their dots and dashes; a pass-through key has only dots. */
        private String key(String variable) {
            String plain = variable.substring(ENVIRONMENT_PREFIX.length()).toLowerCase(Locale.ROOT);
            for (String name : options.keySet()) {
                if (name.replace('.', '_').replace('-', '_').equals(plain)) {
                    return name;
                }
            }
            return plain.replace('_', '.');
        }

        /**
         * Checks all that was collected.
         *
         * @throws ConfigurationException one line for the first key that is unknown or has a wrong value
         */
        public Settings load() {
            ConfigDef definition = new ConfigDef();
            options.values().forEach(option -> option.define(definition));
            Map<String, String> known = new HashMap<>();
            Map<String, String> passedThrough = new TreeMap<>();
            values.forEach((key, value) -> {
                if (options.containsKey(key)) {
                    known.put(key, value);
                } else if (PASS_THROUGH.stream().noneMatch(key::startsWith)) {
                    throw new ConfigurationException("unknown option " + key + " " + origins.get(key) + nearest(key));
                }
                if (PASS_THROUGH.stream().anyMatch(key::startsWith)) {
                    passedThrough.put(key, value);
                }
            });
            try {
                return new Settings(definition.parse(known), passedThrough);
            } catch (ConfigException e) {
                throw new ConfigurationException(message(e));
            }
        }

        private String message(ConfigException e) {
            String message = String.valueOf(e.getMessage());
            return message + origin(message);
        }

        private String origin(String message) {
            for (Map.Entry<String, String> entry : origins.entrySet()) {
                if (message.contains(" " + entry.getKey() + ":") || message.endsWith(" " + entry.getKey())) {
                    return " (" + entry.getValue() + ")";
                }
            }
            return "";
        }

        private String nearest(String key) {
            List<String> close = new ArrayList<>();
            for (String name : options.keySet()) {
                if (name.contains(key)
                        || key.contains(name)
                        || name.endsWith(key.substring(key.lastIndexOf('.') + 1))) {
                    close.add(name);
                }
            }
            return close.isEmpty() ? "" : "; did you mean " + String.join(" or ", close) + "?";
        }

        private static String reason(Exception e) {
            return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : " " + e.getMessage());
        }
    }

    /** The value of an option, its default where nothing else was said. */
    public <T> T get(Option<T> option) {
        Object value = parsed.get(option.name());
        if (value == null) {
            throw new IllegalArgumentException("option not loaded: " + option.name());
        }
        return option.convert(value);
    }

    /** What was said under a prefix of {@link #PASS_THROUGH}, the prefix cut off. */
    public Map<String, Object> passedThrough(String prefix) {
        Map<String, Object> under = new HashMap<>();
        passedThrough.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                under.put(key.substring(prefix.length()), value);
            }
        });
        return under;
    }

    /** Every option and its value in a line each, secrets masked. */
    public String describe() {
        Map<String, Object> all = new TreeMap<>(parsed);
        all.putAll(passedThrough);
        StringBuilder text = new StringBuilder();
        all.forEach(
                (key, value) -> text.append("\n  ").append(key).append(" = ").append(masked(key, value)));
        return text.toString();
    }

    private static Object masked(String key, @Nullable Object value) {
        boolean secret = value != null && SECRET.matcher(key.replace('.', ' ')).find();
        return secret ? "********" : String.valueOf(value);
    }
}
