package io.orderwire.standalone.pipeline;

import io.orderwire.contract.position.Source;
import io.orderwire.gateway.GatewayOptions;
import io.orderwire.ingestor.IngestorOptions;
import io.orderwire.runtime.config.PipelineOptions;
import io.orderwire.runtime.config.Settings;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.standalone.process.Lifetime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A standalone on files that a simulator writes in this JVM, all in a temporary folder. */
public final class Demo {
    private static final Logger log = LoggerFactory.getLogger(Demo.class);
    private static final Source SHAPE = Source.STREAMING;
    private static final int LINE_BYTES = 603;

    /** Two files are on disk at a time; each has this size, or the size of ten seconds of lines if that is more. */
    private static final long FILE_BYTES = 256L << 20;

    private static final long SHORTEST_HOUR_MS = 10_000;
    private static final long LONGEST_HOUR_MS = 300_000;

    private final Lifetime life;
    private final Settings.Loader loader;
    private final double linesPerSecond;
    private final long seed;

    /** A demo that simulates {@code linesPerSecond}. */
    public Demo(Lifetime life, Settings.Loader loader, double linesPerSecond, long seed) {
        this.life = life;
        this.loader = loader;
        this.linesPerSecond = linesPerSecond;
        this.seed = seed;
    }

    /**
     * Starts all parts on free ports and returns when orders flow.
     *
     * @throws IOException if temporary files cannot be written
     */
    public ReadyLine start() throws IOException {
        TemporaryFolder folder =
                life.keep("temporary folder", Duration.ofSeconds(2), TemporaryFolder.create("orderwire-demo-"));
        Path data = folder.folder("data");
        Files.createDirectories(data.resolve(SHAPE.directory()).resolve("hourly"));
        log.info("a demo in {}, deleted at the end", folder.path());
        loader.flag(IngestorOptions.DATA_DIR.name(), data.toString());
        loader.flag(IngestorOptions.SOURCE.name(), SHAPE.option());
        loader.flag(StandaloneOptions.STATE_DIR.name(), folder.folder("state").toString());
        takeFreePorts();
        ReadyLine ready = new Standalone(life, loader, Retention.DEMO).start();
        simulate(data);
        return ready;
    }

    private void takeFreePorts() {
        Settings settings = loader.fallback(PipelineOptions.MANAGEMENT_PORT.name(), Standalone.MANAGEMENT_PORT)
                .load();
        Ports ports = new Ports();
        String gatewayHost = settings.get(GatewayOptions.HOST);
        String managementHost = settings.get(PipelineOptions.MANAGEMENT_HOST);
        boolean open = !settings.get(StandaloneOptions.BROKER_ADVERTISED_HOST).isEmpty();
        int http = ports.nextFree("http", gatewayHost, settings.get(GatewayOptions.PORT));
        int kafka = ports.nextFree(
                "Kafka",
                open ? OwnKafka.EVERY_INTERFACE : Standalone.LOOPBACK,
                settings.get(StandaloneOptions.BROKER_PORT));
        int management = ports.nextFree("management", managementHost, settings.get(PipelineOptions.MANAGEMENT_PORT));
        loader.flag(GatewayOptions.PORT.name(), String.valueOf(http));
        loader.flag(StandaloneOptions.BROKER_PORT.name(), String.valueOf(kafka));
        loader.flag(PipelineOptions.MANAGEMENT_PORT.name(), String.valueOf(management));
    }

    private void simulate(Path data) {
        double fileMillis = FILE_BYTES / (linesPerSecond * LINE_BYTES) * 1_000;
        SimulatorOptions options = SimulatorOptions.builder(data)
                .shape(SHAPE)
                .linesPerSecond(linesPerSecond)
                .seed(seed)
                .hourMillis((long) Math.max(SHORTEST_HOUR_MS, Math.min(LONGEST_HOUR_MS, fileMillis)))
                .keepHours(1)
                .build();
        Simulator simulator = life.keep("simulator", Duration.ofSeconds(1), new Simulator(options));
        Thread thread = new Thread(() -> run(simulator), "simulator");
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Simulator simulator) {
        try {
            simulator.run();
        } catch (RuntimeException e) {
            life.fail(new ProcessExit(ExitCode.UNEXPECTED, "the simulator failed: " + e.getMessage(), e));
        }
    }
}
