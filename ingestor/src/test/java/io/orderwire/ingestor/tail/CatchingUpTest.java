package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.StageMode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines older than 500 ms are shed only if catching up takes longer than 2 s. */
class CatchingUpTest {
    private static final String HOUR = "20261231/9";
    private static final int ENOUGH = 1 << 20;
    private static final int LINES = 100;
    private static final int STEP_MS = 50;

    @TempDir
    private Path directory;

    private TailedFolder folder;

    @BeforeEach
    void open() {
        folder = new TailedFolder(directory, Source.STREAMING, 500).catchingUp(2_000);
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    /** The node writes for 5 s. */
    private void write(boolean watched) throws IOException {
        for (int i = 0; i < LINES; i++) {
            folder.append(HOUR, folder.line(0, i));
            folder.pass(STEP_MS);
            if (watched) {
                folder.look();
            }
        }
    }

    /** As if the former process had reached that throughput. */
    private static IngestorState with(long throughput, IngestorState state) {
        String text = new String(state.toJson(), StandardCharsets.UTF_8);
        String known = text.replace("{\"version\"", "{\"throughput\":" + throughput + ",\"version\"");
        return IngestorState.parse(known.getBytes(StandardCharsets.UTF_8), state.settledToJson());
    }

    @Test
    void shouldReadAllThatWasWrittenWhileItWasDown() throws IOException {
        IngestorState state = folder.startAndReadOneLine(HOUR);
        write(false);
        folder.start("end", state);
        assertThat(folder.read()).hasSize(LINES).allMatch(line -> line.startsWith(HOUR));
        assertThat(folder.gaps()).isEmpty();
        assertThat(folder.limit().mode()).isEqualTo(StageMode.LIVE);
    }

    @Test
    void shouldReadAllThatWasWrittenWhileItCouldNotRead() throws IOException {
        folder.startAndReadOneLine(HOUR);
        write(true);
        folder.readOnce(1);
        assertThat(folder.limit().mode()).isEqualTo(StageMode.CATCHING_UP);
        assertThat(folder.limit().secondsLeft()).isBetween(0.0, 0.1);
        assertThat(folder.catchUp().mode()).isEqualTo(StageMode.CATCHING_UP);
        assertThat(folder.catchUp().msLeft()).isBetween(1L, 100L);
        folder.readOnce(ENOUGH);
        folder.pass(1).readOnce(ENOUGH);
        assertThat(folder.catchUp()).isEqualTo(new CatchUpStats(StageMode.LIVE, 0L));
        assertThat(folder.limit().mode()).isEqualTo(StageMode.LIVE);
        assertThat(folder.read()).hasSize(LINES);
        assertThat(folder.gaps()).isEmpty();
    }

    @Test
    void shouldShedWhatTheFormerProcessWouldHaveBeenTooSlowFor() throws IOException {
        IngestorState state = folder.startAndReadOneLine(HOUR);
        write(false);
        long bytesPerSecond = (long) LINES * folder.line(0, 10).length() / 5;
        folder.start("end", with(2 * bytesPerSecond, state));
        assertThat(folder.read().get(0)).startsWith("age ");
        assertThat(folder.limit().mode()).isEqualTo(StageMode.SHEDDING);
        assertThat(folder.gaps()).hasSize(1);
        assertThat(folder.state().throughput()).isEqualTo(2 * bytesPerSecond);
    }

    @Test
    void shouldShedWhenReadingTurnsOutToBeTooSlow() throws IOException {
        folder.startAndReadOneLine(HOUR);
        write(true);
        int shedAfter = 0;
        while (folder.gaps().isEmpty() && shedAfter < 5_000) {
            folder.readOnce(1);
            folder.limit().committed(1, true, STEP_MS * 1_000_000L, 0);
            folder.pass(STEP_MS).look();
            shedAfter += STEP_MS;
        }
        assertThat(shedAfter).isBetween(1_000, 1_500);
    }

    /** The measurement of a running process is better than the throughput in the checkpoint. */
    @Test
    void shouldCatchUpAfterAFailedTransaction() throws IOException {
        IngestorState state = folder.startAndReadOneLine(HOUR);
        write(true);
        folder.readOnce(ENOUGH);
        folder.drain();
        folder.pass(1_000).goBackTo(with(1, state));
        assertThat(folder.read()).hasSize(LINES);
        assertThat(folder.gaps()).isEmpty();
    }

    /** A start position requested the first file; lines that were written meanwhile are old when they are read. */
    @Test
    void shouldCatchUpAfterAReplay() throws IOException {
        write(false);
        folder.start("beginning").readOnce(1);
        assertThat(folder.limit().mode()).isEqualTo(StageMode.LIVE);
        write(true);
        assertThat(folder.read()).hasSize(2 * LINES);
        assertThat(folder.gaps()).isEmpty();
    }
}
