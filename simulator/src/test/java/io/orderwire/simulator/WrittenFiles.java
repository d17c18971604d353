package io.orderwire.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.orderwire.contract.position.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Reads what a simulator has written. */
final class WrittenFiles {
    private WrittenFiles() {}

    /** Writes blocks with a running clock; returns the lines of all files. */
    static List<String> lines(Path folder, Source shape, long seed, int blocks, int events) {
        SimulatorOptions options = SimulatorOptions.builder(folder)
                .shape(shape)
                .seed(seed)
                .clock(TestClock.running())
                .build();
        try (Simulator simulator = new Simulator(options)) {
            for (int i = 0; i < blocks; i++) {
                simulator.writeBlock(events);
            }
        }
        return lines(folder);
    }

    /** All lines of all files below a folder, files in the order of their paths. */
    static List<String> lines(Path folder) {
        return files(folder).stream().flatMap(file -> text(file).lines()).toList();
    }

    /** All files below a folder in the order of their paths. */
    static List<Path> files(Path folder) {
        try (Stream<Path> paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(Path file) {
        try {
            return Files.readString(file, US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
