package io.orderwire.benchmarks.micro;

import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Lines of the simulator in memory; the folder that they are written to is deleted. */
final class SimulatedBlock {
    private SimulatedBlock() {}

    /** The bytes of so many lines, which are one block of the node. */
    static byte[] of(int lines) throws IOException {
        Path folder = Files.createTempDirectory("orderwire-micro");
        try (Simulator simulator =
                new Simulator(SimulatorOptions.builder(folder).build())) {
            simulator.writeBlock(lines);
            return Files.readAllBytes(simulator.currentFile());
        } finally {
            delete(folder);
        }
    }

    /** Deletes a folder with all that is in it. */
    static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
