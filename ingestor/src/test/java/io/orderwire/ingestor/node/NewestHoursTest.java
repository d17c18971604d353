package io.orderwire.ingestor.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.HourFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewestHoursTest {
    @TempDir
    private Path hourly;

    private void file(String name, int bytes) throws IOException {
        Path file = hourly.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "x".repeat(bytes));
    }

    @Test
    void shouldFindTheTwoNewestHours() throws IOException {
        file("20270114/23", 1);
        file("20270115/0", 2);
        assertThat(NewestHours.in(hourly)).isEqualTo(Map.of(hour(14, 23), 1L, hour(15, 0), 2L));
        file("20270115/9", 3);
        file("20270115/10", 4);
        assertThat(NewestHours.in(hourly)).isEqualTo(Map.of(hour(15, 9), 3L, hour(15, 10), 4L));
        Files.createDirectories(hourly.resolve("20270116"));
        assertThat(NewestHours.in(hourly)).isEqualTo(Map.of(hour(15, 9), 3L, hour(15, 10), 4L));
    }

    @Test
    void shouldIgnoreAllOtherNames() throws IOException {
        file("20270115/09", 1);
        file("20270115/24", 1);
        file("20270115/9.gz", 1);
        file("20270115/1", 5);
        file("2027-01-16/9", 1);
        file("x/9", 1);
        file("20270117", 1);
        Files.createDirectories(hourly.resolve("20270115/11"));
        assertThat(NewestHours.in(hourly)).isEqualTo(Map.of(hour(15, 1), 5L));
    }

    @Test
    void shouldFindNothingWhereNothingIs() throws IOException {
        assertThat(NewestHours.in(hourly)).isEmpty();
        assertThat(NewestHours.in(hourly.resolve("missing"))).isEmpty();
    }

    private static HourFile hour(int day, int hour) {
        return new HourFile(20_270_100 + day, hour, 0);
    }
}
