package io.orderwire.benchmarks.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.benchmarks.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The NATS server with its listener for WebSockets; the benchmark publishes the lines to it. */
final class NatsServer implements ServedPeer {
    private static final String PROGRAM = "nats-server";
    private static final int START_SECONDS = 10;

    private final boolean lineEach;

    /** @param lineEach a message for each line instead of one for each block of lines */
    NatsServer(boolean lineEach) {
        this.lineEach = lineEach;
    }

    @Override
    public String name() {
        return lineEach ? "nats, a line each" : "nats, blocks";
    }

    @Override
    public Optional<String> missing() {
        return Programs.missing(PROGRAM, PROGRAM);
    }

    private static String configuration(String folder) {
        return """
                listen: "127.0.0.1:-1"
                ports_file_dir: "%s"
                websocket { listen: "127.0.0.1:-1", no_tls: true }
                """.formatted(folder);
    }

    @Override
    public String configuration() {
        return "nats-server -c FILE, published is " + (lineEach ? "a line" : "a block of lines")
                + " in each message; core NATS, which keeps nothing\n" + configuration("FOLDER");
    }

    @Override
    public Feed feed() {
        return Feed.NATS;
    }

    @Override
    public Server start(TemporaryFolder folder) throws IOException {
        Path file = Files.writeString(
                folder.path().resolve("nats.conf"), configuration(folder.path().toString()));
        PeerProcess process = PeerProcess.start(
                folder.path().resolve("log"),
                List.of(List.of(Programs.find(PROGRAM).orElseThrow(), "-c", file.toString())));
        try {
            JsonNode ports = new ObjectMapper().readTree(ports(folder.path(), process));
            URI publishers = URI.create(ports.at("/nats/0").asText());
            URI clients = URI.create(ports.at("/websocket/0").asText());
            Path lines = Files.createDirectory(folder.path().resolve("data"));
            return new Running(process, new PublishedLines(lines, publishers, lineEach), clients);
        } catch (IOException | RuntimeException e) {
            process.close();
            throw e;
        }
    }

    /** The file in which it says on which ports it listens. */
    private static String ports(Path folder, PeerProcess process) throws IOException {
        String[] text = {""};
        try {
            Waiting.until(
                    () -> {
                        process.requireAlive();
                        Path file = portsFile(folder);
                        text[0] = file == null ? "" : Files.readString(file);
                        return text[0].endsWith("}");
                    },
                    START_SECONDS);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("the NATS server did not start", e);
        }
        if (text[0].isEmpty()) {
            throw new IOException("the NATS server did not start within 10 s: " + process.logged());
        }
        return text[0];
    }

    private static @Nullable Path portsFile(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".ports"))
                    .findFirst()
                    .orElse(null);
        }
    }

    private record Running(PeerProcess process, PublishedLines lines, URI url) implements Server {
        @Override
        public void close() throws IOException {
            try (process) {
                lines.close();
            }
        }
    }
}
