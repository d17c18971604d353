package io.orderwire.benchmarks;

import io.orderwire.contract.position.Source;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import java.nio.file.Path;

/** The simulator on a thread of its own for some seconds. */
public final class Load {
    private Load() {}

    /**
     * Writes until the time is over.
     *
     * @return events written
     */
    public static long write(Path data, Source shape, double linesPerSecond, long seconds) {
        SimulatorOptions options = SimulatorOptions.builder(data)
                .shape(shape)
                .linesPerSecond(linesPerSecond)
                .seconds(seconds)
                .seed(seconds)
                .build();
        try (Simulator simulator = new Simulator(options)) {
            simulator.run();
            return simulator.events();
        }
    }
}
