package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.runtime.stats.NodeStats;
import io.orderwire.testing.files.NeedsRealData;
import io.orderwire.testing.files.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The reports about a real node: its lines are read as an old file, and then written again at their original pace. */
class RealNodeTest {
    private static final String HOUR = "20270115/8";
    private static final Pattern ENVELOPE_TIME = Pattern.compile("\"(local|block)_time\":\"([^\"]*)\"");
    private static final int STEP_MS = 50;

    @TempDir
    private Path data;

    @Test
    @NeedsRealData(RealData.BY_BLOCK)
    void shouldFindNothingWrongWithARealNodesBlocks() throws IOException {
        NodeStats last = follow(Source.BY_BLOCK, RealData.BY_BLOCK);
        assertThat(last.lastBlock()).isEqualTo(978_995_416);
        assertThat(last.lagMs()).isBetween(1_000L, 3_000L);
    }

    @Test
    @NeedsRealData(RealData.STREAMING)
    void shouldFindNothingWrongWithARealNodesStream() throws IOException {
        NodeStats last = follow(Source.STREAMING, RealData.STREAMING);
        assertThat(last.lastBlock()).isEqualTo(985_148_187);
        assertThat(last.lagMs()).isBetween(2_800L, 3_100L);
    }

    private NodeStats follow(Source source, String file) throws IOException {
        List<String> lines = Files.readAllLines(RealData.file(file));
        try (TailedFolder node = new TailedFolder(data.resolve(source.directory()), source, Long.MAX_VALUE)) {
            node.append("20270115/7", String.join("\n", lines) + "\n");
            node.start("beginning");
            for (int second = 0; second < 100; second++) {
                node.pass(700).read();
                assertThat(node.nodeReasons()).isEmpty();
            }
            assertThat(node.node().silentMs()).isNull();

            LocalDateTime began = LocalDateTime.parse(node.timeAgo(0));
            Duration shift = Duration.between(local(lines.get(0)), began);
            List<String> left = new ArrayList<>(lines);
            while (!left.isEmpty()) {
                node.pass(STEP_MS);
                LocalDateTime now = LocalDateTime.parse(node.timeAgo(0));
                StringBuilder written = new StringBuilder();
                while (!left.isEmpty() && !local(left.get(0)).plus(shift).isAfter(now)) {
                    written.append(shifted(left.remove(0), shift)).append('\n');
                }
                node.append(HOUR, written.toString());
                node.readNow();
                node.commit();
                assertThat(node.nodeReasons()).isEmpty();
            }
            // Shorter than a silence.
            for (int second = 0; second < 50; second++) {
                node.pass(700).read();
                assertThat(node.nodeReasons()).isEmpty();
            }
            return node.node();
        }
    }

    private static LocalDateTime local(String line) {
        Matcher time = ENVELOPE_TIME.matcher(line);
        assertThat(time.find()).isTrue();
        return LocalDateTime.parse(time.group(2));
    }

    private static String shifted(String line, Duration by) {
        return ENVELOPE_TIME
                .matcher(line)
                .replaceAll(time -> "\"" + time.group(1) + "_time\":\""
                        + LocalDateTime.parse(time.group(2)).plus(by) + "\"");
    }
}
