package io.orderwire.parser;

import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder that Kafka Streams wants, though no state is kept in it: the configured one, or a temporary one. */
final class StreamsFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StreamsFolder.class);

    private final Path path;
    private final boolean temporary;

    /** @param configured empty for a temporary one */
    StreamsFolder(Path configured) {
        temporary = configured.toString().isEmpty();
        path = temporary ? create() : configured.toAbsolutePath();
    }

    private static Path create() {
        try {
            return Files.createTempDirectory("orderwire-parser");
        } catch (IOException e) {
            throw new ProcessExit(ExitCode.UNEXPECTED, "no temporary folder: " + e, e);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        if (!temporary) {
            return;
        }
        try (Stream<Path> found = Files.walk(path)) {
            for (Path file : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            log.warn("temporary folder {} not deleted: {}", path, e.toString());
        }
    }
}
