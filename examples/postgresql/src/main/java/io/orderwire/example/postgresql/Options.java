package io.orderwire.example.postgresql;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * The options of one process. The command line overrides the environment, which overrides a properties file. Messages
 * name the option, its value and where it was set, but never the value of a password or of a URL's parameters.
 */
final class Options {
    static final String TOPIC = "topic";
    static final String GROUP = "group.id";
    static final String START = "start";
    static final String BATCH_RECORDS = "batch.records";
    static final String BATCH_BYTES = "batch.bytes";
    static final String DATABASE_URL = "database.url";
    static final String DATABASE_USER = "database.user";
    static final String DATABASE_PASSWORD = "database.password";
    static final String DATABASE_PASSWORD_FILE = "database.password.file";
    static final String OWNER = "owner";
    static final String RETRY_MAX_MS = "retry.max.ms";

    private static final String KAFKA = "kafka.";
    private static final String VARIABLE = "ORDERS_SINK_";
    private static final String COMMAND_LINE = "command line";
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry(TOPIC, "hyperliquid.orders"),
            Map.entry(GROUP, "orders-to-postgresql"),
            Map.entry(START, "earliest"),
            Map.entry(BATCH_RECORDS, "5000"),
            Map.entry(BATCH_BYTES, "8388608"),
            Map.entry(DATABASE_URL, "jdbc:postgresql://127.0.0.1:5432/orders"),
            Map.entry(DATABASE_USER, System.getProperty("user.name", "")),
            Map.entry(DATABASE_PASSWORD, ""),
            Map.entry(DATABASE_PASSWORD_FILE, ""),
            Map.entry(OWNER, "orders-to-postgresql-" + ProcessHandle.current().pid()),
            Map.entry(RETRY_MAX_MS, "60000"),
            Map.entry(KAFKA + "bootstrap.servers", "127.0.0.1:9092"));

    /**
     * Settings of Kafka's consumer that this process sets itself and that users cannot set, because exactly once
     * depends on them.
     */
    private static final Set<String> FIXED = Set.of(
            "group.id",
            "isolation.level",
            "enable.auto.commit",
            "auto.offset.reset",
            "allow.auto.create.topics",
            "max.poll.records",
            "key.deserializer",
            "value.deserializer",
            "partition.assignment.strategy");

    /** Found in the names of Kafka settings that contain secrets. */
    private static final Pattern SECRET = Pattern.compile("password|jaas|secret|keystore[.]key$");
    /** Found in URLs with parameters of the driver that contain secrets. */
    private static final Pattern SECRET_PARAMETER = Pattern.compile("[?&](ssl)?password=");

    /**
     * The driver logs parts of a URL that it cannot parse, which may contain a password; its exceptions are sufficient.
     */
    private static final Logger DRIVER = Logger.getLogger("org.postgresql");

    static {
        DRIVER.setLevel(Level.OFF);
    }

    private record Setting(String value, String source) {}

    private final Map<String, Setting> settings = new TreeMap<>();

    private Options() {}

    /**
     * Reads the options.
     *
     * @param arguments {@code --config FILE} and {@code KEY=VALUE}, in any order
     * @throws OptionException if an option is unknown or invalid, or a file cannot be read
     */
    static Options of(Map<String, String> environment, List<String> arguments) {
        Options options = new Options();
        int config = arguments.indexOf("--config");
        if (config >= 0) {
            if (config + 1 == arguments.size()) {
                throw new OptionException("--config must be followed by a file");
            }
            options.read(Path.of(arguments.get(config + 1)));
        }
        environment.forEach((name, value) -> {
            if (name.startsWith(VARIABLE)) {
                String key = name.substring(VARIABLE.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                options.set(key, value, name);
            }
        });
        for (int i = 0; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            int equals = argument.indexOf('=');
            if (argument.equals("--config")) {
                i++;
            } else if (equals < 1) {
                throw new OptionException("argument " + argument + " must be --config FILE or KEY=VALUE");
            } else {
                String key = argument.substring(0, equals);
                String value = argument.substring(equals + 1);
                refuseSecret(key, value);
                options.set(key, value, COMMAND_LINE);
            }
        }
        options.check();
        return options;
    }

    private static void refuseSecret(String key, String value) {
        if (key.equals(DATABASE_PASSWORD)
                || (key.startsWith(KAFKA) && SECRET.matcher(key).find())) {
            throw new OptionException(key + " must not be set on the command line, which every user of this machine can"
                    + " read: use the environment or a file");
        }
        if (key.equals(DATABASE_URL) && SECRET_PARAMETER.matcher(value).find()) {
            throw new OptionException(key + " must not contain a password on the command line, which every user of this"
                    + " machine can read: use " + DATABASE_PASSWORD_FILE + ", the environment or a file");
        }
    }

    private void read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new OptionException("cannot read " + file + ": " + e.getMessage());
        }
        properties.forEach((key, value) -> set(key.toString(), value.toString(), file.toString()));
    }

    private void set(String key, String value, String source) {
        if (!key.startsWith(KAFKA) && !DEFAULTS.containsKey(key)) {
            throw new OptionException(key + " (" + source + ") is unknown; options are "
                    + String.join(", ", DEFAULTS.keySet().stream().sorted().toList()) + " and " + KAFKA
                    + "… for Kafka's consumer");
        }
        if (key.startsWith(KAFKA) && FIXED.contains(key.substring(KAFKA.length()))) {
            throw new OptionException(key + " (" + source + ") cannot be set: exactly once depends on it");
        }
        settings.put(key, new Setting(value.strip(), source));
    }

    private void check() {
        require(TOPIC, !text(TOPIC).isEmpty(), "the name of a topic");
        require(GROUP, !text(GROUP).isEmpty(), "the name of a group");
        require(START, Set.of("earliest", "latest").contains(text(START)), "earliest or latest");
        integer(BATCH_RECORDS, 1, 1_000_000);
        integer(BATCH_BYTES, 1, 1 << 28);
        integer(RETRY_MAX_MS, 0, Integer.MAX_VALUE);
        require(
                DATABASE_URL,
                text(DATABASE_URL).startsWith("jdbc:postgresql:") && Driver.parseURL(text(DATABASE_URL), null) != null,
                "jdbc:postgresql://HOST:PORT/DATABASE");
        password();
    }

    private void require(String key, boolean holds, String expected) {
        if (!holds) {
            throw new OptionException(key + " (" + source(key) + ") is \"" + shown(key) + "\": must be " + expected);
        }
    }

    private String source(String key) {
        Setting setting = settings.get(key);
        return setting == null ? "default" : setting.source();
    }

    /**
     * The value for messages, without secrets: a URL may contain a password in its parameters, or mistakenly before an
     * {@code @}.
     */
    private String shown(String key) {
        String value = text(key);
        if (!key.equals(DATABASE_URL)) {
            return value;
        }
        return value.contains("@") ? "…" : value.replaceAll("(?s)[?].*", "…");
    }

    String text(String key) {
        Setting setting = settings.get(key);
        return setting == null ? DEFAULTS.getOrDefault(key, "") : setting.value();
    }

    int integer(String key, int least, int most) {
        try {
            int value = Integer.parseInt(text(key));
            require(key, value >= least && value <= most, "an integer from " + least + " to " + most);
            return value;
        } catch (NumberFormatException e) {
            throw new OptionException(key + " (" + source(key) + ") is \"" + text(key) + "\": must be an integer from "
                    + least + " to " + most);
        }
    }

    /** The password of the database, or null if none was given. */
    @Nullable
    String password() {
        String file = text(DATABASE_PASSWORD_FILE);
        if (file.isEmpty()) {
            return text(DATABASE_PASSWORD).isEmpty() ? null : text(DATABASE_PASSWORD);
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new OptionException(DATABASE_PASSWORD_FILE + " (" + source(DATABASE_PASSWORD_FILE)
                    + ") cannot be read: " + e.getMessage());
        }
    }

    /** The settings of Kafka's clients. */
    Map<String, Object> kafka() {
        Map<String, Object> kafka = new HashMap<>();
        DEFAULTS.forEach((key, value) -> putKafka(kafka, key, value));
        settings.forEach((key, setting) -> putKafka(kafka, key, setting.value()));
        return kafka;
    }

    private static void putKafka(Map<String, Object> kafka, String key, String value) {
        if (key.startsWith(KAFKA)) {
            kafka.put(key.substring(KAFKA.length()), value);
        }
    }

    /** The URL of the database for messages, without secrets. */
    String database() {
        return shown(DATABASE_URL);
    }
}
