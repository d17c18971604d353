package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines that unroll to hundreds of times their size. */
class CycleSizeTest {
    private static final int LINES = 120;
    private static final int EVENTS = 600;

    @TempDir
    private Path data;

    @Test
    void shouldReadNoMoreThanOneCycleCanHold() throws IOException {
        String line =
                "{\"local_time\":\"" + "l".repeat(1_700) + "\",\"events\":[" + "{},".repeat(EVENTS - 1) + "{}]}\n";
        try (TailedFolder folder = new TailedFolder(data, Source.BY_BLOCK, Long.MAX_VALUE)) {
            folder.append("20270101/3", line.repeat(LINES));
            folder.start("beginning").pass(1_000);
            long most = 0;
            int events = 0;
            int cycles = 0;
            while (folder.readOnce(4 << 20) > 0) {
                long bytes = 0;
                for (String event : folder.drain()) {
                    bytes += event.length();
                    events++;
                }
                most = Math.max(most, bytes);
                cycles++;
            }

            assertThat(events).isEqualTo(LINES * EVENTS);
            assertThat(cycles).isGreaterThan(2);
            assertThat(most).isLessThan(PartitionedBlocks.MOST_BYTES + (6 << 20));
        }
    }
}
