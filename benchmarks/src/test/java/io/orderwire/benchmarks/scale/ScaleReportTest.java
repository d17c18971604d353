package io.orderwire.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.benchmarks.whole.Cpu;
import io.orderwire.benchmarks.whole.Losses;
import io.orderwire.benchmarks.whole.Stretch;
import io.orderwire.benchmarks.whole.Traffic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScaleReportTest {
    @TempDir
    private Path folder;

    private static Point point(Dimension dimension, int value, List<String> broken) {
        Histogram ages = new Histogram(600_000_000, 3);
        ages.recordValue(20_000);
        Stretch stretch = new Stretch(
                dimension.key() + " " + value,
                new Stretch.Written(1_000, 10_000, 6_000_000, 10, true),
                new Stretch.Ages(ages, ages),
                new Stretch.Costs(
                        Map.of("broker", new Cpu(1, 1, 0, 0), "parser", new Cpu(5, 3, 2, 1)),
                        Map.of(),
                        new Traffic(2_000_000, 18_000_000),
                        0,
                        0),
                new Losses(0, 0, 0),
                broken,
                true);
        return new Point(dimension, value, stretch, 500_000);
    }

    private ScaleReport report(Point... points) {
        ScaleOptions options = ScaleOptions.of(Map.of(
                "only",
                "partitions,clients",
                "json",
                folder.resolve("s.json").toString(),
                "report",
                folder.resolve("s.html").toString()));
        return new ScaleReport(options, List.of(points));
    }

    @Test
    void shouldWriteTheSameFiguresInEachForm() throws Exception {
        ScaleReport report =
                report(point(Dimension.PARTITIONS, 16, List.of()), point(Dimension.CLIENTS, 2_000, List.of()));

        report.write();

        JsonNode json = new ObjectMapper().readTree(folder.resolve("s.json").toFile());
        assertThat(json.at("/points")).hasSize(2);
        assertThat(json.at("/points/0/dimension").asText()).isEqualTo("partitions");
        assertThat(json.at("/points/0/value").asInt()).isEqualTo(16);
        assertThat(json.at("/points/0/cpuMicrosPerLine/parser").asDouble()).isEqualTo(9);
        assertThat(json.at("/points/0/cpuMicrosPerLine/all").asDouble()).isEqualTo(11);
        assertThat(json.at("/points/0/cpuMicrosPerLine/compilers").asDouble()).isEqualTo(2);
        assertThat(json.at("/points/1/bytesPerLine/crowd").asDouble()).isEqualTo(50);
        assertThat(report.text())
                .containsPattern(
                        "16 +2\\.00 +0\\.00 +9\\.00 +0\\.00 +11\\.00 +2\\.00 +20\\.0 +20\\.0 +600 +200 +1800 +50")
                .containsPattern("2,000 +2\\.00");
        assertThat(Files.readString(folder.resolve("s.html")))
                .contains("<svg", "CPU a line, by partitions", "CPU a line, by clients", "11.00 µs");
    }

    @Test
    void shouldSayWhatIsBroken() {
        ScaleReport report = report(point(Dimension.PARTITIONS, 1, List.of("an order is missing")));

        assertThat(report.broken()).containsExactly("partitions 1: an order is missing");
        assertThat(report.text()).contains("BROKEN: partitions 1: an order is missing");
    }
}
