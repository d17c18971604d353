package io.orderwire.system.metrics;

import io.orderwire.contract.position.Source;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A node that writes blocks until it is closed, garbage between them, and leaves blocks out when a test says so. */
final class FlawedNode implements AutoCloseable {
    private static final long SEED = 24;
    private static final int BLOCK_EVENTS = 10;
    private static final long BLOCK_MS = 50;
    private static final int BLOCKS_PER_GARBAGE = 10;

    private final Path whole;
    private final Path data;
    private final Simulator simulator;
    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
    private final AtomicInteger toLeaveOut = new AtomicInteger();
    private int blocks;

    /**
     * Starts to write.
     *
     * @param whole folder for the blocks as they would be
     * @param data the node's data folder
     */
    FlawedNode(Path whole, Path data) {
        this.whole = whole;
        this.data = data;
        simulator = new Simulator(SimulatorOptions.builder(whole)
                .shape(Source.BY_BLOCK)
                .seed(SEED)
                .users(200)
                .build());
        executor.scheduleAtFixedRate(this::writeBlock, 0, BLOCK_MS, TimeUnit.MILLISECONDS);
    }

    /** Leaves out that many of the next blocks. */
    void leaveOut(int count) {
        toLeaveOut.addAndGet(count);
    }

    private void writeBlock() {
        try {
            Path file = simulator.currentFile();
            long before = Files.exists(file) ? Files.size(file) : 0;
            simulator.writeBlock(BLOCK_EVENTS);
            if (toLeaveOut.get() > 0) {
                toLeaveOut.decrementAndGet();
                return;
            }
            Path copy = data.resolve(whole.relativize(file));
            Files.createDirectories(copy.getParent());
            append(copy, from(file, before));
            if (++blocks % BLOCKS_PER_GARBAGE == 0) {
                append(copy, "garbage\n".getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] from(Path file, long offset) throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] bytes = new byte[Math.toIntExact(in.length() - offset)];
            in.seek(offset);
            in.readFully(bytes);
            return bytes;
        }
    }

    private static void append(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Override
    public void close() throws InterruptedException {
        executor.shutdown();
        if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the writer does not stop");
        }
        simulator.close();
    }
}
