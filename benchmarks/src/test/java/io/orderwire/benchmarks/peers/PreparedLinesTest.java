package io.orderwire.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedLinesTest {
    private static final int LINES = 4_000;

    @Test
    void shouldCopyWholeLinesAndKnowTheirSum(@TempDir Path folder) throws Exception {
        Path copy = folder.resolve("copy");
        try (PreparedLines lines = PreparedLines.write(folder.resolve("data"), LINES);
                FileChannel to = FileChannel.open(copy, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            lines.append(to, 0, 10);
            lines.append(to, 10, 10);
            lines.append(to, 10, LINES);

            byte[] all = Files.readAllBytes(copy);
            LineSum sum = new LineSum();
            sum.add(all, 0, all.length);

            assertThat(copy).hasSameBinaryContentAs(folder.resolve("data").resolve(lines.relative()));
            assertThat(sum.lines()).isEqualTo(lines.lines()).isEqualTo(LINES);
            assertThat(sum.sum()).isEqualTo(lines.sum(LINES)).isNotEqualTo(lines.sum(LINES - 1));
            assertThat(lines.bytes(LINES)).isEqualTo(all.length);
        }
    }

    @Test
    void shouldSumLinesInAnyOrderAndNoticeAnotherByte() {
        assertThat(sum("ab\n", "c\n")).isEqualTo(sum("c", "ab")).isEqualTo(sum("c\nab\n"));
        assertThat(sum("ab\n", "c\n")).isNotEqualTo(sum("ab\n", "d\n")).isNotEqualTo(sum("ab\n", "c\n", "c\n"));
        assertThat(sum("a\n", "a\n")).isNotEqualTo(sum("b\n", "b\n"));
    }

    private static long sum(String... parts) {
        LineSum sum = new LineSum();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.US_ASCII);
            sum.add(bytes, 0, bytes.length);
        }
        return sum.sum();
    }
}
