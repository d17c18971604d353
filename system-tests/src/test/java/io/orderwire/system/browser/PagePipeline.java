package io.orderwire.system.browser;

import io.orderwire.system.process.Orderwire;
import io.orderwire.testing.broker.TestBroker;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ingestor, parser and gateway as processes that can be killed and started again. The ingestor commits as little at once as it
 * can, so that a test can overload it. The limits of ages are so high that a slow machine counts as
 * fresh.
 */
final class PagePipeline implements AutoCloseable {
    private static final int PARTITIONS = 4;

    private final TestBroker broker = TestBroker.embedded();
    private final Map<String, Orderwire> processes = new HashMap<>();
    private final Path data;
    private String gatewayPort = "0";

    PagePipeline(Path data) {
        this.data = data;
        try {
            start("ingestor");
            start("parser");
            start("gateway");
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    /** Where the gateway serves the page; it stays the same when the gateway starts again. */
    String page() {
        return process("gateway").value("http");
    }

    private Orderwire process(String command) {
        Orderwire process = processes.get(command);
        if (process == null) {
            throw new IllegalStateException("no " + command + " runs");
        }
        return process;
    }

    /** Starts one of the processes, with its ports of before. */
    void start(String command) {
        List<String> line =
                new ArrayList<>(List.of(command, "--kafka", broker.bootstrapServers(), "--management-port", "0"));
        if (command.equals("ingestor")) {
            line.addAll(List.of("--data", data.toString(), "--source", "by-block", "--from", "beginning"));
        } else if (command.equals("gateway")) {
            line.addAll(List.of("--port", gatewayPort));
        }
        for (String option : List.of(
                "partitions=" + PARTITIONS,
                "overload=latest",
                "catch.up.max.ms=1000",
                "warm.up.max.ms=0",
                "ingestor.max.age.ms=6000",
                "ingestor.cycle.ms=40",
                "ingestor.cycle.bytes=65536",
                "parser.max.age.ms=20000",
                "gateway.max.age.ms=20000",
                "node.silent.max.ms=4000",
                "node.lag.max.ms=60000")) {
            line.addAll(List.of("-D", option));
        }
        processes.put(command, Orderwire.ready(line.toArray(String[]::new)));
        if (command.equals("gateway")) {
            gatewayPort = String.valueOf(URI.create(page()).getPort());
        }
    }

    /** Kills one of the processes on the spot. */
    void kill(String command) {
        process(command).kill();
        processes.remove(command);
    }

    @Override
    public void close() {
        try {
            processes.values().forEach(Orderwire::close);
        } finally {
            broker.close();
        }
    }
}
