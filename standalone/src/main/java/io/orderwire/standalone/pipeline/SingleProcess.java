package io.orderwire.standalone.pipeline;

import io.orderwire.gateway.GatewayOptions;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.ingestor.IngestorProcess;
import io.orderwire.parser.ParserOptions;
import io.orderwire.parser.ParserProcess;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.kafka.KafkaClients;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.process.PipelineProcess;
import io.orderwire.runtime.process.ProcessContext;
import io.orderwire.runtime.stats.NameClaim;
import io.orderwire.runtime.stats.ProcessIdentity;
import io.orderwire.runtime.stats.StatsNames;
import io.orderwire.standalone.log.LogFormat;
import io.orderwire.standalone.process.Lifetime;
import io.orderwire.standalone.process.ProcessHost;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process of the pipeline alone in this JVM, against a Kafka elsewhere. */
public final class SingleProcess {
    private static final Logger log = LoggerFactory.getLogger(SingleProcess.class);
    private static final Duration STOP = Duration.ofSeconds(8);
    private static final Pattern FOREIGN_TO_KAFKA = Pattern.compile("[^a-zA-Z0-9._-]");
    private static final int MOST_HOST_CHARACTERS = 100;

    private final Lifetime life;
    private final Settings.Loader loader;
    private final Clock clock;
    private final LongSupplier nanoTime;

    /** A process with the settings of {@code loader}, the wall clock {@code clock} and {@link System#nanoTime}. */
    public SingleProcess(Lifetime life, Settings.Loader loader, Clock clock) {
        this(life, loader, clock, System::nanoTime);
    }

    /** A process with the settings of {@code loader}, a wall clock and a monotonic time. */
    public SingleProcess(Lifetime life, Settings.Loader loader, Clock clock, LongSupplier nanoTime) {
        this.life = life;
        this.loader = loader;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Starts the ingestor and returns when it follows the files. */
    public ReadyLine ingestor() throws InterruptedException {
        Settings settings = settings(9101);
        IngestorProcess.check(settings);
        ProcessHost host = host(settings);
        // The name is not claimed: a second ingestor must take over, and Kafka then fences the first.
        ProcessContext context = context(host, ProcessIdentity.hostName());
        start(host, "ingestor", new IngestorProcess(context, instance(context)));
        ReadyLine ready = new ReadyLine().with("management", host.managementUrl());
        new StartSummary("an ingestor")
                .listens(ready)
                .reads(settings)
                .kafka(settings)
                .log();
        return ready;
    }

    /** Starts a parser and returns when it has joined the group of parsers. */
    public ReadyLine parser() throws InterruptedException {
        Settings settings = settings(9102);
        ParserOptions.check(settings);
        ProcessHost host = host(settings);
        ProcessContext context = context(host, ownName(StatsNames.PARSER, host, settings));
        start(host, "parser", new ParserProcess(context, instance(context)));
        ReadyLine ready = new ReadyLine().with("management", host.managementUrl());
        new StartSummary("a parser").listens(ready).kafka(settings).log();
        return ready;
    }

    /** Starts a gateway and returns when it serves. */
    public ReadyLine gateway() throws InterruptedException {
        Settings settings = settings(9103);
        GatewayProcess.check(settings);
        Ports.requireFree("http", "--port", settings.get(GatewayOptions.HOST), settings.get(GatewayOptions.PORT));
        ProcessHost host = host(settings);
        GatewayProcess gateway = new GatewayProcess(context(host, ownName(StatsNames.GATEWAY, host, settings)));
        start(host, "gateway", gateway);
        ReadyLine ready = new ReadyLine()
                .with("http", gateway.httpUrl())
                .with("ws", gateway.wsUrl())
                .with("management", host.managementUrl());
        new StartSummary("a gateway").listens(ready).kafka(settings).log();
        return ready;
    }

    private Settings settings(int managementPort) {
        Settings settings = loader.fallback(PipelineOptions.MANAGEMENT_PORT.name(), managementPort)
                .load();
        LogFormat.apply(settings);
        log.info("configuration:{}", settings.describe());
        return settings;
    }

    private ProcessHost host(Settings settings) throws InterruptedException {
        Ports.requireFreeManagement(settings);
        ProcessHost host =
                life.keep("management", Duration.ofSeconds(1), new ProcessHost(life, settings, clock, nanoTime));
        KafkaAddress.await(settings);
        host.watchKafka(settings);
        return host;
    }

    private ProcessContext context(ProcessHost host, String instance) {
        return host.context(
                loader.fallback(PipelineOptions.INSTANCE_ID.name(), instance).load());
    }

    private static String instance(ProcessContext context) {
        return context.settings().get(PipelineOptions.INSTANCE_ID);
    }

    private void start(ProcessHost host, String name, PipelineProcess process) {
        life.keep(name, STOP, process).start();
        host.started();
    }

    /** The configured name, or a default one; checks that no other running process of the role has it. */
    private static String ownName(String role, ProcessHost host, Settings settings) {
        NameClaim claim = new NameClaim(
                new KafkaClients(settings),
                role,
                OutputTopics.of(settings),
                Duration.ofMillis(settings.get(PipelineOptions.STARTUP_TIMEOUT_MS)));
        String configured = settings.get(PipelineOptions.INSTANCE_ID);
        if (configured.isEmpty()) {
            return claim.byDefault(hostAndPort(host));
        }
        claim.configured(configured);
        return configured;
    }

    /** Contains the management port, which differs between the processes of a host and usually survives a restart. */
    private static String hostAndPort(ProcessHost host) {
        String name = FOREIGN_TO_KAFKA.matcher(ProcessIdentity.hostName()).replaceAll("-");
        return name.substring(0, Math.min(MOST_HOST_CHARACTERS, name.length())) + "-"
                + URI.create(host.managementUrl()).getPort();
    }
}
