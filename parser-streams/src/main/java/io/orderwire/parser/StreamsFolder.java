package io.orderwire.parser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state folder that Kafka Streams requires: the configured one, or one with a unique name in Java's temporary folder. It is
 * not created here, because Streams writes there for stores on disk only, which the parser does not have: no part of the file
 * system has to be writable. If Streams creates a temporary folder nevertheless, it is deleted at the end.
 */
final class StreamsFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StreamsFolder.class);

    private final Path path;
    private final boolean temporary;

    /**
     * @param configured the configured folder; empty for a temporary one
     */
    StreamsFolder(Path configured) {
        temporary = configured.toString().isEmpty();
        path = temporary
                ? Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "orderwire-parser" + UUID.randomUUID())
                : configured.toAbsolutePath();
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        if (!temporary || !Files.exists(path)) {
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
