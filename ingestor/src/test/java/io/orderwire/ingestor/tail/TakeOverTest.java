package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.FileState;
import io.orderwire.ingestor.checkpoint.IngestorState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checkpoint of one folder meets another folder, whose files have the same names. */
class TakeOverTest {
    private static final long NEVER = Long.MAX_VALUE;

    @TempDir
    private Path folders;

    private TailedFolder former;
    private TailedFolder other;

    @BeforeEach
    void open() {
        former = new TailedFolder(folders.resolve("former"), Source.STREAMING, NEVER);
        other = new TailedFolder(folders.resolve("other"), Source.STREAMING, NEVER);
    }

    @AfterEach
    void close() throws IOException {
        former.close();
        other.close();
    }

    private IngestorState readFormer() throws IOException {
        former.append("20261231/9", "a\n");
        former.append("20261231/10", "b\nc\n");
        former.start("beginning");
        assertThat(former.read()).hasSize(3);
        return former.state();
    }

    @Test
    void shouldNameTheFilesThatShowItAndNoneWhereTheyAreOne() throws IOException {
        IngestorState state = readFormer();
        assertThat(former.foreignFiles(state)).isEmpty();
        other.append("20261231/9", "x\n");
        other.append("20261231/10", "yyyy\n");
        other.append("20261231/11", "z\n");
        other.start("beginning", state);
        assertThat(other.foreignFiles(state)).containsExactly(other.path("20261231/9"), other.path("20261231/10"));
        Files.copy(former.path("20261231/9"), folders.resolve("copy"));
        Files.delete(other.path("20261231/9"));
        assertThat(other.foreignFiles(state)).isEmpty();
        Files.copy(folders.resolve("copy"), other.path("20261231/9"));
        assertThat(other.foreignFiles(state)).isEmpty();
    }

    /** A small network's files are all shorter than a large one's. */
    @Test
    void shouldKnowShorterFilesOfAnotherNodeByTheirFirstBytes() throws IOException {
        for (String hour : List.of("20261231/9", "20261231/10")) {
            former.append(hour, "a line of mainnet\n".repeat(1_000));
            other.append(hour, "a line of testnet\n".repeat(100));
        }
        former.start("beginning");
        former.read();
        IngestorState state = former.state();
        other.start("beginning", state);
        assertThat(other.foreignFiles(state)).hasSize(2);
        Files.writeString(former.path("20261231/9"), "a line of mainnet\n".repeat(100));
        Files.writeString(former.path("20261231/10"), "a line of mainnet\n".repeat(100));
        assertThat(former.foreignFiles(state)).isEmpty();
    }

    @Test
    void shouldReadTheNextGenerationsFromTheBeginning() throws IOException {
        IngestorState state = readFormer();
        other.append("20261231/9", "x\n");
        other.append("20261231/10", "yyyy\n");
        other.append("20261231/11", "z\n");
        other.takeOver("beginning", state);
        assertThat(other.read()).containsExactly("20261231/9~1 x", "20261231/10~1 yyyy", "20261231/11 z");
        assertThat(other.state().nextSeq()[0]).isEqualTo(state.nextSeq()[0] + 3);
        assertThat(other.foreignFiles(other.state())).isEmpty();
    }

    @Test
    void shouldReadWhatComesAfterTheEnd() throws IOException {
        IngestorState state = readFormer();
        other.append("20261231/10", "yyyy\n");
        other.takeOver("end", state);
        other.append("20261231/10", "z\n");
        assertThat(other.read()).containsExactly("20261231/10~1 z");
    }

    @Test
    void shouldTakeAFileThatComesLaterForTheNextGenerationEvenAfterARestart() throws IOException {
        IngestorState state = readFormer();
        other.append("20261231/9", "x\n");
        other.takeOver("beginning", state);
        assertThat(other.read()).containsExactly("20261231/9~1 x");
        other.start("beginning", other.state());
        other.append("20261231/10", "b\nc\n");
        assertThat(other.read()).containsExactly("20261231/10~1 b", "20261231/10~1 c");
    }

    @Test
    void shouldReportBytesOfTheFormerFilesThatWereSeenAndNeverRead() throws IOException {
        IngestorState read = readFormer();
        List<FileState> seen = read.files().stream()
                .map(file -> file.file().hour() == 10 ? file.seen(file.offset() + 7) : file)
                .toList();
        IngestorState state = IngestorState.first(
                        read.owner(), new IngestorState.Account(read.nextSeq(), read.totals(), read.uncounted()))
                .with(new IngestorState.Followed(read.floor(), seen));
        other.append("20261231/9", "x\n");
        other.takeOver("beginning", state);
        assertThat(other.read()).containsExactly("vanished 20261231/10@4 to 20261231/10@11", "20261231/9~1 x");
        assertThat(other.totals().vanished()).isEqualTo(1);
    }

    /** Folders of random files take over from each other: each line is read once, and no position refers to two lines. */
    @Test
    void shouldNeverGiveOnePlaceToTwoLines() throws IOException {
        long seed = Long.getLong("orderwire.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int round = 0; round < 15; round++) {
            Map<String, Integer> generations = new HashMap<>();
            Set<String> places = new HashSet<>();
            IngestorState state = IngestorState.first("me", 1);
            int lines = 0;
            for (int node = 0; node < 4; node++) {
                String hint = "seed " + seed + ", round " + round + ", node " + node;
                Path path = folders.resolve(round + "-" + node);
                List<String> expected = new ArrayList<>();
                try (TailedFolder folder = new TailedFolder(path, Source.STREAMING, NEVER)) {
                    for (int hour = 0; hour < 5; hour++) {
                        if (random.nextInt(3) > 0) {
                            lines += write(folder, hour, generations, lines, random, expected);
                        }
                    }
                    folder.takeOver("beginning", state);
                    List<String> read = folder.read();
                    if (random.nextBoolean()) {
                        folder.start("end", folder.state());
                        assertThat(folder.read()).as(hint).isEmpty();
                    }
                    assertThat(read).as(hint).containsExactlyElementsOf(expected);
                    state = folder.state();
                    for (FileState file : state.files()) {
                        // The entry of a missing file does not contain a line.
                        if (file.offset() > 0) {
                            assertThat(places.add(file.file().toString()))
                                    .as(hint + " " + file.file())
                                    .isTrue();
                        }
                    }
                    state.files()
                            .forEach(file -> generations.put(
                                    hour(file.file()), file.file().generation()));
                    assertThat(state.nextSeq()[0]).as(hint).isEqualTo(lines + 1);
                }
            }
        }
    }

    private static int write(
            TailedFolder folder,
            int hour,
            Map<String, Integer> generations,
            int first,
            Random random,
            List<String> expected)
            throws IOException {
        String name = "20261231/" + hour;
        int generation = generations.getOrDefault(name, -1) + 1;
        int count = 1 + random.nextInt(4);
        for (int line = 0; line < count; line++) {
            folder.append(name, "line " + (first + line) + "\n");
            expected.add(name + (generation == 0 ? "" : "~" + generation) + " line " + (first + line));
        }
        return count;
    }

    private static String hour(HourFile file) {
        return new HourFile(file.date(), file.hour(), 0).toString();
    }
}
