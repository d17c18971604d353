package io.orderwire.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HourFilesTest {
    @TempDir
    private Path folder;

    @Test
    void shouldNameHoursWithoutLeadingZeroAndTurnTheDay() throws IOException {
        HourFiles files = new HourFiles(folder, 0);
        for (String hour : List.of("2025-11-16T09:00:00Z", "2025-11-16T10:00:00Z", "2025-12-31T23:00:00Z")) {
            files.turnTo(hour(hour));
            write(files, "a\n");
        }
        files.turnTo(hour("2025-12-31T23:00:00Z") + 1);
        write(files, "b\n");
        files.close();

        assertThat(paths()).containsExactlyInAnyOrder("20251116/9", "20251116/10", "20251231/23", "20260101/0");
    }

    @Test
    void shouldCreateNoFileBeforeTheFirstBytes() throws IOException {
        HourFiles files = new HourFiles(folder, 0);
        files.turnTo(hour("2025-11-16T09:00:00Z"));

        assertThat(paths()).isEmpty();
        assertThat(files.newest()).isNull();
    }

    @Test
    void shouldNotGoBackToAnEarlierHour() throws IOException {
        HourFiles files = new HourFiles(folder, 0);
        files.turnTo(hour("2025-11-16T10:00:00Z"));
        files.turnTo(hour("2025-11-16T09:00:00Z"));
        write(files, "a\n");
        files.close();

        assertThat(paths()).containsExactly("20251116/10");
    }

    @Test
    void shouldAppendToWhatIsThere() throws IOException {
        Path file = existing("20251116/9", "a\n");

        writeAt("2025-11-16T09:00:00Z", "b\n", 0);

        assertThat(file).content().isEqualTo("a\nb\n");
    }

    @Test
    void shouldEndALineThatAKilledRunLeftUnfinished() throws IOException {
        Path file = existing("20251116/9", "a\n{\"local_ti");

        writeAt("2025-11-16T09:00:00Z", "b\n", 0);

        assertThat(file).content().isEqualTo("a\n{\"local_ti\nb\n");
    }

    @Test
    void shouldPruneOlderHoursAndEmptyDays() throws IOException {
        existing("20251114/23", "a\n");
        existing("20251115/22", "a\n");
        existing("20251115/23", "a\n");
        existing("20251116/0", "a\n");

        writeAt("2025-11-16T01:00:00Z", "b\n", 2);

        assertThat(paths()).containsExactlyInAnyOrder("20251115/23", "20251116/0", "20251116/1");
        assertThat(folder.resolve("20251114")).doesNotExist();
    }

    @Test
    void shouldNotPruneWhatIsNoHourFile() throws IOException {
        existing("notes/1", "a\n");
        existing("20251399/1", "a\n");
        existing("20241116/9.gz", "a\n");
        existing("20241116/24", "a\n");

        writeAt("2025-11-16T01:00:00Z", "b\n", 1);

        assertThat(paths()).hasSize(5);
    }

    @Test
    void shouldFindTheNewestByNumberNotByName() throws IOException {
        existing("20251116/9", "a\n");
        existing("20251116/10", "a\n");
        existing("20251115/23", "a\n");

        assertThat(new HourFiles(folder, 0).newest()).isEqualTo(folder.resolve("20251116/10"));
    }

    private void writeAt(String time, String text, int keepHours) throws IOException {
        HourFiles files = new HourFiles(folder, keepHours);
        files.turnTo(hour(time));
        write(files, text);
        files.close();
    }

    private static void write(HourFiles files, String text) throws IOException {
        byte[] bytes = text.getBytes(US_ASCII);
        files.write(bytes, bytes.length);
    }

    private Path existing(String path, String text) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        return Files.writeString(file, text);
    }

    private List<String> paths() {
        return WrittenFiles.files(folder).stream()
                .map(file -> folder.relativize(file).toString())
                .toList();
    }

    private static long hour(String time) {
        return Instant.parse(time).getEpochSecond() / 3_600;
    }
}
