package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** NULs at the end of a file, which may become data, or stay. */
class NulTailTest {
    private static final String HOUR = "20270101/3";
    private static final String NEXT_HOUR = "20270101/4";

    @TempDir
    private Path data;

    private TailedFolder folder;

    @BeforeEach
    void open() throws IOException {
        folder = new TailedFolder(data, Source.STREAMING, 500);
        folder.append(HOUR, folder.line(0, 0));
        folder.start("beginning");
        assertThat(folder.read()).hasSize(1);
    }

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    private void write(long at, String text) throws IOException {
        try (FileChannel file = FileChannel.open(folder.path(HOUR), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), at);
        }
    }

    private long size() throws IOException {
        return Files.size(folder.path(HOUR));
    }

    private static String nuls(int count) {
        return "\0".repeat(count);
    }

    private static String in(String hour, String line) {
        return hour + " " + line.strip();
    }

    @Test
    void shouldDeliverNulsThatBecomeData() throws IOException {
        String one = folder.line(0, 1);
        String two = folder.line(0, 2);
        long at = size();
        folder.append(HOUR, one.substring(0, 40) + nuls(one.length() - 40 + two.length()));
        assertThat(folder.read()).isEmpty();
        folder.pass(1_700);
        assertThat(folder.read()).isEmpty();

        write(at + 40, one.substring(40) + two);
        folder.pass(3_000);
        assertThat(folder.read()).containsExactly(in(HOUR, one), in(HOUR, two));
        assertThat(folder.gaps()).isEmpty();
    }

    @Test
    void shouldDeliverNulsThatBecomeDataWhileMoreIsAppended() throws IOException {
        String one = folder.line(0, 1);
        String two = folder.line(0, 2);
        String three = folder.line(0, 3);
        long at = size();
        folder.append(HOUR, one + nuls(two.length()));
        assertThat(folder.read()).containsExactly(in(HOUR, one));
        folder.append(HOUR, three);
        assertThat(folder.read()).isEmpty();
        write(at + one.length(), two.substring(0, 30));
        folder.append(HOUR, folder.line(0, 4));
        assertThat(folder.read()).isEmpty();

        write(at + one.length(), two);
        folder.append(HOUR, folder.line(0, 5));
        assertThat(folder.read()).hasSize(4).startsWith(in(HOUR, two), in(HOUR, three));
        assertThat(folder.gaps()).isEmpty();
    }

    @Test
    void shouldPassOnNulsThatStayAndTheRecordAfterThem() throws IOException {
        String one = folder.line(0, 1);
        String two = folder.line(0, 2);
        folder.append(HOUR, nuls(700));
        assertThat(folder.read()).isEmpty();
        folder.append(HOUR, one + two);
        for (int i = 0; i < 12; i++) {
            assertThat(folder.read()).isEmpty();
            assertThat(folder.liveAgeMs()).isEqualTo(-1);
        }
        folder.pass(1_200);

        assertThat(folder.read()).containsExactly(HOUR + " " + nuls(700), in(HOUR, one), in(HOUR, two));
        assertThat(folder.gaps()).isEmpty();
    }

    @Test
    void shouldNotWaitForNulsThatAreNotAtTheEnd() throws IOException {
        String one = folder.line(0, 1);
        folder.append(HOUR, nuls(700) + one + nuls(9) + "\n" + one);

        assertThat(folder.read())
                .containsExactly(HOUR + " " + nuls(700), in(HOUR, one), HOUR + " " + nuls(9), in(HOUR, one));
    }

    @Test
    void shouldReadOtherFilesMeanwhile() throws IOException {
        folder.append(HOUR, nuls(10));
        assertThat(folder.read()).isEmpty();
        String one = folder.line(0, 1);
        folder.append(NEXT_HOUR, one);

        assertThat(folder.read()).containsExactly(in(NEXT_HOUR, one));
        folder.append(HOUR, "\n");
        folder.pass(5_000);
        assertThat(folder.read()).containsExactly(HOUR + " " + nuls(10));
    }

    @Test
    void shouldHoldARunThatIsLongerThanTheBuffer() throws IOException {
        String one = folder.line(0, 1);
        int length = 9 << 20;
        folder.append(HOUR, one + nuls(length));
        assertThat(folder.read()).containsExactly(in(HOUR, one));
        folder.pass(4_000);
        assertThat(folder.read()).isEmpty();
        folder.append(HOUR, one);
        folder.pass(2_000);

        assertThat(folder.read()).containsExactly(HOUR + " " + nuls(4096), in(HOUR, one));
        assertThat(folder.gaps()).isEmpty();
    }

    @Test
    void shouldHoldNulsAgainAfterARestart() throws IOException {
        String one = folder.line(0, 1);
        long at = size();
        folder.append(HOUR, nuls(one.length()));
        assertThat(folder.read()).isEmpty();
        folder.pass(4_000);
        assertThat(folder.read()).isEmpty();
        IngestorState state = folder.state();
        folder.start("end", state);
        folder.pass(2_000);
        assertThat(folder.read()).isEmpty();
        write(at, one);
        folder.pass(5_000);

        assertThat(folder.read()).containsExactly(in(HOUR, one));
    }

    @Test
    void shouldHoldNulsThatAreAddedLaterForTheirOwnTime() throws IOException {
        folder.append(HOUR, nuls(100));
        assertThat(folder.read()).isEmpty();
        folder.pass(4_500);
        folder.append(HOUR, nuls(100));
        assertThat(folder.read()).isEmpty();
        folder.pass(1_000);
        assertThat(folder.read()).isEmpty();
        String one = folder.line(0, 1);
        folder.append(HOUR, one);
        folder.pass(5_000);

        assertThat(folder.read()).containsExactly(HOUR + " " + nuls(200), in(HOUR, one));
    }

    @Test
    void shouldShedOldBytesAfterNulsOnlyOnceTheyWereRead() throws IOException {
        folder.append(HOUR, nuls(10));
        folder.read();
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            lines.append(folder.line(0, i));
        }
        folder.append(HOUR, lines.toString());
        folder.read();
        folder.pass(5_000);

        List<String> read = folder.read();
        assertThat(read).hasSize(101);
        assertThat(folder.gaps()).isEmpty();
    }

    @Test
    void shouldFollowNewFilesAfterHeldNulsWereCutOff() throws IOException {
        long at = size();
        folder.append(HOUR, nuls(50));
        assertThat(folder.read()).isEmpty();
        folder.truncate(HOUR, at);
        assertThat(folder.read()).containsExactly("vanished " + HOUR + "@" + at + " to " + HOUR + "@" + (at + 50));
        for (int i = 1; i <= FileWatchers.MAX_TRACKED; i++) {
            String hour = HourFiles.hour(3 + i);
            String line = folder.line(0, i);
            folder.append(hour, line);
            assertThat(folder.read()).containsExactly(in(hour, line));
        }
        assertThat(folder.files().all()).noneMatch(file -> file.id().toString().equals(HOUR));
    }
}
