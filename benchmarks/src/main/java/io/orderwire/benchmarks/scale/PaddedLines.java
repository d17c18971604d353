package io.orderwire.benchmarks.scale;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.orderwire.benchmarks.whole.LineSource;
import io.orderwire.benchmarks.whole.LoopedFile;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Lines of the simulator, of which each event has one more member, so that the line has a given length. */
final class PaddedLines {
    private static final int LINES = 20_000;
    private static final int RADIX = 36;
    private static final String END = "}]}";
    private static final String MEMBER = ",\"padding\":\"";

    private PaddedLines() {}

    /** Writes a file of such lines to {@code folder}, and repeats it below {@code data}. */
    static LineSource in(Path folder, Path data, int bytes) throws IOException {
        Path simulated = Files.createDirectories(folder.resolve("simulated"));
        Path padded = folder.resolve("padded");
        try (Simulator simulator =
                new Simulator(SimulatorOptions.builder(simulated).build())) {
            simulator.writeBlock(LINES);
            SplittableRandom random = new SplittableRandom(1);
            StringBuilder text = new StringBuilder();
            for (String line : Files.readAllLines(simulator.currentFile(), ISO_8859_1)) {
                text.append(padded(line, bytes, random)).append('\n');
            }
            Files.writeString(padded, text, ISO_8859_1);
        }
        return new LoopedFile(data, padded);
    }

    /** The line with a member of random letters and digits, if that makes it {@code bytes} long with its line feed. */
    static String padded(String line, int bytes, SplittableRandom random) {
        int count = bytes - 1 - line.length() - MEMBER.length() - 1;
        if (count < 0) {
            return line;
        }
        if (!line.endsWith(END)) {
            throw new IllegalArgumentException("not a line with one event at its end: " + line);
        }
        StringBuilder padded = new StringBuilder(bytes);
        padded.append(line, 0, line.length() - END.length()).append(MEMBER);
        for (int i = 0; i < count; i++) {
            padded.append(Character.forDigit(random.nextInt(RADIX), RADIX));
        }
        return padded.append('"').append(END).toString();
    }
}
