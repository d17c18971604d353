package io.orderwire.ingestor.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.testing.process.ChildJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A by-block line of 64 MB is unrolled by a process with a heap of 20 MB. */
class LongBlockTest {
    private static final int EVENTS = 128 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @Test
    void shouldUnrollABlockOf64MegabytesInBoundedMemory() throws IOException {
        Path file = write("]}\n");
        assertThat(Files.size(file)).isGreaterThan(64L << 20);
        assertThat(unroll(file))
                .isEqualTo("events " + (EVENTS + 1) + " oversized 0 lines 2 offset " + Files.size(file));
    }

    @Test
    void shouldKeepWhatWasWholeOfABlockThatBreaksInItsMiddle() throws IOException {
        Path file = write(",{\"user\":\"0xbro\n");
        assertThat(unroll(file))
                .isEqualTo("events " + (EVENTS + 2) + " oversized 0 lines 2 offset " + Files.size(file));
    }

    private static String unroll(Path file) {
        try (ChildJvm child = ChildJvm.start(List.of("-Xmx20m", "-XX:+UseSerialGC"), Unroll.class, file.toString())) {
            String counted = child.awaitLine("events", PATIENCE);
            assertThat(child.awaitExit(PATIENCE)).isZero();
            return counted;
        }
    }

    private Path write(String end) throws IOException {
        Path file = folder.resolve("9");
        String user = "\"user\":\"0x" + "a".repeat(40) + "\"";
        String event = "{" + user + ",\"status\":\"open\",\"text\":\"" + "x".repeat(450) + "\"}";
        try (var out = Files.newBufferedWriter(file)) {
            out.write("{\"block_number\":1,\"events\":[");
            for (int i = 0; i < EVENTS; i++) {
                out.write(i == 0 ? event : "," + event);
            }
            out.write(end + "{\"block_number\":2,\"events\":[" + event + "]}\n");
        }
        return file;
    }

    /** Reads a file as the tailer does. */
    static final class Unroll {
        private Unroll() {}

        public static void main(String[] arguments) throws IOException {
            LineSplitter splitter = new LineSplitter(Source.BY_BLOCK, 512 * 1024);
            byte[] buffer = new byte[4 << 20];
            FileCursor cursor = new FileCursor(0);
            Counts counts = new Counts();
            try (FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.READ)) {
                while (cursor.readOffset() < channel.size()) {
                    int length = channel.read(ByteBuffer.wrap(buffer), cursor.readOffset());
                    splitter.split(buffer, length, length == buffer.length, Integer.MAX_VALUE, cursor, counts);
                }
            }
            System.out.println("events " + counts.events + " oversized " + counts.oversized + " lines " + counts.lines
                    + " offset " + cursor.offset());
        }
    }

    private static final class Counts implements EventSink {
        private int events;
        private int oversized;
        private int lines;

        @Override
        public void event(
                byte[] head, byte[] bytes, int from, int to, byte[] tail, long position, byte @Nullable [] user) {
            events++;
        }

        @Override
        public void oversized(byte[] start, long length, long position) {
            oversized++;
        }

        @Override
        public void lineRead() {
            lines++;
        }

        @Override
        public void emptyLine() {}
    }
}
