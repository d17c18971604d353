package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.testing.seed.Seeds;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first bytes that were read match, and bytes with a difference in a checked part do not. */
class PrefixHashesTest {
    @TempDir
    private Path directory;

    @Test
    void shouldAgreeWithEachBeginningAndWithNoOther() throws IOException {
        Random random = new Random(Seeds.of(PrefixHashesTest.class, "files"));
        for (int round = 0; round < 60; round++) {
            byte[] bytes = new byte[1 + random.nextInt(round < 50 ? 5_000 : 500_000)];
            random.nextBytes(bytes);
            PrefixHashes prefixes = new PrefixHashes(0);
            SegmentHashes segments = new SegmentHashes("", 0);
            for (int at = 0; at < bytes.length; ) {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(bytes.length));
                byte[] part = Arrays.copyOfRange(bytes, at, at + length);
                prefixes.add(part, at, length);
                segments.add(part, at, length);
                at += length;
                if (random.nextInt(3) == 0) {
                    // A restart; the points of this process are lost, the segments are in the checkpoint.
                    segments = new SegmentHashes(segments.text(at), at);
                }
            }
            int size = random.nextInt(bytes.length);
            try (FileChannel file = file(Arrays.copyOf(bytes, size))) {
                assertThat(prefixes.agrees(file, size)).isTrue();
                assertThat(segments.agrees(file, size)).isTrue();
            }
            int changed = random.nextInt(Math.max(1, size));
            byte[] other = Arrays.copyOf(bytes, size);
            if (size - changed > Math.max(64, bytes.length / 256)) {
                other[changed]++;
                try (FileChannel file = file(other)) {
                    prefixes.restart();
                    assertThat(prefixes.agrees(file, size))
                            .as("round %d", round)
                            .isFalse();
                }
            }
        }
    }

    private FileChannel file(byte[] bytes) throws IOException {
        return FileChannel.open(Files.write(directory.resolve("file"), bytes));
    }
}
