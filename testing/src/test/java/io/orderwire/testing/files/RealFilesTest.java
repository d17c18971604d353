package io.orderwire.testing.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests on real output of a node. */
class RealFilesTest {
    private static final HourFile SAMPLE = HourFile.parse("20260101/0");

    @Test
    @NeedsRealData(RealData.STREAMING)
    void shouldReadStreamingLines() throws IOException {
        NodeFiles files = NodeFiles.of(RealData.folder(), Source.STREAMING);

        assertThat(files.counts()).isEqualTo(new FileCounts(1, 6_000, 0, 6_000, 6_000, 0));
        assertThatEventsStandInTheirLines(files);
    }

    @Test
    @NeedsRealData(RealData.BY_BLOCK)
    void shouldReadBlocks() throws IOException {
        NodeFiles files = NodeFiles.of(RealData.folder(), Source.BY_BLOCK);
        FileCounts counts = files.counts();

        assertThat(counts.lines()).isEqualTo(40);
        assertThat(counts.events()).isEqualTo(7_769);
        assertThat(counts.orders()).isEqualTo(7_769);
        assertThatEventsStandAtTheirPositions(files);
    }

    @Test
    @NeedsRealData({RealData.KINDS, RealData.PLAIN, RealData.COINS})
    void shouldReadSamples() {
        assertThat(sample(RealData.KINDS, Source.STREAMING)).hasSize(66).allMatch(FileEvent::order);
        assertThat(sample(RealData.PLAIN, Source.PLAIN)).hasSize(67).allMatch(FileEvent::order);
        assertThat(sample(RealData.COINS, Source.STREAMING)).isNotEmpty().allMatch(FileEvent::order);
    }

    private List<FileEvent> sample(String name, Source source) {
        List<FileEvent> events = new ArrayList<>();
        NodeFiles.read(RealData.file(name), SAMPLE, source, events::add);
        return events;
    }

    private static void assertThatEventsStandAtTheirPositions(NodeFiles files) throws IOException {
        for (var file : files.hourFiles().entrySet()) {
            String whole = Files.readString(file.getValue(), StandardCharsets.ISO_8859_1);
            for (FileEvent event : files.events()) {
                String bytes = new String(event.bytes(), StandardCharsets.ISO_8859_1);
                assertThat(whole.startsWith(bytes, (int) event.pos().offset())).isTrue();
            }
        }
    }

    private static void assertThatEventsStandInTheirLines(NodeFiles files) throws IOException {
        for (var file : files.hourFiles().entrySet()) {
            String whole = Files.readString(file.getValue(), StandardCharsets.ISO_8859_1);
            for (FileEvent event : files.events()) {
                int from = (int) event.pos().offset();
                String line = whole.substring(from, whole.indexOf('\n', from));
                assertThat(line)
                        .endsWith("\"events\":[" + new String(event.bytes(), StandardCharsets.ISO_8859_1) + "]}");
            }
        }
    }
}
