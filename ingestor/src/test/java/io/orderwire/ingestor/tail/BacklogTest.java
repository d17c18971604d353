package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.IngestorState;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sparse file of 50 GB: reading it would take minutes, so no test here reads it. */
class BacklogTest {
    private static final long SIZE = 50L << 30;
    private static final String HOUR = "20261231/9";
    private static final Duration FAR_LESS_THAN_READING_IT = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private TailedFolder folder;

    @BeforeEach
    void open() throws IOException {
        folder = new TailedFolder(directory, Source.STREAMING, Long.MAX_VALUE);
        Files.createDirectories(folder.path(HOUR).getParent());
        try (RandomAccessFile file = new RandomAccessFile(folder.path(HOUR).toFile(), "rw")) {
            file.setLength(SIZE);
        }
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    @Test
    void shouldStartAtTheEndOfABacklogWithoutReadingIt() {
        assertTimeoutPreemptively(FAR_LESS_THAN_READING_IT, () -> {
            folder.append(HOUR, "\nold\n");
            folder.start("end");
            folder.append(HOUR, "new\n");
            assertThat(folder.read()).containsExactly(HOUR + " new");
            assertThat(folder.state().files().get(0).offset()).isEqualTo(SIZE + 9);
        });
    }

    @Test
    void shouldStartAtTheEndOfABacklogWithoutALineFeedInReach() {
        assertTimeoutPreemptively(FAR_LESS_THAN_READING_IT, () -> {
            folder.start("end");
            folder.append(HOUR, "rest of a line\nnew\n");
            assertThat(folder.read()).containsExactly(HOUR + " rest of a line", HOUR + " new");
        });
    }

    @Test
    void shouldResumeNearTheEndOfABacklog() {
        assertTimeoutPreemptively(FAR_LESS_THAN_READING_IT, () -> {
            folder.append(HOUR, "\na\n");
            folder.start("end");
            IngestorState state = folder.state();
            folder.append(HOUR, "b\n");
            folder.start("end", state);
            assertThat(folder.read()).containsExactly(HOUR + " b");
        });
    }

    @Test
    void shouldShedABacklogWithoutReadingIt() throws IOException {
        folder.close();
        folder = new TailedFolder(directory, Source.STREAMING, 500);
        folder.append(HOUR, "\n" + line(0));
        FileState atStart = FileState.unread(HourFile.parse(HOUR));
        IngestorState first = IngestorState.first("me", 1);
        IngestorState state = IngestorState.first(
                        "me", new IngestorState.Account(first.nextSeq(), first.totals(), List.of()))
                .with(new IngestorState.Followed(HourFile.parse(HOUR), List.of(atStart)));
        Files.setLastModifiedTime(folder.path(HOUR), FileTime.fromMillis(folder.millis() - 10_000));
        assertTimeoutPreemptively(FAR_LESS_THAN_READING_IT, () -> {
            folder.start("end", state);
            List<String> records = folder.read();
            assertThat(records).hasSize(2);
            assertThat(records.get(0)).isEqualTo("age " + HOUR + "@0 to " + HOUR + "@" + (SIZE + 1));
        });
    }

    private String line(long ageMs) {
        return "{\"local_time\":\"" + folder.timeAgo(ageMs) + "\",\"block_number\":1,\"events\":[{\"n\":1}]}\n";
    }

    @Test
    void shouldReadABacklogFromTheBeginningWithinBounds() throws IOException {
        folder.start("beginning");
        assertThat(folder.readOnce(1 << 20)).isBetween(1L, 8L << 20);
        assertThat(folder.state().files().get(0).seen()).isEqualTo(SIZE);
    }
}
