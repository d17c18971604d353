package io.orderwire.benchmarks.peers;

import io.orderwire.benchmarks.ChildProcess;
import io.orderwire.benchmarks.whole.LineSource;
import io.orderwire.benchmarks.whole.SimulatedLines;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A watcher of a hundred lines of Python: tails the file, parses in a thread pool, sends everything to everybody. */
final class PythonWatcher implements ServedPeer {
    private static final String SCRIPT = "watcher.py";
    private static final String PYTHON = "python3";

    @Override
    public String name() {
        return "python watcher";
    }

    @Override
    public Optional<String> missing() {
        return Programs.missing(PYTHON, PYTHON);
    }

    @Override
    public String configuration() {
        return Programs.find(PYTHON).orElse(PYTHON) + " " + SCRIPT
                + " DATA    (polls every 10 ms, reads up to 256 KiB at once, 4 threads, no queue to Kafka)";
    }

    @Override
    public Feed feed() {
        return Feed.WATCHER;
    }

    @Override
    public Server start(TemporaryFolder folder) throws IOException {
        Path script = folder.path().resolve(SCRIPT);
        try (InputStream in = Objects.requireNonNull(PythonWatcher.class.getResourceAsStream(SCRIPT))) {
            Files.copy(in, script);
        }
        Path data = Files.createDirectory(folder.path().resolve("data"));
        Path log = folder.path().resolve("log");
        ChildProcess child = ChildProcess.command(
                log, List.of(Programs.find(PYTHON).orElseThrow(), script.toString(), data.toString()));
        try {
            String port = child.awaitLine();
            return new Running(child, PeerProcess.of(child, log), new SimulatedLines(data), port);
        } catch (IOException | RuntimeException e) {
            child.close();
            throw e;
        }
    }

    private record Running(ChildProcess child, PeerProcess process, LineSource lines, String port) implements Server {
        @Override
        public URI url() {
            return URI.create("ws://127.0.0.1:" + port);
        }

        @Override
        public void close() throws IOException {
            try (child) {
                lines.close();
            }
        }
    }
}
