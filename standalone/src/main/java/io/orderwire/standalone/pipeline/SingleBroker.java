package io.orderwire.standalone.pipeline;

import io.orderwire.broker.EmbeddedKafka;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.standalone.log.LogFormat;
import io.orderwire.standalone.process.Lifetime;
import io.orderwire.standalone.process.ProcessHost;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded Kafka alone in this JVM, for processes of the pipeline elsewhere. */
public final class SingleBroker {
    private static final Logger log = LoggerFactory.getLogger(SingleBroker.class);

    private final Lifetime life;
    private final Settings.Loader loader;

    /** A broker with the settings of {@code loader}. */
    public SingleBroker(Lifetime life, Settings.Loader loader) {
        this.life = life;
        this.loader = loader;
    }

    /**
     * Checks settings without starting anything.
     *
     * @throws io.orderwire.runtime.config.ConfigurationException naming the setting with which a broker cannot be started
     */
    public static void check(Settings settings) {
        OwnKafka.check(settings);
    }

    /**
     * Starts Kafka and returns when it serves.
     *
     * @throws RuntimeException that {@link io.orderwire.standalone.process.Failures} maps to an exit code
     */
    public ReadyLine start() {
        loader.fallback(PipelineOptions.MANAGEMENT_PORT.name(), Standalone.MANAGEMENT_PORT);
        Settings settings = OwnKafka.settings(loader, Retention.STANDALONE);
        LogFormat.apply(settings);
        log.info("configuration:{}", settings.describe());
        OwnKafka own = OwnKafka.prepare(life, settings);
        OwnKafka.requireFreePort(settings);
        Ports.requireFreeManagement(settings);
        ProcessHost host = life.keep(
                "management",
                Duration.ofSeconds(1),
                new ProcessHost(life, settings, Clock.systemUTC(), System::nanoTime));
        EmbeddedKafka kafka = own.start();
        loader.flag(PipelineOptions.BOOTSTRAP_SERVERS.name(), kafka.bootstrapServers());
        host.watchKafka(loader.load());
        host.started();
        ReadyLine ready =
                new ReadyLine().with("kafka", kafka.advertisedServers()).with("management", host.managementUrl());
        new StartSummary("a broker").listens(ready).state(own.folder()).log();
        return ready;
    }
}
