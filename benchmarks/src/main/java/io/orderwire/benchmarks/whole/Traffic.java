package io.orderwire.benchmarks.whole;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * Bytes so far.
 *
 * @param disk written to files by processes of the pipeline, as the kernel counts them when pages become dirty
 * @param wire through the loopback interface, with all headers, of everything on the machine
 */
public record Traffic(long disk, long wire) {
    private static final String LOOPBACK = "lo:";
    private static final String WRITTEN = "write_bytes:";

    static Traffic of(Collection<Long> pids) throws IOException {
        long disk = 0;
        for (long pid : pids) {
            disk += written(Files.readString(Path.of("/proc", String.valueOf(pid), "io")));
        }
        return new Traffic(disk, received(Files.readString(Path.of("/proc/net/dev"))));
    }

    /** From the text of {@code /proc/PID/io}. */
    static long written(String io) {
        return io.lines()
                .filter(line -> line.startsWith(WRITTEN))
                .mapToLong(
                        line -> Long.parseLong(line.substring(WRITTEN.length()).strip()))
                .findFirst()
                .orElse(0);
    }

    /** Bytes received by the loopback interface, from the text of {@code /proc/net/dev}. */
    static long received(String interfaces) {
        return interfaces
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(LOOPBACK))
                .mapToLong(line ->
                        Long.parseLong(line.substring(LOOPBACK.length()).strip().split("\\s+", 2)[0]))
                .findFirst()
                .orElse(0);
    }

    Traffic minus(Traffic earlier) {
        return new Traffic(disk - earlier.disk, wire - earlier.wire);
    }
}
