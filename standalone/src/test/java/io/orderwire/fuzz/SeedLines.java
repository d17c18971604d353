package io.orderwire.fuzz;

import io.orderwire.orders.Source;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Good lines to begin with: of the project's generator, and real ones where there are any. */
final class SeedLines {
    private static final String EVENTS = "\"events\":[";
    private static final int LONGEST = 8 * 1024;

    private SeedLines() {}

    static List<byte[]> of(Source source, Path folder, String realData) throws IOException {
        List<String> lines = new ArrayList<>(generated(source, folder));
        if (!realData.isEmpty()) {
            lines.addAll(real(source, Path.of(realData)));
        }
        return lines.stream()
                .filter(line -> line.length() <= LONGEST)
                .map(line -> line.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    private static List<String> generated(Source source, Path folder) throws IOException {
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

    private static List<String> real(Source source, Path data) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : List.of(
                "node_order_statuses_streaming/hourly/20260505/17",
                "samples/one-per-kind.streaming.jsonl",
                "samples/other-coins.streaming.jsonl")) {
            lines.addAll(Files.readAllLines(data.resolve(name)));
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
