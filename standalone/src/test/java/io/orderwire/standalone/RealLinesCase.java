package io.orderwire.standalone;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.orderwire.standalone.broker.BrokerOptions;
import io.orderwire.standalone.broker.EmbeddedKafka;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Ingestor, parser and gateway as processes, and lines of a node to feed them with. */
abstract class RealLinesCase {
    static final Duration SOON = Duration.ofSeconds(60);
    private static final String DATA = "orderwire.test.data";

    @TempDir
    private Path folder;

    RealLines lines;
    EmbeddedKafka kafka;
    Orderwire gateway;
    private Orderwire ingestor;
    private Orderwire parser;

    static void needsRealLines() {
        assumeTrue(System.getProperty(DATA) != null, "needs " + DATA + ", a node's real output");
    }

    @BeforeEach
    void start() throws Exception {
        Path data = folder.resolve("data");
        lines = new RealLines(Path.of(System.getProperty(DATA)), data, 4);
        kafka = EmbeddedKafka.start(BrokerOptions.loopback(folder.resolve("kafka"), 0));
        ingestor = start("ingestor", "--data", data.toString(), "--from", "beginning");
        parser = start("parser");
        gateway = start("gateway", "--port", "0");
    }

    final Orderwire start(String command, String... own) {
        List<String> all = new ArrayList<>(List.of(
                command,
                "--kafka",
                kafka.bootstrapServers(),
                "--management-port",
                "0",
                // The lines are as old as they are.
                "-D",
                "overload=complete"));
        all.addAll(List.of(own));
        return Orderwire.ready(all.toArray(String[]::new));
    }

    @AfterEach
    void stop() {
        EmbeddedKafka broker = kafka;
        Orderwire reads = ingestor;
        Orderwire parses = parser;
        Orderwire serves = gateway;
        try (broker;
                reads;
                parses;
                serves) {
            // Closed from the last to the first, whatever one of them says; those that never started are null.
        }
    }

    final void killGatewayAndStartItAgain() {
        int port = URI.create(gateway.value("http")).getPort();
        gateway.kill();
        gateway.awaitExit(SOON);
        gateway.close();
        gateway = start("gateway", "--port", String.valueOf(port));
    }

    final boolean hasSubscriptions(int count) throws Exception {
        return Stats.get(gateway.value("management") + "metrics")
                .body()
                .contains("orderwire_gateway_subscriptions " + count + ".0");
    }
}
