package io.orderwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastWrittenTest {
    private static final String HEAD = "{\"local_time\":\"t\",\"block_time\":\"t\",\"block_number\":";

    @TempDir
    private Path folder;

    @Test
    void shouldKnowNothingWithoutAFile() throws IOException {
        assertThat(LastWritten.in(null, Source.PLAIN)).isEqualTo(LastWritten.NOTHING);
    }

    @Test
    void shouldTakeTheHighestOidNotTheLast() throws IOException {
        LastWritten last = in("{\"oid\":400000000200}\n{\"oid\":400000000100}\n", Source.PLAIN);

        assertThat(last.oid()).isGreaterThan(400_000_000_200L);
        assertThat(last.blockNumber()).isZero();
    }

    @Test
    void shouldFindTheBlockOfALineLongerThanAChunk() throws IOException {
        String events = "{\"oid\":400000000100},".repeat(50_000);

        LastWritten last =
                in(HEAD + "41,\"events\":[]}\n" + HEAD + "42,\"events\":[" + events + "]}\n", Source.BY_BLOCK);

        assertThat(last.blockNumber()).isEqualTo(42);
    }

    @Test
    void shouldFindANumberThatChunksCutInTwo() throws IOException {
        for (int pad = 0; pad < 64; pad++) {
            String tail = "x".repeat(256 * 1024 - pad);
            assertThat(in(HEAD + "1234567890,\"events\":[]}" + tail, Source.BY_BLOCK)
                            .blockNumber())
                    .as("%d bytes of the line in the last chunk", pad)
                    .isEqualTo(1_234_567_890);
        }
    }

    private LastWritten in(String text, Source shape) throws IOException {
        return LastWritten.in(Files.writeString(folder.resolve("9"), text), shape);
    }
}
