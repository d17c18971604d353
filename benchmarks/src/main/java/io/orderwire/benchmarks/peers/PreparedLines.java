package io.orderwire.benchmarks.peers;

import io.orderwire.contract.position.Source;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/** Lines of the simulator in one hour file, to be copied to where each peer reads them. */
final class PreparedLines implements AutoCloseable {
    private static final int BLOCK_LINES = 1_500;
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path relative;
    private final FileChannel channel;
    /** Where the first n lines end, and the sum of what they are. */
    private final long[] ends;

    private final long[] sums;

    private PreparedLines(Path folder, Path file, int lines) throws IOException {
        relative = folder.relativize(file);
        ends = new long[lines + 1];
        sums = new long[lines + 1];
        index(file);
        channel = FileChannel.open(file);
    }

    /** Writes so many lines below a folder. */
    static PreparedLines write(Path folder, int lines) throws IOException {
        // One moment for all lines, so that they are in one file.
        Clock clock = Clock.fixed(Instant.now().truncatedTo(ChronoUnit.HOURS), ZoneOffset.UTC);
        try (Simulator simulator = new Simulator(SimulatorOptions.builder(folder)
                .shape(Source.STREAMING)
                .clock(clock)
                .build())) {
            for (int left = lines; left > 0; left -= BLOCK_LINES) {
                simulator.writeBlock(Math.min(left, BLOCK_LINES));
            }
            return new PreparedLines(folder, simulator.currentFile(), lines);
        }
    }

    private void index(Path file) throws IOException {
        LineSum sum = new LineSum();
        byte[] buffer = new byte[BUFFER_BYTES];
        int kept = 0;
        long offset = 0;
        int lines = 0;
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer, kept, buffer.length - kept)) {
                int end = kept + read;
                int from = 0;
                for (int i = kept; i < end; i++) {
                    if (buffer[i] == '\n') {
                        sum.add(buffer, from, i + 1);
                        from = i + 1;
                        lines++;
                        ends[lines] = offset + from;
                        sums[lines] = sum.sum();
                    }
                }
                kept = end - from;
                System.arraycopy(buffer, from, buffer, 0, kept);
                offset += from;
            }
        }
        if (lines != ends.length - 1 || kept != 0) {
            throw new IOException("the simulator wrote " + lines + " lines, expected " + (ends.length - 1));
        }
    }

    /** The file below a node's data folder. */
    Path relative() {
        return relative;
    }

    /** Length of the first lines, bytes. */
    long bytes(int lines) {
        return ends[lines];
    }

    /** The sum of the first lines, as {@link LineSum} counts it. */
    long sum(int lines) {
        return sums[lines];
    }

    /** All lines that there are. */
    int lines() {
        return ends.length - 1;
    }

    /** Appends lines to a file; the kernel copies them. */
    void append(FileChannel to, int fromLine, int toLine) throws IOException {
        long at = ends[fromLine];
        while (at < ends[toLine]) {
            at += channel.transferTo(at, ends[toLine] - at, to);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
