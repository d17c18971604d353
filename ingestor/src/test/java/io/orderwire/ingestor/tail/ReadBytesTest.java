package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.split.EventSink;
import io.orderwire.ingestor.split.FileCursor;
import io.orderwire.ingestor.split.LineSplitter;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many bytes are read from a file that has more of them than are wanted at once. */
class ReadBytesTest {
    private static final int BUFFER_BYTES = 4 << 20;
    private static final String LINE = "{\"user\":\"" + "u".repeat(590) + "\"}\n";

    @TempDir
    private Path data;

    @Test
    void shouldNotReadTheBufferAgainForTheLastLinesOfACycle() throws IOException {
        assertThat(read(LINE.repeat(2 * BUFFER_BYTES / LINE.length()), BUFFER_BYTES))
                .isBetween((long) BUFFER_BYTES, BUFFER_BYTES + (256L << 10));
    }

    @Test
    void shouldReadFurtherIfALineIsLongerThanWhatIsLeftOfTheCycle() throws IOException {
        String longLine = "{\"user\":\"" + "u".repeat(400_000) + "\"}\n";

        assertThat(read(longLine.repeat(3), 1_000)).isLessThan(BUFFER_BYTES);
    }

    /** Reads until {@code budget} bytes were consumed; returns how many bytes were read for that. */
    private long read(String text, long budget) throws IOException {
        try (TailedFolder folder = new TailedFolder(data, Source.STREAMING, Long.MAX_VALUE)) {
            folder.append("20270101/3", text);
            folder.start("beginning").readOnce(1);
            HourFileReader reader = folder.files().all().iterator().next().reader();
            byte[] buffer = new byte[BUFFER_BYTES];
            CountingStation station = new CountingStation();
            long consumed = 0;
            while (consumed < budget) {
                assertThat(reader.hasUnread(folder.millis())).isTrue();
                long passed = reader.read(buffer, budget - consumed, station, folder.millis());
                assertThat(passed).isPositive();
                consumed += passed;
            }
            return station.bytes;
        }
    }

    /** Splits the bytes and counts them. */
    private static final class CountingStation implements NextStation {
        private final LineSplitter splitter = new LineSplitter(Source.STREAMING, 512 * 1024);
        private long bytes;

        @Override
        public boolean wantsLine() {
            return false;
        }

        @Override
        public void line(byte[] first, int length, long ageMs) {}

        @Override
        public boolean take(HourFile file, FileCursor cursor, Chunk chunk, boolean replay) {
            bytes += chunk.length();
            return splitter.split(
                    chunk.bytes(), chunk.length(), chunk.isFull(), (int) chunk.most(), cursor, new NoSink());
        }

        @Override
        public void taken(HourFile file, FileCursor cursor, Chunk chunk, boolean atLine, boolean live, long nowMs) {}
    }

    private static final class NoSink implements EventSink {
        @Override
        public void event(
                byte[] head, byte[] bytes, int from, int to, byte[] tail, long position, byte @Nullable [] user) {}

        @Override
        public void oversized(byte[] start, long length, long position) {}

        @Override
        public void lineRead() {}

        @Override
        public void emptyLine() {}
    }
}
