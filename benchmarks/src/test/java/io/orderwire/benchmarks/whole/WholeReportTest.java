package io.orderwire.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.benchmarks.floor.Form;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeReportTest {
    @TempDir
    private Path folder;

    private static Histogram ages(long... micros) {
        Histogram ages = new Histogram(600_000_000, 3);
        for (long age : micros) {
            ages.recordValue(age);
        }
        return ages;
    }

    private static Stretch stretch(Losses losses, List<String> broken, long... micros) {
        return new Stretch(
                "1,000 lines/s",
                new Stretch.Written(1_000, 10_000, 6_000_000, 10, true),
                new Stretch.Ages(ages(micros), ages(micros)),
                new Stretch.Costs(
                        Map.of("parser", new Cpu(5, 3, 1, 1), "clients", new Cpu(2, 0, 0, 0)),
                        Map.of("parser", 30_000_000L),
                        new Traffic(2_000_000, 18_000_000),
                        7_000_000,
                        6_500_000),
                losses,
                broken,
                losses.none());
    }

    private WholeReport report(Stretch... measured) {
        WholeOptions options = WholeOptions.of(Map.of(
                "json",
                folder.resolve("b.json").toString(),
                "report",
                folder.resolve("b.html").toString()));
        return new WholeReport(
                options,
                List.of("parser"),
                new RateSearch.Found(1_000, 1_050),
                List.of(new Floor(Form.ORDERS, 20_000, 10, new Cpu(6, 2, 1, 1))),
                List.of(),
                List.of(measured));
    }

    @Test
    void shouldWriteTheSameFiguresInEachForm() throws Exception {
        WholeReport report = report(stretch(new Losses(0, 0, 0), List.of(), 5_000, 20_000));

        report.write();

        JsonNode json = new ObjectMapper().readTree(folder.resolve("b.json").toFile());
        assertThat(json.at("/highest/linesPerSecond").asInt()).isEqualTo(1_000);
        assertThat(json.at("/highest/notHeld").asInt()).isEqualTo(1_050);
        assertThat(json.at("/measured/0/held").asBoolean()).isTrue();
        assertThat(json.at("/measured/0/ageMs/client/p50").asInt()).isEqualTo(5);
        assertThat(json.at("/measured/0/ageMs/consumer/p99.9").asInt()).isEqualTo(20);
        assertThat(json.at("/measured/0/cpuMicrosPerLine/parser/all").asDouble())
                .isEqualTo(10);
        assertThat(json.at("/measured/0/cpuMicrosPerLine/parser/kernel").asDouble())
                .isEqualTo(3);
        assertThat(json.at("/measured/0/cpuMicrosPerLine/pipeline/jit").asDouble())
                .isEqualTo(1);
        assertThat(json.at("/measured/0/allocatedBytesPerLine/parser").asInt()).isEqualTo(3_000);
        assertThat(json.at("/measured/0/bytesPerLine/loopback").asInt()).isEqualTo(1_800);
        assertThat(json.at("/floor/0/linesPerSecond").asInt()).isEqualTo(2_000);
        assertThat(json.at("/floor/0/heldOfFloor").asDouble()).isEqualTo(0.5);
        assertThat(json.at("/floor/0/cpuMicrosPerLine/all").asDouble()).isEqualTo(5);
        assertThat(json.at("/broken")).isEmpty();
        assertThat(report.text())
                .contains("highest rate held: 1,000 lines/s; 1,050, 5 % more, was not")
                .contains("one record per order: 2,000 lines/s, 5.00 µs", "the pipeline holds 0.50 of that")
                .contains("checked: 10,000 lines, each once and in order")
                .containsPattern("1,000 parser +10\\.00 +5\\.00 +3\\.00 +1\\.00 +1\\.00 +3,000");
        assertThat(Files.readString(folder.resolve("b.html")))
                .contains("<svg", "10.00 µs", "checked: 10,000 lines")
                .doesNotContain("http://", "https://");
    }

    @Test
    void shouldSayWhatIsBroken() {
        WholeReport report = report(stretch(new Losses(0, 0, 0), List.of("consumer: 1 orders of 2 lines"), 5_000));

        assertThat(report.broken()).containsExactly("1,000 lines/s: consumer: 1 orders of 2 lines");
        assertThat(report.text()).contains("BROKEN: 1,000 lines/s: consumer: 1 orders of 2 lines");
    }

    @Test
    void shouldHoldOnlyRatesThatAreFreshAndWhole() {
        Losses none = new Losses(0, 0, 0);
        assertThat(stretch(none, List.of(), 1_900_000).held()).isTrue();
        assertThat(stretch(none, List.of(), 2_100_000).held()).isFalse();
        assertThat(stretch(none, List.of()).held()).isFalse();
        assertThat(stretch(new Losses(1, 0, 0), List.of(), 5_000).held()).isFalse();
        assertThat(stretch(new Losses(0, 1, 0), List.of(), 5_000).held()).isFalse();
        assertThat(stretch(none, List.of("x"), 5_000).held()).isFalse();
        assertThat(report(stretch(new Losses(1, 0, 0), List.of(), 5_000)).text())
                .contains("1 stretches shed, and were not checked");
    }

    @Test
    void shouldRefuseOptionsOutOfRange() {
        assertThatThrownBy(() -> WholeOptions.of(Map.of("seconds", "0"))).hasMessageContaining("seconds must be");
        assertThatThrownBy(() -> WholeOptions.of(Map.of("from", "9", "to", "5")))
                .hasMessageContaining("from=9");
        assertThatThrownBy(() -> WholeOptions.of(Map.of("rates", "1,x"))).hasMessageContaining("found x");
        assertThat(WholeOptions.of(Map.of("one-jvm", "true")).form().oneJvm()).isTrue();
    }
}
