package io.orderwire.benchmarks.peers;

import io.orderwire.benchmarks.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The FileStreamSource of Kafka Connect in a standalone worker, with a class path of its own: the libraries of the example
 * {@code examples/connect}. The heap and the collector are those of Kafka's own start script.
 */
final class ConnectFileSource implements IngestPeer {
    private static final String MAIN = "org.apache.kafka.connect.cli.ConnectStandalone";
    private static final List<String> JVM = List.of("-Xms256m", "-Xmx2g", "-XX:+UseG1GC", "-XX:MaxGCPauseMillis=20");

    private final Path example;

    ConnectFileSource() {
        example = repository().resolve("examples").resolve("connect");
    }

    /** Where the launcher is that started the benchmark, or else is found above the working folder. */
    private static Path repository() {
        String launcher = System.getenv("BENCH_LAUNCHER");
        Path folder = launcher == null
                ? Path.of("").toAbsolutePath()
                : Path.of(launcher).resolveSibling("");
        for (Path at = folder; at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("orderwire"))) {
                return at;
            }
        }
        return folder;
    }

    @Override
    public String name() {
        return "connect file source";
    }

    private Path libraries() {
        return example.resolve("target").resolve("lib");
    }

    @Override
    public Optional<String> missing() throws IOException {
        return plugin().isPresent()
                ? Optional.empty()
                : Optional.of("not installed: mvn -q -pl examples/connect generate-resources");
    }

    private Optional<Path> plugin() throws IOException {
        if (!Files.isDirectory(libraries())) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.list(libraries())) {
            return files.filter(file -> file.getFileName().toString().startsWith("connect-file-"))
                    .findFirst();
        }
    }

    @Override
    public String topic(Task task) {
        return task.name();
    }

    private static String worker(Task task, Path plugin) {
        return """
                bootstrap.servers=%s
                plugin.path=%s
                plugin.discovery=service_load
                key.converter=org.apache.kafka.connect.storage.StringConverter
                value.converter=org.apache.kafka.connect.storage.StringConverter
                offset.storage.file.filename=%s/offsets
                offset.flush.interval.ms=1000
                listeners=http://127.0.0.1:0
                producer.compression.type=lz4
                producer.linger.ms=50
                producer.batch.size=1000000
                producer.buffer.memory=67108864
                """.formatted(task.kafka(), plugin, task.folder());
    }

    private String source(Task task) {
        return """
                name=lines
                connector.class=org.apache.kafka.connect.file.FileStreamSourceConnector
                tasks.max=1
                file=%s
                topic=%s
                batch.size=10000
                """.formatted(task.file(), topic(task));
    }

    @Override
    public String configuration(Task task) {
        return "java " + String.join(" ", JVM) + " " + MAIN + " with\n" + worker(task, Path.of("connect-file.jar"))
                + source(task);
    }

    @Override
    public PeerProcess start(Task task) throws IOException {
        Path log = task.folder().resolve("log");
        Path worker =
                Files.writeString(task.folder().resolve("worker.properties"), worker(task, plugin().orElseThrow()));
        Path source = Files.writeString(task.folder().resolve("source.properties"), source(task));
        return PeerProcess.of(
                ChildProcess.java(
                        log,
                        example + ":" + libraries() + "/*",
                        JVM,
                        MAIN,
                        List.of(worker.toString(), source.toString())),
                log);
    }
}
