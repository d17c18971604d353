package io.orderwire.standalone.pipeline;

import io.orderwire.broker.EmbeddedKafka;
import io.orderwire.gateway.GatewayOptions;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.ingestor.IngestorProcess;
import io.orderwire.parser.ParserOptions;
import io.orderwire.parser.ParserProcess;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.standalone.log.LogFormat;
import io.orderwire.standalone.process.Lifetime;
import io.orderwire.standalone.process.ProcessHost;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole pipeline in this JVM, with an embedded Kafka whose data survive the process. */
public final class Standalone {
    private static final Logger log = LoggerFactory.getLogger(Standalone.class);
    static final int MANAGEMENT_PORT = 9100;
    static final String LOOPBACK = "127.0.0.1";

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
        LogFormat.apply(settings);
        IngestorProcess.check(settings);
        ParserOptions.check(settings);
        GatewayProcess.check(settings);
        OwnKafka own = OwnKafka.prepare(life, settings);
        requireFreePorts(settings);
        ProcessHost host = life.keep(
                "management",
                Duration.ofSeconds(1),
                new ProcessHost(life, settings, Clock.systemUTC(), System::nanoTime));
        EmbeddedKafka kafka = own.start();
        loader.flag(PipelineOptions.BOOTSTRAP_SERVERS.name(), kafka.bootstrapServers());
        loader.fallback(ParserOptions.STATE_DIR.name(), own.folder().resolve("streams"));
        Settings connected = loader.load();
        host.watchKafka(connected);
        GatewayProcess gateway = startProcesses(host.context(connected));
        host.started();
        ReadyLine ready = new ReadyLine()
                .with("http", gateway.httpUrl())
                .with("ws", gateway.wsUrl())
                .with("kafka", kafka.advertisedServers())
                .with("management", host.managementUrl());
        new StartSummary("the whole pipeline")
                .listens(ready)
                .reads(settings)
                .state(own.folder())
                .log();
        return ready;
    }

    /** Logs the values of all options, with secrets masked. */
    public void logConfiguration() {
        Settings settings = settings();
        LogFormat.apply(settings);
        log.info("configuration:{}", settings.describe());
    }

    private static void requireFreePorts(Settings settings) {
        Ports.requireFree("http", "--port", settings.get(GatewayOptions.HOST), settings.get(GatewayOptions.PORT));
        OwnKafka.requireFreePort(settings);
        Ports.requireFreeManagement(settings);
    }

    /** The settings of the standalone that {@code run} starts, from the values of a loader. */
    public static Settings settings(Settings.Loader loader) {
        return settings(loader, Retention.STANDALONE);
    }

    private Settings settings() {
        return settings(loader, retention);
    }

    private static Settings settings(Settings.Loader loader, Retention retention) {
        loader.fallback(PipelineOptions.INSTANCE_ID.name(), "standalone")
                .fallback(PipelineOptions.REPLICATION.name(), 1)
                .fallback(PipelineOptions.MANAGEMENT_PORT.name(), MANAGEMENT_PORT)
                // The embedded broker allows a shorter timeout than others do, so that a dead parser is noticed sooner.
                .fallback(ParserOptions.SESSION_TIMEOUT_MS.name(), 3_000)
                .fallback(GatewayOptions.STOP_DRAIN_MS.name(), 1_000);
        return OwnKafka.settings(loader, retention);
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
