package io.orderwire.system.process;

import io.orderwire.broker.BrokerOptions;
import io.orderwire.broker.EmbeddedKafka;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Ingestor, parser and gateway as processes, on a broker of their own. */
public final class ProcessPipeline implements AutoCloseable {
    public static final Duration SOON = Duration.ofSeconds(60);
    public static final int PARTITIONS = 8;

    private final EmbeddedKafka kafka;
    private final Path data;
    private final List<String> gatewayOptions;
    private @Nullable Orderwire ingestor;
    private @Nullable Orderwire parser;
    private @Nullable Orderwire gateway;

    private ProcessPipeline(Path folder, List<String> gatewayOptions) throws IOException {
        this.data = Files.createDirectories(folder.resolve("data"));
        this.gatewayOptions = gatewayOptions;
        this.kafka = EmbeddedKafka.start(BrokerOptions.loopback(folder.resolve("kafka"), 0));
    }

    /** Starts it below a folder; the gateway gets those options besides. */
    public static ProcessPipeline start(Path folder, String... gatewayOptions) throws IOException {
        ProcessPipeline pipeline = new ProcessPipeline(folder, List.of(gatewayOptions));
        try {
            pipeline.ingestor = pipeline.start("ingestor", "--data", pipeline.data.toString(), "--from", "beginning");
            pipeline.parser = pipeline.start("parser");
            pipeline.gateway = pipeline.startGateway("0");
            return pipeline;
        } catch (RuntimeException | Error e) {
            pipeline.close();
            throw e;
        }
    }

    private Orderwire startGateway(String port) {
        List<String> own = new ArrayList<>(gatewayOptions);
        own.addAll(List.of("--port", port));
        return start("gateway", own.toArray(String[]::new));
    }

    private Orderwire start(String command, String... own) {
        // Lines of an hour long ago are not shed.
        List<String> all = new ArrayList<>(List.of("-D", "overload=complete"));
        all.addAll(List.of(own));
        return Orderwire.part(command, kafka.bootstrapServers(), PARTITIONS, all);
    }

    /** The bootstrap servers of its broker. */
    public String kafka() {
        return kafka.bootstrapServers();
    }

    /** The node's data folder that the ingestor reads. */
    public Path data() {
        return data;
    }

    /** The value of a name in the ready line of the gateway. */
    public String gateway(String name) {
        return running().value(name);
    }

    /** The URLs of the management ports, by the name of the process. */
    public Map<String, String> management() {
        Map<String, String> urls = new LinkedHashMap<>();
        urls.put("ingestor", Objects.requireNonNull(ingestor).value("management"));
        urls.put("parser", Objects.requireNonNull(parser).value("management"));
        urls.put("gateway", gateway("management"));
        return urls;
    }

    private Orderwire running() {
        if (gateway == null) {
            throw new IllegalStateException("the gateway does not run");
        }
        return gateway;
    }

    public void killGatewayAndStartItAgain() {
        Orderwire killed = running();
        int port = URI.create(killed.value("http")).getPort();
        gateway = null;
        killed.kill();
        gateway = startGateway(String.valueOf(port));
    }

    public boolean hasSubscriptions(int count) throws Exception {
        return Stats.get(gateway("management") + "metrics")
                .body()
                .contains("orderwire_gateway_subscriptions " + count + ".0");
    }

    @Override
    public void close() {
        EmbeddedKafka broker = kafka;
        Orderwire reads = ingestor;
        Orderwire parses = parser;
        Orderwire serves = gateway;
        try (broker;
                reads;
                parses;
                serves) {
            // Closed from the last to the first, whichever of them fails; those that never started are null.
        }
    }
}
