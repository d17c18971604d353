package io.orderwire.ingestor;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderwire.contract.position.Source;
import io.orderwire.runtime.process.ProcessContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Blocks that a restarted node writes again, where they are to be dropped. */
class RepeatedBlocksIT extends IngestorCase {
    @ParameterizedTest
    @EnumSource(value = Source.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    void shouldRecogniseBlocksThatANodeWritesAgainWhileItWasNotRunning(Source source) throws IOException {
        Map<String, String> dropping =
                Map.of("source", source.option(), "ingestor.drop.duplicates", "true", "start", "beginning");
        appendBlocks(source, 1, 20);
        IngestorProcess first = start(dropping);
        awaitLines(60);
        first.close();
        appendBlocks(source, 16, 30);
        ProcessContext context = context(dropping);
        MeterRegistry meters = context.meters();
        IngestorProcess second = start(context);

        awaitLines(90);
        assertThat(count(meters, "rewinds")).isEqualTo(1);
        assertThat(count(meters, "duplicates")).isEqualTo(15);
        assertThat(meters.get("orderwire.ingestor.remembered.blocks").gauge().value())
                .isEqualTo(30);
        second.close();
        Files.delete(blocks(source));
        appendBlocks(source, 2, 40);
        start(dropping);
        // The file that held the blocks is gone, so that they cannot be remembered.
        assertSequences(awaitLines(90 + 39 * 3));
    }

    /** A transaction that fails takes the memory of blocks back as well. */
    @ParameterizedTest
    @EnumSource(value = Source.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    void shouldRecogniseBlocksThatANodeWritesAgainAroundAFailure(Source source) throws IOException {
        ProcessContext context = context(Map.of("source", source.option(), "ingestor.drop.duplicates", "true"));
        MeterRegistry meters = context.meters();
        start(context);
        appendBlocks(source, 1, 20);
        awaitLines(60);
        for (int failure = 1; failure <= 3; failure++) {
            fence();
            appendBlocks(source, 16 + failure, 20 + failure);
            awaitLines(60 + 3 * failure);
            assertThat(count(meters, "failures")).isEqualTo(failure);
            assertThat(count(meters, "duplicates")).isEqualTo(12 * failure);
        }
        assertSequences(awaitLines(69));
        assertThat(fatal).isEmpty();
    }

    private static double count(MeterRegistry meters, String name) {
        return meters.get("orderwire.ingestor." + name).counter().count();
    }

    private Path blocks(Source source) {
        return data.resolve(source.directory()).resolve("hourly/20270101/9");
    }

    private void appendBlocks(Source source, int from, int to) throws IOException {
        Files.createDirectories(blocks(source).getParent());
        StringBuilder text = new StringBuilder();
        for (int block = from; block <= to; block++) {
            for (int event = 0; event < 3; event++) {
                boolean opens = event == 0 || source == Source.STREAMING;
                boolean closes = event == 2 || source == Source.STREAMING;
                String user = "0x" + String.format("%040x", block + event);
                text.append(opens ? "{\"block_number\":" + block + ",\"events\":[" : ",")
                        .append("{\"user\":\"" + user + "\",\"n\":" + (block * 3 + event) + "}")
                        .append(closes ? "]}\n" : "");
            }
        }
        Files.writeString(blocks(source), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
