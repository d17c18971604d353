package io.orderwire.standalone.pipeline;

import io.orderwire.broker.BrokerFault;
import io.orderwire.broker.BrokerOptions;
import io.orderwire.broker.EmbeddedKafka;
import io.orderwire.parser.ParserOptions;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.standalone.process.Lifetime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded Kafka of this process, as the settings describe it, and the state folder that holds its data. */
final class OwnKafka {
    private static final Logger log = LoggerFactory.getLogger(OwnKafka.class);
    static final String EVERY_INTERFACE = "0.0.0.0";
    private static final String LOCAL_PROTOCOL = "PLAINTEXT";

    /** Bound on the start: after a kill, Kafka reads the newest segment of every partition again. */
    private static final Duration START = Duration.ofMinutes(2);

    private static final Duration STOP = Duration.ofSeconds(3);

    private final Lifetime life;
    private final StateFolder state;
    private final BrokerOptions options;

    private OwnKafka(Lifetime life, StateFolder state, BrokerOptions options) {
        this.life = life;
        this.state = state;
        this.options = options;
    }

    /**
     * The settings of a command that starts a Kafka, with the defaults of its retention.
     *
     * @throws ConfigurationException if they name another Kafka, or a protocol that this one does not speak to its process
     */
    static Settings settings(Settings.Loader loader, Retention retention) {
        Settings settings = retention.asDefault(loader);
        requireOwn(settings);
        return settings;
    }

    private static void requireOwn(Settings settings) {
        if (settings.passedThrough("kafka.").containsKey("bootstrap.servers")) {
            throw new ConfigurationException("kafka.bootstrap.servers is set, but this command brings its own Kafka:"
                    + " for another one start ingestor, parser and gateway");
        }
        // Clients of this process use the loopback listener, which has neither passwords nor TLS: with a protocol for
        // the other listeners they would never connect, and the process would never be ready.
        for (String prefix : Settings.PASS_THROUGH) {
            Object protocol = settings.passedThrough(prefix).getOrDefault("security.protocol", LOCAL_PROTOCOL);
            if (!protocol.equals(LOCAL_PROTOCOL)) {
                throw new ConfigurationException(prefix + "security.protocol is " + protocol
                        + ", but this command brings its own Kafka, which its own clients reach with " + LOCAL_PROTOCOL
                        + ": set it for the processes that connect from elsewhere only");
            }
        }
    }

    /** Checks the settings as {@link #settings} and {@link #prepare} do, without locking or writing anything. */
    static void check(Settings settings) {
        requireOwn(settings);
        options(settings, Path.of(StateFolder.KAFKA));
    }

    /**
     * Checks the settings and locks the state folder. Kafka is not started yet.
     *
     * @throws RuntimeException that {@link io.orderwire.standalone.process.Failures} maps to an exit code
     */
    static OwnKafka prepare(Lifetime life, Settings settings) {
        Path folder = settings.get(StandaloneOptions.STATE_DIR);
        Path path = folder.toString().isEmpty() ? StateFolder.byDefault(System.getenv()) : folder;
        // Before the folder is created: a start that the settings forbid writes nothing.
        BrokerOptions options = options(settings, path.resolve(StateFolder.KAFKA));
        StateFolder state = life.keep("state folder", Duration.ofMillis(500), StateFolder.lock(path));
        DiskSpace.report(state.path(), Retention.mostBytes(settings));
        return new OwnKafka(life, state, options);
    }

    private static BrokerOptions options(Settings settings, Path data) {
        try {
            return new BrokerOptions(
                    data,
                    settings.get(StandaloneOptions.BROKER_PORT),
                    orNull(settings.get(StandaloneOptions.BROKER_ADVERTISED_HOST)),
                    orNull(settings.get(StandaloneOptions.BROKER_EXTERNAL_ADDRESS)),
                    Map.of(),
                    KafkaAccess.users(settings),
                    List.of(ParserOptions.applicationId(settings)));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    /** @throws ProcessExit {@link ExitCode#PORT_BUSY} if a port of the Kafka that the settings describe is not free */
    static void requireFreePort(Settings settings) {
        boolean open = !settings.get(StandaloneOptions.BROKER_ADVERTISED_HOST).isEmpty();
        Ports.requireFree(
                "Kafka",
                "--kafka-port",
                open ? EVERY_INTERFACE : Standalone.LOOPBACK,
                settings.get(StandaloneOptions.BROKER_PORT));
    }

    /** Starts Kafka and returns when it serves; a fault afterwards ends the process. */
    EmbeddedKafka start() {
        EmbeddedKafka kafka = life.keep("embedded Kafka", STOP, EmbeddedKafka.start(options, this::fault, START));
        log.info("Kafka at {}, its data in {}", kafka.advertisedServers(), state.kafka());
        return kafka;
    }

    private void fault(BrokerFault fault) {
        String why = DiskSpace.full(state.kafka()).orElse(fault.message());
        life.fail(new ProcessExit(ExitCode.UNEXPECTED, "the embedded Kafka failed: " + why, fault.cause()));
    }

    /** The state folder. */
    Path folder() {
        return state.path();
    }
}
