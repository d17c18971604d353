package io.orderwire.standalone.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs at the start how large the state folder may become, and warns if the disk is too small. */
final class DiskSpace {
    private static final Logger log = LoggerFactory.getLogger(DiskSpace.class);

    /** Kafka needs room for a whole record of up to 4 MiB. */
    private static final long ROOM_BYTES = 4L << 20;

    private DiskSpace() {}

    static void report(Path folder, long mostBytes) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            long used = used(folder);
            log.info("state in {}: keeps up to {}, now {}, free {}", folder, gib(mostBytes), gib(used), gib(free));
            if (free + used < mostBytes) {
                log.warn(
                        "the disk of {} may run full: {} free, and the topics may grow by {}; lower retention.*.bytes",
                        folder,
                        gib(free),
                        gib(mostBytes - used));
            }
        } catch (IOException | UncheckedIOException e) {
            log.warn("free space of {} is unknown: {}", folder, e.toString());
        }
    }

    /** Returns a message if the disk of a folder is full; Kafka itself only reports that a write failed. */
    static Optional<String> full(Path folder) {
        try {
            FileStore disk = Files.getFileStore(folder);
            long left = disk.getUsableSpace();
            return left < ROOM_BYTES
                    ? Optional.of("its disk is full: " + mib(left) + " of " + mib(disk.getTotalSpace()) + " left for "
                            + folder)
                    : Optional.empty();
        } catch (IOException e) {
            log.warn("free space of {} is unknown: {}", folder, e.toString());
            return Optional.empty();
        }
    }

    private static long used(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.mapToLong(DiskSpace::length).sum();
        }
    }

    private static long length(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.size(file) : 0;
        } catch (IOException expected) {
            return 0;
        }
    }

    private static String mib(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", (double) bytes / (1L << 20));
    }

    static String gib(long bytes) {
        return String.format(Locale.ROOT, "%.1f GiB", (double) bytes / (1L << 30));
    }
}
