package io.orderwire.benchmarks.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.benchmarks.whole.LineSource;
import io.orderwire.contract.order.LineReader;
import io.orderwire.contract.order.ParseResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaddedLinesTest {
    @Test
    void shouldMakeEachLineOfTheSimulatorAsLongAsWantedAndStillAnOrder(@TempDir Path folder) throws IOException {
        try (LineSource lines = PaddedLines.in(folder.resolve("lines"), folder.resolve("data"), 2_000)) {
            lines.write(500, System.currentTimeMillis());
        }

        List<String> written;
        try (Stream<Path> files = Files.walk(folder.resolve("data"))) {
            written = Files.readAllLines(
                    files.filter(Files::isRegularFile).findFirst().orElseThrow());
        }
        LineReader reader = new LineReader();
        assertThat(written).hasSize(500).allSatisfy(line -> {
            byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
            // Numbers of blocks grow, and times have all of their digits.
            assertThat(bytes.length).isBetween(1_990, 2_010);
            assertThat(reader.read(bytes, 0, bytes.length)).isEqualTo(ParseResult.ORDER);
        });
    }

    @Test
    void shouldLeaveALineThatIsLonger() {
        String line = "{\"events\":[{\"status\":\"open\"}]}";

        assertThat(PaddedLines.padded(line, line.length(), new SplittableRandom(1)))
                .isEqualTo(line);
        assertThat(PaddedLines.padded(line, 60, new SplittableRandom(1)))
                .hasSize(59)
                .startsWith("{\"events\":[{\"status\":\"open\",\"padding\":\"");
    }
}
