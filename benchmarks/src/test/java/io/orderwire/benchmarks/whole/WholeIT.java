package io.orderwire.benchmarks.whole;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Measures at rates that any machine carries, and reads what was written about it. */
@Tag("adversary")
class WholeIT {
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void shouldMeasureTheWholeWayAndCheckItsOutput(@TempDir Path folder) throws Exception {
        Path json = folder.resolve("bench.json");
        Path picture = folder.resolve("bench.html");

        Map<String, String> options = new HashMap<>(Map.of(
                "one-jvm", "true",
                "seconds", "2",
                "warmup", "3",
                "from", "400",
                "to", "600",
                "steps", "1",
                "rates", "200",
                // A machine that is busy with other tests may be late, and sheds nothing for it.
                "overload", "complete",
                "touch", "16"));
        options.put("floor", "2");
        options.put("json", json.toString());
        options.put("report", picture.toString());

        new WholeBenchmark(WholeOptions.of(options)).run();

        JsonNode result = new ObjectMapper().readTree(json.toFile());
        assertThat(result.at("/broken")).isEmpty();
        assertThat(result.at("/search")).hasSize(1);
        assertThat(result.at("/floor")).hasSize(2);
        assertThat(result.at("/floor/0/linesPerSecond").asLong()).isPositive();
        assertThat(result.at("/floor/1/linesPerSecond").asLong()).isPositive();
        JsonNode measured = result.at("/measured/0");
        assertThat(measured.at("/checked").asBoolean()).isTrue();
        assertThat(measured.at("/lines").asLong()).isEqualTo(400);
        assertThat(measured.at("/ageMs/client/orders").asLong()).isEqualTo(400);
        assertThat(measured.at("/ageMs/consumer/orders").asLong()).isEqualTo(400);
        assertThat(measured.at("/ageMs/client/max").asDouble()).isPositive();
        assertThat(measured.at("/cpuMicrosPerLine/standalone/all").asDouble()).isPositive();
        assertThat(measured.at("/allocatedBytesPerLine/standalone").asLong()).isPositive();
        assertThat(measured.at("/bytesPerLine/loopback").asLong()).isGreaterThan(1_000);
        assertThat(Files.readString(picture)).contains("<svg");
    }
}
