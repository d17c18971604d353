package io.orderwire.system.browser;

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
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A node that writes blocks in the by-block shape until it is closed: as many orders in each as a test wants, none while
 * it is silent, and those of the test's own among them. Blocks can be left out.
 */
final class PageNode implements AutoCloseable {
    private static final long BLOCK_MS = 50;

    private final Path scratch;
    private final Path data;
    private final Simulator simulator;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final Queue<String> events = new ArrayDeque<>();
    private Path file = Path.of("");
    private long copied;
    private int orders;
    private boolean silent;
    private int leftOut;

    /** Starts to write below {@code data}, by way of a folder of its own. */
    PageNode(Path scratch, Path data, int ordersPerSecond) {
        this.scratch = scratch;
        this.data = data;
        simulator = new Simulator(SimulatorOptions.builder(scratch)
                .shape(Source.BY_BLOCK)
                .seed(23)
                .users(300)
                .build());
        rate(ordersPerSecond);
        executor.scheduleAtFixedRate(this::writeUnlessSilent, 0, BLOCK_MS, TimeUnit.MILLISECONDS);
    }

    /** About so many orders a second from now on. */
    synchronized void rate(int ordersPerSecond) {
        orders = (int) (ordersPerSecond * BLOCK_MS / 1000);
    }

    /** Whether nothing is written from now on; no block is missing afterwards. */
    synchronized void silent(boolean now) {
        silent = now;
    }

    /** Leaves out so many blocks, beginning with the next one. */
    synchronized void leaveOut(int blocks) {
        leftOut = blocks;
    }

    /** Adds an event, in JSON, to one of the next blocks. */
    synchronized void add(String event) {
        events.add(event);
    }

    private synchronized void writeUnlessSilent() {
        if (silent) {
            return;
        }
        try {
            simulator.writeBlock(orders);
            String block = newest();
            if (leftOut > 0) {
                leftOut--;
                return;
            }
            String event = events.poll();
            if (event != null) {
                int begin = block.indexOf("\"events\":[") + "\"events\":[".length();
                block = block.substring(0, begin)
                        + event
                        + (block.charAt(begin) == ']' ? "" : ",")
                        + block.substring(begin);
            }
            Path target = data.resolve(scratch.relativize(file));
            Files.createDirectories(target.getParent());
            Files.writeString(target, block, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the simulator has just written. */
    private String newest() throws IOException {
        Path now = simulator.currentFile();
        if (!now.equals(file)) {
            file = now;
            copied = 0;
        }
        try (RandomAccessFile written = new RandomAccessFile(file.toFile(), "r")) {
            byte[] more = new byte[Math.toIntExact(written.length() - copied)];
            written.seek(copied);
            written.readFully(more);
            copied += more.length;
            return new String(more, StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the writer does not stop");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        simulator.close();
    }
}
