package io.orderwire.runtime.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The effective configuration. The environment ({@code ORDERWIRE_} and the key in upper case, with underscores for dots)
 * overrides the properties file, and flags override both. Keys with a prefix in {@link #PASS_THROUGH} are passed to the Kafka
 * clients and checked for misspelled names only; every other key must belong to an {@link Option}.
 */
public final class Settings {
    /** Prefixes of settings for Kafka's own clients: for all of them, producers, consumers, Kafka Streams. */
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

    /** Collects values from one source after another, and checks them. Later values override earlier ones. */
    public static final class Loader {
        private final Map<String, Option<?>> options = new TreeMap<>();
        private final Map<String, GivenValue> values = new LinkedHashMap<>();
        private final List<String> reserved = new ArrayList<>();
        private final KafkaNames kafkaNames = new KafkaNames();

        /** Accepts values of these options. */
        public Loader(Collection<Option<?>> options) {
            options.forEach(option -> this.options.put(option.name(), option));
        }

        /** Adds names of Kafka's settings to the known ones, which are those of producers, consumers and admin clients. */
        public Loader kafkaNames(Collection<String> names) {
            kafkaNames.add(names);
            return this;
        }

        /**
         * Adds a properties file.
         *
         * @throws ConfigurationException naming the file when it cannot be read
         */
        public Loader file(Path file) {
            PropertiesFile.read(
                    file, (key, value, line) -> values.put(key, new GivenValue(value, key, "in " + file + ":" + line)));
            return this;
        }

        /**
         * Adds environment variables that start with {@code ORDERWIRE_}, except those that the launcher reserves and those
         * that Kubernetes sets for a Service with a name such as {@code orderwire}.
         */
        public Loader environment(Map<String, String> environment, Collection<String> ownByLauncher) {
            reserved.addAll(ownByLauncher);
            environment.forEach((variable, value) -> {
                if (variable.startsWith(ENVIRONMENT_PREFIX)
                        && !ownByLauncher.contains(variable)
                        && !ServiceVariables.contains(variable, value)) {
                    values.put(key(variable), new GivenValue(value, variable, "from " + variable));
                }
            });
            return this;
        }

        /** Adds one flag. */
        public Loader flag(String key, String value) {
            values.put(key, new GivenValue(value, key, "on the command line"));
            return this;
        }

        /** Adds a default value: it applies if neither a source nor an earlier default has the key. */
        public Loader fallback(String key, Object value) {
            values.putIfAbsent(key, new GivenValue(value.toString(), key, "by default"));
            return this;
        }

        /**
         * The key that a variable stands for: the name of an option, with its dots and dashes, or a pass-through setting, where
         * every underscore is a dot.
         */
        private String key(String variable) {
            return options.keySet().stream()
                    .filter(name -> variable(name).equals(variable))
                    .findFirst()
                    .orElseGet(() -> variable.substring(ENVIRONMENT_PREFIX.length())
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '.'));
        }

        private static String variable(String option) {
            return ENVIRONMENT_PREFIX
                    + option.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        }

        /**
         * Checks all collected values.
         *
         * @throws ConfigurationException one line about the first key that is unknown or misspelled or has an invalid value
         */
        public Settings load() {
            Map<String, Object> parsed = new TreeMap<>();
            Map<String, String> passedThrough = new TreeMap<>();
            values.forEach((key, given) -> {
                Option<?> option = options.get(key);
                Optional<String> prefix =
                        PASS_THROUGH.stream().filter(key::startsWith).findFirst();
                if (option == null && prefix.isEmpty()) {
                    throw new ConfigurationException("unknown option " + key + " " + given.origin() + nearest(given));
                }
                if (option != null) {
                    parsed.put(key, given.parsed(option));
                } else {
                    requireNoSlip(key, prefix.orElseThrow(), given);
                }
                if (prefix.isPresent()) {
                    passedThrough.put(key, given.value());
                }
            });
            options.values().forEach(option -> parsed.computeIfAbsent(option.name(), name -> option.parse(null)));
            return new Settings(parsed, passedThrough);
        }

        private void requireNoSlip(String key, String prefix, GivenValue given) {
            kafkaNames.slip(key.substring(prefix.length())).ifPresent(suggestion -> {
                throw new ConfigurationException(
                        "unknown setting of Kafka's clients " + key + " " + given.origin() + suggestion);
            });
        }

        /** Suggests names of the same kind as the written one: variables for a variable, keys for a key. */
        private String nearest(GivenValue given) {
            if (!given.written().startsWith(ENVIRONMENT_PREFIX)) {
                return Spelling.suggest(given.written(), options.keySet());
            }
            List<String> variables = new ArrayList<>(reserved);
            options.keySet().forEach(name -> variables.add(variable(name)));
            return Spelling.suggest(given.written(), variables);
        }
    }

    /** The value of an option, which is its default if it was not configured. */
    public <T> T get(Option<T> option) {
        Object value = parsed.get(option.name());
        if (value == null) {
            throw new IllegalArgumentException("option not loaded: " + option.name());
        }
        return option.convert(value);
    }

    /** The settings with that prefix of {@link #PASS_THROUGH}, under their names without the prefix. */
    public Map<String, Object> passedThrough(String prefix) {
        Map<String, Object> under = new HashMap<>();
        passedThrough.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                under.put(key.substring(prefix.length()), value);
            }
        });
        return under;
    }

    /** One line with the value of each option; secrets are masked. */
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
