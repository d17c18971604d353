package io.orderwire.system.fuzz;

import io.orderwire.contract.position.Source;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.files.RealData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Good lines to begin with, of the project's generator or real ones. */
final class SeedLines {
    private static final String EVENTS = "\"events\":[";
    private static final int LONGEST = 8 * 1024;

    private SeedLines() {}

    /** Lines of the generator, which writes to that folder. */
    static List<byte[]> generated(Source source, Path folder) throws IOException {
        return bytes(written(source, folder));
    }

    /** Real lines besides generated ones. */
    static List<byte[]> generatedAndReal(Source source, Path folder) throws IOException {
        List<String> lines = new ArrayList<>(written(source, folder));
        lines.addAll(real(source));
        return bytes(lines);
    }

    private static List<byte[]> bytes(List<String> lines) {
        return lines.stream()
                .filter(line -> line.length() <= LONGEST)
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static List<String> written(Source source, Path folder) throws IOException {
        SimulatorOptions options = SimulatorOptions.builder(folder)
                .shape(source)
                .seed(8)
                .users(200)
                .build();
        try (Simulator simulator = new Simulator(options)) {
            Path file = simulator.currentFile();
            for (int block = 0; block < 400; block++) {
                simulator.writeBlock(block % 7);
            }
            return Files.readAllLines(file);
        }
    }

    private static List<String> real(Source source) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : List.of(RealData.STREAMING, RealData.KINDS, RealData.COINS)) {
            lines.addAll(Files.readAllLines(RealData.file(name)));
        }
        if (source == Source.STREAMING) {
            return lines;
        }
        List<String> events = lines.stream()
                .map(line -> line.substring(line.indexOf(EVENTS) + EVENTS.length(), line.length() - 2))
                .toList();
        if (source == Source.PLAIN) {
            return events;
        }
        List<String> blocks = new ArrayList<>();
        for (int i = 0; i + 4 < lines.size(); i += 4) {
            String head = lines.get(i).substring(0, lines.get(i).indexOf(EVENTS) + EVENTS.length());
            blocks.add(head + String.join(",", events.subList(i, i + 4)) + "]}");
        }
        return blocks;
    }
}
