package io.orderwire.standalone.pipeline;

import io.orderwire.gateway.GatewayOptions;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.ingestor.IngestorProcess;
import io.orderwire.parser.ParserOptions;
import io.orderwire.parser.ParserProcess;
import io.orderwire.runtime.config.ConfigurationException;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.standalone.broker.BrokerFault;
import io.orderwire.standalone.broker.BrokerOptions;
import io.orderwire.standalone.broker.BrokerUsers;
import io.orderwire.standalone.broker.EmbeddedKafka;
import io.orderwire.standalone.process.Lifetime;
import io.orderwire.standalone.process.ProcessHost;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole pipeline in this JVM, with an embedded Kafka whose data survive the process. */
public final class Standalone {
    private static final Logger log = LoggerFactory.getLogger(Standalone.class);
    static final int MANAGEMENT_PORT = 9100;
    static final String LOOPBACK = "127.0.0.1";
    static final String EVERY_INTERFACE = "0.0.0.0";

    /** Bound on Kafka's start: after a kill it reads the newest segment of every partition again. */
    private static final Duration KAFKA_START = Duration.ofMinutes(2);

    private static final Duration KAFKA_STOP = Duration.ofSeconds(3);

    private final Lifetime life;
    private final Settings.Loader loader;
    private final Retention retention;

    /** A standalone with the settings of {@code loader}, and with its own defaults for options that are not set. */
    public Standalone(Lifetime life, Settings.Loader loader, Retention retention) {
        this.life = life;
        this.loader = loader;
        this.retention = retention;
    }

    /**
     * Starts all parts and returns when orders can flow. Checks settings, state folder and ports before Kafka starts.
     *
     * @throws RuntimeException that {@link io.orderwire.standalone.process.Failures} maps to an exit code
     */
    public ReadyLine start() {
        Settings settings = settings();
        IngestorProcess.check(settings);
        ParserProcess.check(settings);
        GatewayProcess.check(settings);
        BrokerUsers users = KafkaAccess.users(settings);
        StateFolder state = life.keep("state folder", Duration.ofMillis(500), StateFolder.lock(folder(settings)));
        DiskSpace.report(state.path(), Retention.mostBytes(settings));
        requireFreePorts(settings);
        ProcessHost host = life.keep(
                "management",
                Duration.ofSeconds(1),
                new ProcessHost(life, settings, Clock.systemUTC(), System::nanoTime));
        EmbeddedKafka kafka = life.keep("embedded Kafka", KAFKA_STOP, startKafka(settings, users, state));
        log.info("Kafka at {}, its data in {}", kafka.advertisedServers(), state.kafka());

        loader.flag(PipelineOptions.BOOTSTRAP_SERVERS.name(), kafka.bootstrapServers());
        loader.fallback(ParserOptions.STATE_DIR.name(), state.path().resolve("streams"));
        Settings connected = loader.load();
        host.watchKafka(connected);
        GatewayProcess gateway = startProcesses(host.context(connected));
        host.started();
        return new ReadyLine()
                .with("http", gateway.httpUrl())
                .with("ws", gateway.wsUrl())
                .with("kafka", kafka.advertisedServers())
                .with("management", host.managementUrl());
    }

    /** Logs the values of all options, with secrets masked. */
    public void logConfiguration() {
        log.info("configuration:{}", settings().describe());
    }

    private static void requireFreePorts(Settings settings) {
        Ports.requireFree("http", "--port", settings.get(GatewayOptions.HOST), settings.get(GatewayOptions.PORT));
        boolean open = !settings.get(StandaloneOptions.BROKER_ADVERTISED_HOST).isEmpty();
        Ports.requireFree(
                "Kafka",
                "--kafka-port",
                open ? EVERY_INTERFACE : LOOPBACK,
                settings.get(StandaloneOptions.BROKER_PORT));
        Ports.requireFree(
                "management",
                "--management-port",
                settings.get(PipelineOptions.MANAGEMENT_HOST),
                settings.get(PipelineOptions.MANAGEMENT_PORT));
    }

    private Settings settings() {
        loader.fallback(PipelineOptions.INSTANCE_ID.name(), "standalone")
                .fallback(PipelineOptions.REPLICATION.name(), 1)
                .fallback(PipelineOptions.MANAGEMENT_PORT.name(), MANAGEMENT_PORT)
                // The embedded broker allows a shorter timeout than others do, so that a dead parser is noticed sooner.
                .fallback(ParserOptions.SESSION_TIMEOUT_MS.name(), 3_000)
                .fallback(GatewayOptions.STOP_DRAIN_MS.name(), 1_000);
        Settings settings = retention.asDefault(loader);
        if (settings.passedThrough("kafka.").containsKey("bootstrap.servers")) {
            throw new ConfigurationException("kafka.bootstrap.servers is set, but this command brings its own Kafka:"
                    + " for another one start ingestor, parser and gateway");
        }
        return settings;
    }

    private static Path folder(Settings settings) {
        Path given = settings.get(StandaloneOptions.STATE_DIR);
        return given.toString().isEmpty() ? StateFolder.byDefault(System.getenv()) : given;
    }

    private EmbeddedKafka startKafka(Settings settings, BrokerUsers users, StateFolder state) {
        String host = settings.get(StandaloneOptions.BROKER_ADVERTISED_HOST);
        int port = settings.get(StandaloneOptions.BROKER_PORT);
        BrokerOptions options;
        try {
            options = new BrokerOptions(
                    state.kafka(),
                    port,
                    host.isEmpty() ? null : host,
                    Map.of(),
                    users,
                    List.of(ParserOptions.applicationId(settings)));
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()));
        }
        return EmbeddedKafka.start(options, fault -> fault(fault, state.kafka()), KAFKA_START);
    }

    private void fault(BrokerFault fault, Path folder) {
        String why = DiskSpace.full(folder).orElse(fault.message());
        life.fail(new ProcessExit(ExitCode.UNEXPECTED, "the embedded Kafka failed: " + why, fault.cause()));
    }

    /** The order of the calls of {@code keep} makes the ingestor stop first: its last records still reach the clients. */
    private GatewayProcess startProcesses(ProcessContext context) {
        String instance = context.settings().get(PipelineOptions.INSTANCE_ID);
        GatewayProcess gateway = life.keep("gateway", Duration.ofSeconds(2), new GatewayProcess(context));
        ParserProcess parser = life.keep("parser", Duration.ofMillis(2_500), new ParserProcess(context, instance));
        IngestorProcess ingestor =
                life.keep("ingestor", Duration.ofMillis(1_500), new IngestorProcess(context, instance));
        ingestor.start();
        parser.start();
        gateway.start();
        return gateway;
    }
}
