package io.orderwire.system.outage;

import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** A node that never stops: writes some lines several times a second until it is closed, with a thread of its own. */
public final class NodeWriter implements AutoCloseable {
    private static final long SEED = 31;
    private static final int BLOCK_LINES = 10;
    private static final long BLOCK_MS = 50;

    private final Simulator simulator;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private volatile long written;

    /** Starts to write below that folder. */
    public NodeWriter(Path data) {
        simulator = new Simulator(
                SimulatorOptions.builder(data).seed(SEED).users(200).build());
        executor.scheduleAtFixedRate(this::write, 0, BLOCK_MS, TimeUnit.MILLISECONDS);
    }

    private void write() {
        simulator.writeBlock(BLOCK_LINES);
        written = simulator.events();
    }

    /** Lines written so far. */
    long written() {
        return written;
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
