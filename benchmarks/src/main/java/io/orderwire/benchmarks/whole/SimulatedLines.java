package io.orderwire.benchmarks.whole;

import io.orderwire.contract.position.Source;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Lines of the simulator, whose clock shows the time at which the block was to be written. */
public final class SimulatedLines implements LineSource {
    private static final int USERS = 10_000;

    private final SetClock clock = new SetClock();
    private final Simulator simulator;
    private long fileFrom;

    /** Writes lines of 10,000 users below a node's data folder. */
    public SimulatedLines(Path data) {
        this(data, USERS);
    }

    /** Writes lines of so many users below a node's data folder. */
    public SimulatedLines(Path data, int users) {
        simulator = new Simulator(SimulatorOptions.builder(data)
                .users(users)
                .shape(Source.STREAMING)
                .clock(clock)
                .keepHours(KEPT_FILES)
                .build());
    }

    private static final class SetClock extends Clock {
        private volatile long epochMs = System.currentTimeMillis();

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("this clock is UTC");
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(epochMs);
        }
    }

    /** The file that the last line was written to. */
    public Path currentFile() {
        return simulator.currentFile();
    }

    @Override
    public void write(int lines, long epochMs) {
        clock.epochMs = epochMs;
        if (simulator.bytes() - fileFrom >= FILE_BYTES) {
            fileFrom = simulator.bytes();
            simulator.turnHour();
        }
        simulator.writeBlock(lines);
    }

    @Override
    public long bytes() {
        return simulator.bytes();
    }

    @Override
    public void close() {
        simulator.close();
    }
}
