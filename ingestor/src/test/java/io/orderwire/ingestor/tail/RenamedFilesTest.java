package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files whose path is removed or names another file while their writer continues to write. */
class RenamedFilesTest {
    private static final String HOUR = "20270101/3";

    @TempDir
    private Path directory;

    private TailedFolder folder;
    private OutputStream writer = OutputStream.nullOutputStream();

    @BeforeEach
    void open() throws IOException {
        folder = new TailedFolder(directory, Source.STREAMING, Long.MAX_VALUE).start("end");
        Files.createDirectories(folder.path(HOUR).getParent());
        writer = Files.newOutputStream(folder.path(HOUR), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        write("first\n");
        assertThat(folder.read()).containsExactly("20270101/3 first");
    }

    @AfterEach
    void close() throws IOException {
        writer.close();
        folder.close();
    }

    private void write(String text) throws IOException {
        writer.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private void rename() throws IOException {
        Files.move(folder.path(HOUR), directory.resolve("renamed"));
    }

    @Test
    void shouldReadWhatIsWrittenToARenamedFile() throws IOException {
        rename();
        for (int i = 0; i < 5; i++) {
            folder.pass(Growth.MOST_PAUSE_MS - 1_000);
            write("late" + i + "\n");
            assertThat(folder.read()).containsExactly("20270101/3 late" + i);
        }
        assertThat(folder.totals().vanished()).isZero();
    }

    @Test
    void shouldReadWhatIsWrittenToARemovedFile() throws IOException {
        Files.delete(folder.path(HOUR));
        assertThat(folder.read()).isEmpty();
        write("late\n");
        assertThat(folder.read()).containsExactly("20270101/3 late");
    }

    @Test
    void shouldReadBothGenerationsAtOnce() throws IOException {
        rename();
        folder.append(HOUR, "other\n");
        assertThat(folder.read()).containsExactly("20270101/3~1 other");
        write("late\n");
        folder.append(HOUR, "more\n");
        assertThat(folder.read()).containsExactly("20270101/3 late", "20270101/3~1 more");
        assertThat(folder.state().files())
                .extracting(file -> file.file() + "@" + file.offset())
                .containsExactly("20270101/3@11", "20270101/3~1@11");
        folder.pass(Growth.MOST_PAUSE_MS);
        assertThat(folder.read()).isEmpty();
        assertThat(folder.read()).isEmpty();
        assertThat(folder.state().files()).hasSize(1);
        assertThat(folder.totals().vanished()).isZero();
    }

    @Test
    void shouldReadBothGenerationsAgainAfterAFailedTransaction() throws IOException {
        IngestorState state = folder.state();
        rename();
        folder.append(HOUR, "other\n");
        write("late\n");
        assertThat(folder.readUncommitted()).containsExactly("20270101/3 late", "20270101/3~1 other");
        folder.goBackTo(state);
        assertThat(folder.read()).containsExactly("20270101/3 late", "20270101/3~1 other");

        IngestorState both = folder.state();
        write("later\n");
        folder.append(HOUR, "more\n");
        assertThat(folder.readUncommitted()).hasSize(2);
        folder.goBackTo(both);
        assertThat(folder.read()).containsExactly("20270101/3 later", "20270101/3~1 more");
        assertThat(folder.totals().vanished()).isZero();
    }

    @Test
    void shouldReadAFileAgainThatWasFoundAfterTheLastCommitAndIsGone() throws IOException {
        IngestorState state = folder.state();
        folder.append("20270101/4", "new\n");
        assertThat(folder.readUncommitted()).containsExactly("20270101/4 new");
        Files.delete(folder.path("20270101/4"));
        folder.goBackTo(state);
        assertThat(folder.read()).containsExactly("20270101/4 new");
    }

    @Test
    void shouldReportThatAFormerGenerationMayHaveBeenWrittenDuringAStop() throws IOException {
        rename();
        folder.append(HOUR, "other\n");
        assertThat(folder.read()).hasSize(1);
        IngestorState state = folder.state();
        write("during the stop\n");
        folder.append(HOUR, "more\n");
        folder.start("end", state);
        assertThat(folder.read()).containsExactly("vanished 20270101/3@6 to 20270101/3@6", "20270101/3~1 more");
        assertThat(folder.gaps()).extracting(Gap::bytes).containsOnlyNulls();
        folder.start("end", folder.state());
        assertThat(folder.read()).as("reported once").isEmpty();
    }

    @Test
    void shouldReadOnInACopyAndReportWhatTheFormerFileStillGets() throws IOException {
        folder.replace(HOUR, "first\nsecond\n");
        assertThat(folder.read()).containsExactly("20270101/3 second");
        write("late\n");
        assertThat(folder.read()).containsExactly("vanished 20270101/3@6 to 20270101/3@11");
        assertThat(folder.gaps()).extracting(Gap::bytes).containsExactly(5L);
        folder.pass(Growth.MOST_PAUSE_MS);
        assertThat(folder.read()).isEmpty();
        write("too late\n");
        assertThat(folder.read()).isEmpty();
    }

    @Test
    void shouldReadTheFormerFileOnWhileACopyDoesNotGrow() throws IOException {
        folder.replace(HOUR, "first\n");
        write("late\n");
        assertThat(folder.read()).containsExactly("20270101/3 late");
        assertThat(folder.reasons()).singleElement().asString().contains("holds the first 6 of 11 bytes");
        folder.append(HOUR, "other\n");
        assertThat(folder.read()).containsExactly("20270101/3~1 first", "20270101/3~1 other");
        assertThat(folder.reasons()).isEmpty();
    }

    @Test
    void shouldKeepABoundedNumberOfFormerGenerations() throws IOException {
        int most = FormerGenerations.MOST;
        for (int i = 1; i <= most + 1; i++) {
            Files.delete(folder.path(HOUR));
            folder.append(HOUR, "generation" + i + "\n");
            assertThat(folder.read()).contains("20270101/3~" + i + " generation" + i);
        }
        assertThat(folder.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.fromPos()).isEqualTo("20270101/3@6");
            assertThat(gap.bytes()).as("it may still be written").isNull();
        });
        assertThat(folder.state().files()).hasSize(most + 1);
    }

    @Test
    void shouldNoticeAtOnceThatAShorterFileDiffersFarFromItsBeginning() throws IOException {
        List<String> lines = IntStream.range(0, 2_000)
                .mapToObj(i -> "line " + i + " " + "x".repeat(i % 300))
                .toList();
        folder.append("20270101/4", String.join("\n", lines) + "\n");
        assertThat(folder.read()).hasSize(2_000);
        List<String> others = new ArrayList<>(lines.subList(0, 1_500));
        others.set(1_100, "another line");
        Files.writeString(folder.path("20270101/4"), String.join("\n", others) + "\n");
        assertThat(folder.read()).hasSize(1_500).allMatch(line -> line.startsWith("20270101/4~1 "));
    }

    @Test
    void shouldNoticeThatOnlyTheBeginningOfALongFileWasRewritten() throws IOException {
        String rest = "y".repeat(5_000) + "\n";
        folder.append("20270101/4", "one\n" + rest);
        assertThat(folder.read()).hasSize(2);
        FileTime time = Files.getLastModifiedTime(folder.path("20270101/4"));
        Files.writeString(folder.path("20270101/4"), "two\n" + rest);
        Files.setLastModifiedTime(folder.path("20270101/4"), time);
        assertThat(folder.read()).hasSize(2).contains("20270101/4~1 two");
    }

    @Test
    void shouldNoticeAfterARestartThatAShorterFileDiffers() throws IOException {
        for (int length = 70; length < 2_000; length += 97) {
            String line = "a".repeat(length) + "\n";
            folder.append("20270101/4", line);
        }
        assertThat(folder.read()).hasSize(20);
        IngestorState state = folder.state();
        byte[] bytes = Files.readAllBytes(folder.path("20270101/4"));
        byte[] prefix = Arrays.copyOf(bytes, bytes.length * 2 / 3);
        Files.write(folder.path("20270101/4"), prefix);
        folder.start("end", state);
        assertThat(folder.read()).isEmpty();
        assertThat(folder.reasons()).singleElement().asString().contains("holds the first");
        prefix[3_000] = 'b';
        Files.write(folder.path("20270101/4"), prefix);
        folder.start("end", state);
        assertThat(folder.read()).isNotEmpty().anyMatch(line -> line.startsWith("20270101/4~1 a"));
    }

    @Test
    void shouldReadALineThatBecameWholeAtAnUnchangedSize() throws IOException {
        folder.append("20270101/4", "first\nsec\0\0\0\0");
        assertThat(folder.read()).containsExactly("20270101/4 first");
        Files.writeString(folder.path("20270101/4"), "first\nsecond\n");
        assertThat(folder.read()).containsExactly("20270101/4 second");
        assertThat(folder.totals().vanished()).isZero();
    }

    @Test
    void shouldHoldALongFileBackWhileItIsRestored() throws IOException {
        byte[] lines = new byte[300_000];
        Arrays.fill(lines, (byte) 'x');
        for (int i = 99; i < lines.length; i += 100) {
            lines[i] = '\n';
        }
        folder.append("20270101/4", new String(lines, StandardCharsets.UTF_8));
        assertThat(folder.read()).hasSize(3_000);
        Files.delete(folder.path("20270101/4"));
        for (int length = 0; length < lines.length; length += 12_345) {
            Files.write(folder.path("20270101/4"), Arrays.copyOf(lines, length));
            assertThat(folder.read()).isEmpty();
        }
        Files.write(folder.path("20270101/4"), lines);
        folder.append("20270101/4", "new\n");
        assertThat(folder.read()).containsExactly("20270101/4 new");
    }
}
