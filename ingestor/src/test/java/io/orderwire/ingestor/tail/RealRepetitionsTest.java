package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.testing.files.NeedsRealData;
import io.orderwire.testing.files.RealData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node's own lines, written again with another local time, before and after a restart of the ingestor. */
class RealRepetitionsTest {
    private static final String HOUR = "20260505/17";

    @TempDir
    private Path directory;

    @Test
    @NeedsRealData(RealData.BY_BLOCK)
    void shouldRecogniseARealNodesBlocks() throws IOException {
        assertThat(recognised(Source.BY_BLOCK, RealData.BY_BLOCK)).isEqualTo(7_769);
    }

    @Test
    @NeedsRealData(RealData.STREAMING)
    void shouldRecogniseARealNodesStreamedBlocks() throws IOException {
        assertThat(recognised(Source.STREAMING, RealData.STREAMING)).isEqualTo(6_000);
    }

    private int recognised(Source source, String file) throws IOException {
        List<String> lines = Files.readAllLines(RealData.folder().resolve(file));
        String again =
                String.join("\n", lines).replaceAll("\"local_time\":\"[^\"]*\"", "\"local_time\":\"later\"") + "\n";
        try (TailedFolder folder = new TailedFolder(directory, source, Long.MAX_VALUE)) {
            folder.dropping().start("end");
            folder.append(HOUR, String.join("\n", lines) + "\n");
            int events = folder.read().size();
            folder.append(HOUR, again);
            assertThat(folder.read()).isEmpty();
            assertThat(folder.timesBack()).isEqualTo(1);
            folder.start("end", folder.state());
            folder.append(HOUR, again);
            assertThat(folder.read()).isEmpty();
            assertThat(folder.timesBack()).isEqualTo(2);
            assertThat(folder.totals().duplicates()).isEqualTo(2L * events);
            assertThat(folder.reasons()).isEmpty();
            return events;
        }
    }
}
