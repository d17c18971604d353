package io.orderwire.benchmarks;

import io.orderwire.contract.position.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Broker, ingestor and any number of parsers, each in a JVM of its own, the parsers to be killed. */
public final class ParserFleet implements AutoCloseable {
    private final Path folder;
    private final int sessionTimeoutMs;
    private final List<ChildProcess> servers = new ArrayList<>();
    private final Map<String, ChildProcess> parsers = new HashMap<>();
    private String bootstrapServers = "";

    private ParserFleet(int sessionTimeoutMs) throws IOException {
        this.sessionTimeoutMs = sessionTimeoutMs;
        this.folder = Files.createTempDirectory("orderwire-bench");
        Files.createDirectories(data());
    }

    /** Starts broker and ingestor. */
    public static ParserFleet start(List<String> brokerSettings, int sessionTimeoutMs) throws IOException {
        ParserFleet fleet = new ParserFleet(sessionTimeoutMs);
        try {
            fleet.startServers(brokerSettings);
            return fleet;
        } catch (IOException | RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    private void startServers(List<String> brokerSettings) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(folder.resolve("kafka").toString(), "0"));
        arguments.addAll(brokerSettings);
        ChildProcess broker =
                ChildProcess.java(log("broker"), List.of("-Xmx512m"), BrokerMain.class.getName(), arguments);
        servers.add(broker);
        bootstrapServers = broker.awaitLine();
        ChildProcess ingestor = ChildProcess.orderwire(
                log("ingestor"),
                Cores.shared(),
                List.of("-Xmx256m"),
                List.of(
                        "ingestor",
                        "--kafka",
                        bootstrapServers,
                        "--management-port",
                        "0",
                        "--overload",
                        "complete",
                        "--data",
                        data().toString(),
                        "--source",
                        Source.STREAMING.option()));
        servers.add(ingestor);
        ingestor.awaitLine();
    }

    /** Starts a parser under a name, which it had before when it was killed. */
    void startParser(String name) throws IOException {
        startParser(name, List.of());
    }

    /** Starts a parser under a name with further options of Java. */
    public void startParser(String name, List<String> jvmOptions) throws IOException {
        List<String> options = new ArrayList<>(List.of("-Xmx768m", "-XX:MetaspaceSize=96m", "-XX:+UseParallelGC"));
        options.addAll(jvmOptions);
        parsers.put(
                name,
                ChildProcess.orderwire(
                        log(name),
                        Cores.shared(),
                        options,
                        List.of(
                                "parser",
                                "--kafka",
                                bootstrapServers,
                                "--management-port",
                                "0",
                                "-D",
                                "instance.id=" + name,
                                "-D",
                                "overload=complete",
                                "-D",
                                "parser.session.timeout.ms=" + sessionTimeoutMs)));
    }

    /** Until it has a place among the parsers. */
    public void awaitParser(String name) throws IOException {
        parser(name).awaitLine();
    }

    void killParser(String name) {
        parser(name).kill();
    }

    /** The process of a parser that was started. */
    public ChildProcess parser(String name) {
        ChildProcess parser = parsers.get(name);
        if (parser == null) {
            throw new IllegalStateException("no parser " + name);
        }
        return parser;
    }

    private Path log(String name) {
        return folder.resolve(name + ".log");
    }

    /** Folder that the simulator writes to. */
    public Path data() {
        return folder.resolve("data");
    }

    /** Address of the broker. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() throws IOException {
        parsers.values().forEach(ChildProcess::close);
        for (int i = servers.size() - 1; i >= 0; i--) {
            servers.get(i).close();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
