package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.testing.prerequisite.Prerequisite;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trouble with one hour file must not affect the others. */
class OneFilesTroubleTest {
    private static final int SOME_DAYS = 60;

    @TempDir
    private Path data;

    private TailedFolder folder;

    @BeforeEach
    void make() {
        folder = new TailedFolder(data, Source.STREAMING, Long.MAX_VALUE);
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    @Test
    void shouldReadEachOfMoreFilesThanAreFollowed() throws IOException {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < SOME_DAYS; i++) {
            String hour = HourFiles.hour(i);
            folder.append(hour, "line" + i + "\n");
            expected.add(hour + " line" + i);
        }
        folder.start("beginning");

        List<String> read = new ArrayList<>();
        for (int round = 0; round < SOME_DAYS; round++) {
            read.addAll(folder.read());
        }
        assertThat(read).isEqualTo(expected);
    }

    @Test
    void shouldReadTheOthersWhileOneCannotBeOpened() throws IOException {
        folder.append("20270101/3", "locked\n");
        allow("20270101/3", "---------");
        requireUnreadable(folder.path("20270101/3"));
        folder.append("20270101/17", "a\n");
        folder.start("beginning");

        assertThat(folder.read()).containsExactly("20270101/17 a");
        assertThat(folder.reasons()).singleElement().asString().contains("20270101/3", "permission denied");
        folder.append("20270101/17", "b\n");
        assertThat(folder.read()).containsExactly("20270101/17 b");

        allow("20270101/3", "rw-------");
        folder.pass(UnreadablePaths.LONGEST_PAUSE_MS);
        assertThat(folder.read()).containsExactly("20270101/3 locked");
        assertThat(folder.reasons()).isEmpty();
    }

    @Test
    void shouldReadTheOthersWhileAFolderCannotBeListed() throws IOException {
        folder.append("20270101/3", "a\n");
        folder.append("20270102/4", "b\n");
        folder.start("beginning");
        assertThat(folder.read()).hasSize(2);
        Path date = folder.path("20270101/3").getParent();
        Files.setPosixFilePermissions(date, PosixFilePermissions.fromString("---------"));
        requireUnreadable(date);
        folder.append("20270102/4", "c\n");

        assertThat(folder.read()).containsExactly("20270102/4 c");
        assertThat(folder.reasons()).singleElement().asString().contains("20270101", "permission denied");
        Files.setPosixFilePermissions(date, PosixFilePermissions.fromString("rwx------"));
        folder.append("20270101/3", "d\n");
        folder.pass(UnreadablePaths.LONGEST_PAUSE_MS);
        assertThat(folder.read()).containsExactly("20270101/3 d");
        assertThat(folder.reasons()).isEmpty();
        assertThat(folder.totals().vanished()).isZero();
    }

    @Test
    void shouldReadNothingTwiceOfAFileThatComesBackInSteps() throws IOException {
        startAndReadLines();
        Path path = folder.path("20270101/3");
        byte[] bytes = Files.readAllBytes(path);
        Files.delete(path);
        assertThat(folder.read()).isEmpty();
        for (int length = 0; length < bytes.length; length += 700) {
            Files.write(path, Arrays.copyOf(bytes, length));
            assertThat(folder.read()).isEmpty();
            assertThat(folder.reasons()).singleElement().asString().contains("holds the first " + length);
            folder.pass(PrefixHold.MOST_MS / 2);
        }
        Files.write(path, bytes);
        folder.append("20270101/3", "new\n");

        assertThat(folder.read()).containsExactly("20270101/3 new");
        assertThat(folder.reasons()).isEmpty();
        assertThat(folder.totals().vanished()).isZero();
    }

    @Test
    void shouldHoldBackAFileThatComesBackAfterARestart() throws IOException {
        String text = startAndReadLines();
        IngestorState state = folder.state();
        Path path = folder.path("20270101/3");
        for (int length : new int[] {0, 500, 1_024, 3_000}) {
            Files.writeString(path, text.substring(0, length));
            folder.start("beginning", state);
            assertThat(folder.read()).isEmpty();
        }
        Files.writeString(path, text + "new\n");
        folder.start("beginning", state);
        assertThat(folder.read()).containsExactly("20270101/3 new");
    }

    @Test
    void shouldTakeAFileThatComesBackWithOtherBytesForAnotherAtOnce() throws IOException {
        startAndReadLines();
        Path path = folder.path("20270101/3");
        Files.delete(path);
        assertThat(folder.read()).isEmpty();
        folder.append("20270101/3", "some other\n");

        assertThat(folder.read()).containsExactly("20270101/3~1 some other");
    }

    @Test
    void shouldResumeInGarbageLongerThanItsBuffer() throws IOException {
        String garbage = "x".repeat(5 << 20);
        folder.append("20270101/3", " \t" + garbage);
        folder.start("beginning");
        assertThat(folder.read()).isEmpty();
        IngestorState state = folder.state();
        folder.append("20270101/3", "{\"local_time\":\"t\",\"events\":[{}]}\nline\n");
        folder.start("beginning", state);

        assertThat(folder.read())
                .containsExactly(
                        "20270101/3 " + garbage.substring(0, 4_096),
                        "20270101/3 {\"local_time\":\"t\",\"events\":[{}]}",
                        "20270101/3 line");
        folder.start("beginning", folder.state());
        folder.append("20270101/3", "more\n");
        assertThat(folder.read()).containsExactly("20270101/3 more");
        assertThat(folder.totals().vanished()).isZero();
    }

    @Test
    void shouldResumeAfterGarbageInFrontOfAnUnfinishedEnvelope() throws IOException {
        String begun = "{\"local_time\":\"t\",\"events\":[{\"n\":1}";
        folder.append("20270101/3", "x".repeat(5 << 20) + begun);
        folder.start("beginning");
        List<String> read = new ArrayList<>(folder.read());
        IngestorState state = folder.state();
        folder.append("20270101/3", "]}\nline\n");
        folder.start("beginning", state);
        read.addAll(folder.read());

        assertThat(read).hasSize(3).endsWith("20270101/3 " + begun + "]}", "20270101/3 line");
    }

    @Test
    void shouldResumeInABlockAfterManyBlanks() throws IOException {
        try (TailedFolder blocks = new TailedFolder(data, Source.BY_BLOCK, Long.MAX_VALUE)) {
            String head = "{\"local_time\":\"t\",\"events\":[";
            blocks.append("20270101/3", " ".repeat(2 << 20) + head + "{\"n\":1},".repeat(500_000));
            blocks.start("beginning");
            int found = blocks.read().size();
            IngestorState state = blocks.state();
            blocks.append("20270101/3", "{\"n\":2}]}\n");
            blocks.start("beginning", state);

            assertThat(blocks.read()).endsWith("20270101/3 " + head + "{\"n\":2}]}");
            assertThat(found).isPositive();
        }
    }

    @Test
    void shouldReadOnAfterABlockWhoseHeadIsGone() throws IOException {
        try (TailedFolder blocks = new TailedFolder(data, Source.BY_BLOCK, Long.MAX_VALUE)) {
            String head = "{\"local_time\":\"t\",\"events\":[";
            blocks.append("20270101/3", head + "{\"n\":1},".repeat(700_000));
            blocks.start("beginning");
            assertThat(blocks.read()).isNotEmpty();
            IngestorState state = blocks.state();
            try (var file = FileChannel.open(blocks.path("20270101/3"), StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(new byte[100]), 0);
            }
            blocks.append("20270101/3", "{\"n\":2}]}\n" + head + "{\"n\":3}]}\n");
            blocks.start("beginning", state);

            assertThat(blocks.read()).endsWith("20270101/3~1 " + head + "{\"n\":3}]}");
        }
    }

    @Test
    void shouldNoticeAFileThatWasRewrittenAtTheSameLength() throws IOException {
        startAndReadLines();
        Path path = folder.path("20270101/3");
        Files.writeString(path, "same line\n".repeat(500));
        Files.setLastModifiedTime(path, FileTime.fromMillis(System.currentTimeMillis() + 5_000));

        assertThat(folder.read()).hasSize(500).allMatch(line -> line.equals("20270101/3~1 same line"));
    }

    @Test
    void shouldReadNothingTwiceWhenALongLineIsCutWhileItIsPassedOver() throws IOException {
        folder.append("20270101/3", "first\n" + "x".repeat(5 << 20));
        folder.start("beginning");
        assertThat(folder.read()).containsExactly("20270101/3 first");
        folder.truncate("20270101/3", 6);
        assertThat(folder.read()).containsExactly("vanished 20270101/3@6 to 20270101/3@" + ((5 << 20) + 6));
        folder.append("20270101/3", "second\n");

        assertThat(folder.read()).containsExactly("20270101/3 second");
        folder.start("beginning", folder.state());
        folder.append("20270101/3", "third\n");
        assertThat(folder.read()).containsExactly("20270101/3 third");
    }

    @Test
    void shouldNotWaitForeverForTheRestOfAFile() throws IOException {
        startAndReadLines();
        Files.writeString(folder.path("20270101/3"), "some line\n");
        assertThat(folder.read()).isEmpty();
        folder.pass(PrefixHold.MOST_MS);

        assertThat(folder.read()).containsExactly("20270101/3~1 some line");
        assertThat(folder.reasons()).isEmpty();
    }

    @Test
    void shouldNoticeAFileThatWasRewrittenLongerBetweenTwoLooks() throws IOException {
        startAndReadLines();
        Files.writeString(folder.path("20270101/3"), "other line\n".repeat(900));

        // Reads before the next scan of the folder, which would detect the rewritten file as well.
        List<String> read = new ArrayList<>(folder.readNow());
        read.addAll(folder.read());
        assertThat(read).hasSize(900).allMatch(line -> line.equals("20270101/3~1 other line"));
    }

    /** Writes 5,000 bytes of lines, reads and commits them all, and returns them. */
    private String startAndReadLines() throws IOException {
        String text = "some line\n".repeat(500);
        folder.append("20270101/3", text);
        folder.start("beginning");
        assertThat(folder.read()).hasSize(500);
        return text;
    }

    private static void requireUnreadable(Path path) {
        Prerequisite.UNPRIVILEGED.check(
                Files.isReadable(path)
                        ? Optional.of("this user may read a file whose mode allows nobody")
                        : Optional.empty());
    }

    private void allow(String hour, String permissions) throws IOException {
        Files.setPosixFilePermissions(folder.path(hour), PosixFilePermissions.fromString(permissions));
    }
}
