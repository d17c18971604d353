package io.orderwire.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineSourcesTest {
    /** 2026-05-05T17:39:16.500 */
    private static final long T = 1_778_002_756_500L;

    @TempDir
    private Path folder;

    private static String line(String time, long block, int number) {
        return "{\"local_time\":\"2026-05-05T17:39:" + time + "\",\"block_time\":\"2026-05-05T17:39:13.024084407\","
                + "\"block_number\":" + block + ",\"events\":[{\"n\":" + number + "}]}";
    }

    private List<String> written() throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    @Test
    void shouldRepeatAFileWithLaterTimesAndRisingBlocks() throws Exception {
        Path file = folder.resolve("file");
        Files.writeString(file, line("16.001886", 998, 1) + "\n" + line("16", 999, 2) + "\n" + "{\"local_time\":\"cut");
        try (LoopedFile lines = new LoopedFile(folder.resolve("data"), file)) {
            lines.write(3, T);
            lines.write(1, T + 64);

            assertThat(lines.bytes()).isEqualTo(line("16.500000000", 998, 1).length() * 4 + 4 + 2);
        }

        assertThat(written())
                .containsExactly(
                        line("16.500000000", 998, 1),
                        line("16.500000100", 999, 2),
                        line("16.500000200", 1_000, 1),
                        line("16.564000000", 1_001, 2));
    }

    @Test
    void shouldRefuseFilesOfAnotherShape() throws Exception {
        Path file = folder.resolve("file");
        for (String text : List.of("{\"time\":1}\n", "", "\n", "{\"local_time\":\"2026\",\"block_number\":1}\n")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> new LoopedFile(folder.resolve("data"), file))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void shouldStampSimulatedLinesWithTheIntendedTime() throws Exception {
        try (SimulatedLines lines = new SimulatedLines(folder.resolve("data"), 100)) {
            lines.write(2_000, System.currentTimeMillis() / 1_000 * 1_000 + 3_600_000);
            assertThat(lines.bytes()).isPositive();
        }

        // Half a microsecond a line at most: all within the first millisecond.
        assertThat(written())
                .hasSize(2_000)
                .allMatch(line -> line.substring(34, 38).equals(".000"), "of that second");
    }

    @Test
    void shouldWriteWhatItsScheduleSays() throws Exception {
        IntendedTimes intended = new IntendedTimes();
        List<Long> late = new ArrayList<>();
        try (LineSource lines = new SimulatedLines(folder.resolve("data"), 100)) {
            PacedLoad load = new PacedLoad(
                    new LineSource() {
                        @Override
                        public void write(int count, long epochMs) throws IOException {
                            late.add(System.currentTimeMillis() - epochMs);
                            lines.write(count, epochMs);
                        }

                        @Override
                        public long bytes() {
                            return lines.bytes();
                        }

                        @Override
                        public void close() {}
                    },
                    intended,
                    2_000,
                    0.5);
            load.run();

            assertThat(load.written()).isEqualTo(1_000);
        }
        assertThat(late).hasSizeBetween(5, 12).allMatch(millis -> millis >= 0);
        assertThat(java.util.Arrays.stream(intended.lines()).sum()).isEqualTo(1_000);
        assertThat(written()).hasSize(1_000);
    }
}
