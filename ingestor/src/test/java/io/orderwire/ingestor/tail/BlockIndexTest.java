package io.orderwire.ingestor.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.checkpoint.IngestorState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The place of each event in its block, from the files to the raw records. */
class BlockIndexTest {
    private static final String NINE = "20261231/9";
    private static final String TEN = "20261231/10";
    private static final String TOO_LONG = "{\"n\":\"" + "x".repeat(600_000) + "\"}";

    @TempDir
    private Path directory;

    private TailedFolder folder;
    private Source source = Source.STREAMING;

    @AfterEach
    void close() throws IOException {
        folder.close();
    }

    private TailedFolder open(Source shape) {
        source = shape;
        folder = new TailedFolder(directory, shape, Long.MAX_VALUE);
        return folder;
    }

    static String head(int block) {
        return "{\"local_time\":\"2026-12-31T09:00:02\",\"block_time\":\"2026-12-31T09:00:01\",\"block_number\":"
                + block + ",\"events\":[";
    }

    private String block(int block, String... events) {
        if (source == Source.BY_BLOCK) {
            return head(block) + String.join(",", events) + "]}\n";
        }
        StringBuilder lines = new StringBuilder();
        for (String event : events) {
            lines.append(head(block)).append(event).append("]}\n");
        }
        return lines.toString();
    }

    private static String[] events(int... numbers) {
        return IntStream.of(numbers).mapToObj(n -> "{\"n\":" + n + "}").toArray(String[]::new);
    }

    private void write(String hour, int block, int... numbers) throws IOException {
        folder.append(hour, block(block, events(numbers)));
    }

    private static List<String> placed(int block, int... numbers) {
        List<String> placed = new ArrayList<>();
        for (int i = 0; i < numbers.length; i++) {
            placed.add(block + "." + i + " {\"n\":" + numbers[i] + "}");
        }
        return placed;
    }

    @ParameterizedTest
    @EnumSource(value = Source.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    void shouldCountAcrossReadsHoursAndRestarts(Source shape) throws IOException {
        open(shape).start("beginning");
        String nine = block(7, events(1, 2, 3)) + block(9, events(4));
        String ten = block(10, events(5, 6));
        List<String> got = new ArrayList<>();
        for (String part : nine.split("(?<=[,}])")) {
            folder.append(NINE, part);
            got.addAll(folder.readPlaced());
            folder.start("beginning", folder.state());
        }
        for (String part : ten.split("(?<=[,}])")) {
            folder.append(TEN, part);
            got.addAll(folder.readPlaced());
            folder.start("beginning", folder.state());
        }
        List<String> expected = placed(7, 1, 2, 3);
        expected.addAll(placed(9, 4));
        expected.addAll(placed(10, 5, 6));
        assertThat(got).isEqualTo(expected);
    }

    @Test
    void shouldCountOnWithinALongLineAfterARestart() throws IOException {
        open(Source.BY_BLOCK).start("beginning");
        int[] numbers = IntStream.range(0, 60_000).toArray();
        write(NINE, 7, numbers);
        List<String> got = new ArrayList<>();
        for (int part = 0; part < 40; part++) {
            folder.readOnce(20_000);
            got.addAll(folder.drainPlaced());
            IngestorState state = folder.state();
            folder.readOnce(10_000);
            folder.drain();
            if (part % 2 == 0) {
                folder.goBackTo(state);
            } else {
                folder.start("beginning", state);
            }
        }
        got.addAll(folder.readPlaced());
        assertThat(got).isEqualTo(placed(7, numbers));
    }

    @ParameterizedTest
    @EnumSource(value = Source.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    void shouldReadThePlacesAgainAfterAFailedTransaction(Source shape) throws IOException {
        open(shape).start("beginning");
        write(NINE, 7, 1, 2);
        folder.append(NINE, shape == Source.STREAMING ? block(8, events(3)) : "");
        assertThat(folder.readPlaced()).hasSizeGreaterThan(1);
        IngestorState state = folder.state();
        write(NINE, 9, 4, 5);
        write(TEN, 9, 6);
        List<String> first = folder.readPlacedUncommitted();
        folder.goBackTo(state);
        assertThat(folder.readPlaced()).isEqualTo(first).contains("9.1 {\"n\":5}");
    }

    @Test
    void shouldTakeAnEventThatIsNotAnOrderOrTooLongForAPlace() throws IOException {
        open(Source.BY_BLOCK).start("beginning");
        folder.append(NINE, block(7, "{\"n\":1}", "{}", TOO_LONG, "{\"n\":{\"a\":[}]}", "{\"n\":2}"));
        folder.append(NINE, block(8, TOO_LONG, "{\"n\":5}"));
        assertThat(folder.readPlaced())
                .containsExactlyInAnyOrder(
                        "7.0 {\"n\":1}",
                        "7.1 {}",
                        "?.2 oversized",
                        "7.3 {\"n\":{\"a\":[}]}",
                        "7.4 {\"n\":2}",
                        "?.0 oversized",
                        "8.1 {\"n\":5}");
    }

    /** Nothing shows whether a line that is not read to its end holds one event or the remains of several. */
    @Test
    void shouldNotKnowAStreamingBlockAfterALineThatIsTooLong() throws IOException {
        open(Source.STREAMING).start("beginning");
        folder.append(NINE, block(7, "{\"n\":1}", "{}", TOO_LONG, "{\"n\":2}"));
        folder.append(NINE, head(8) + "{\"n\":3},{\"n\":4}]}\n" + block(8, events(5)));
        assertThat(folder.readPlaced())
                .containsExactly(
                        "7.0 {\"n\":1}",
                        "7.1 {}",
                        "?.2 oversized",
                        "7.? {\"n\":2}",
                        "8.0 {\"n\":3}",
                        "8.1 {\"n\":4}",
                        "8.2 {\"n\":5}");
    }

    @Test
    void shouldKnowTheEventsBeforeATearAndTheBlockAfterIt() throws IOException {
        open(Source.BY_BLOCK).start("beginning");
        folder.append(NINE, head(7) + "{\"n\":1},{\"n\":2},{\"ti" + block(7, events(1, 2, 3)));
        assertThat(folder.readPlaced())
                .containsExactly(
                        "7.0 {\"n\":1}",
                        "7.1 {\"n\":2}",
                        "?.2 garbage",
                        "7.0 {\"n\":1}",
                        "7.1 {\"n\":2}",
                        "7.2 {\"n\":3}");
        assertThat(folder.timesBack()).isEqualTo(1);
    }

    @Test
    void shouldNotKnowAStreamingBlockInWhichBytesAreGarbage() throws IOException {
        open(Source.STREAMING).start("beginning");
        write(NINE, 7, 1);
        folder.append(NINE, "\u0000\u0000\n" + block(7, events(2)) + block(8, events(3)));
        folder.append(NINE, head(8) + "{\"ti" + block(8, events(4)) + block(9, events(5)));
        folder.append(NINE, "noise\n" + block(10, events(6)) + block(10, events(7)) + block(11, events(8)));
        folder.append(NINE, "{\"n\":0}\n" + block(11, events(9)));
        folder.append(NINE, head(11) + "{\"n\":10}" + block(11, events(11)) + block(12, events(12)));
        assertThat(folder.readPlaced().stream().filter(event -> !event.contains("garbage")))
                .containsExactly(
                        "7.0 {\"n\":1}",
                        "7.? {\"n\":2}",
                        "8.0 {\"n\":3}",
                        "8.? {\"n\":4}",
                        "9.0 {\"n\":5}",
                        "10.? {\"n\":6}",
                        "10.? {\"n\":7}",
                        "11.0 {\"n\":8}",
                        "11.? {\"n\":9}",
                        "11.? {\"n\":10}",
                        "11.? {\"n\":11}",
                        "12.0 {\"n\":12}");
    }

    @Test
    void shouldNotKnowTheRestOfABlockAfterAStartWithinIt() throws IOException {
        for (Source shape : List.of(Source.BY_BLOCK, Source.STREAMING)) {
            open(shape);
            write(NINE, 7, 1, 2);
            folder.start("end");
            write(NINE, 7, 3, 4);
            write(NINE, 8, 5, 6);
            List<String> got = folder.readPlaced();
            if (shape == Source.STREAMING) {
                assertThat(got).startsWith("7.? {\"n\":3}", "7.? {\"n\":4}");
            }
            assertThat(got).endsWith("8.0 {\"n\":5}", "8.1 {\"n\":6}");
            folder.close();
            Files.delete(folder.path(NINE));
        }
    }

    @Test
    void shouldNotKnowWhatFollowsShedBytes() throws IOException {
        folder = new TailedFolder(directory, Source.STREAMING, 500);
        folder.start("beginning");
        write(NINE, 7, 1);
        assertThat(folder.readPlaced()).containsExactly("7.0 {\"n\":1}");
        write(NINE, 7, 2);
        for (int look = 0; look < 10; look++) {
            folder.look();
            folder.pass(100);
        }
        write(NINE, 7, 3);
        write(NINE, 8, 4);
        assertThat(folder.readPlaced()).containsExactly("gap", "7.? {\"n\":3}", "8.0 {\"n\":4}");
    }

    @Test
    void shouldNotKnowABlockThatMayHaveBegunInBytesThatVanished() throws IOException {
        open(Source.STREAMING).start("beginning");
        write(NINE, 7, 1);
        folder.append(NINE, head(8) + "{\"n\"");
        assertThat(folder.readPlaced()).containsExactly("7.0 {\"n\":1}");
        Files.delete(folder.path(NINE));
        write(TEN, 8, 2);
        write(TEN, 9, 3);
        assertThat(folder.readPlaced()).containsExactly("8.? {\"n\":2}", "9.0 {\"n\":3}");
        folder.pass(120_000);
        assertThat(folder.readPlaced())
                .as("a checkpoint says first that it is settled")
                .isEmpty();
        assertThat(folder.readPlaced()).as("reported once its writer is silent").containsExactly("gap");
        write(TEN, 9, 4);
        write(TEN, 10, 5);
        assertThat(folder.readPlaced()).containsExactly("9.? {\"n\":4}", "10.0 {\"n\":5}");
    }

    @Test
    void shouldNotKnowTheFirstBlockOfAnHourWhoseFormerFileHasAnUnfinishedLine() throws IOException {
        open(Source.STREAMING).start("beginning");
        write(NINE, 7, 1);
        folder.append(NINE, head(8) + "{\"n\":2");
        write(TEN, 8, 3);
        write(TEN, 9, 4);
        assertThat(folder.readPlaced()).containsExactly("7.0 {\"n\":1}", "8.? {\"n\":3}", "9.0 {\"n\":4}");
        folder.append(NINE, "}]}\n");
        write(TEN, 9, 5);
        assertThat(folder.readPlaced()).containsExactly("8.? {\"n\":2}", "9.1 {\"n\":5}");
    }

    @Test
    void shouldNotKnowTheBlockAtTheBeginningOfAnotherGeneration() throws IOException {
        open(Source.STREAMING).start("beginning");
        write(NINE, 7, 1);
        write(TEN, 8, 2);
        assertThat(folder.readPlaced()).hasSize(2);
        Files.delete(folder.path(TEN));
        write(TEN, 8, 3, 4);
        write(TEN, 9, 5);
        List<String> got = folder.readPlaced();
        got.addAll(folder.readPlaced());
        assertThat(got).containsExactly("8.? {\"n\":3}", "8.? {\"n\":4}", "9.0 {\"n\":5}");
    }

    @Test
    void shouldNotKnowPlacesAfterACheckpointWithoutCounts() throws IOException {
        for (Source shape : List.of(Source.BY_BLOCK, Source.STREAMING)) {
            open(shape).start("beginning");
            String text = block(7, events(1, 2, 3));
            int cut = text.length() / 2;
            folder.append(NINE, text.substring(0, cut));
            folder.readPlaced();
            IngestorState whole = folder.state();
            String former = new String(whole.toJson(), StandardCharsets.UTF_8);
            former = former.replaceAll(",\"blocks\":\\{[^}]*}", "");
            assertThat(former).doesNotContain("\"blocks\"");
            folder.append(NINE, text.substring(cut) + block(8, events(4, 5)));
            folder.start(
                    "beginning", IngestorState.parse(former.getBytes(StandardCharsets.UTF_8), whole.settledToJson()));
            assertThat(folder.readPlaced()).endsWith("8.0 {\"n\":4}", "8.1 {\"n\":5}");
            folder.close();
            Files.delete(folder.path(NINE));
        }
    }

    @Test
    void shouldNeverKnowAPlaceInThePlainShape() throws IOException {
        open(Source.PLAIN).start("beginning");
        folder.append(NINE, "{\"time\":\"t\",\"user\":\"u\"}\n{}\n");
        assertThat(folder.readPlaced()).containsExactly("?.? garbage", "?.? garbage");
    }

    @ParameterizedTest
    @EnumSource(value = Source.class, names = "PLAIN", mode = EnumSource.Mode.EXCLUDE)
    void shouldNotKnowAPlaceInAnEnvelopeWithoutANumber(Source shape) throws IOException {
        open(shape).start("beginning");
        write(NINE, 7, 1);
        folder.append(NINE, "{\"local_time\":\"x\",\"events\":[{\"n\":2},{\"n\":3}]}\n" + block(8, events(4)));
        assertThat(folder.readPlaced())
                .containsExactly(
                        "7.0 {\"n\":1}",
                        "?.? garbage",
                        "?.? garbage",
                        shape == Source.BY_BLOCK ? "8.0 {\"n\":4}" : "8.? {\"n\":4}");
        assertThat(folder.state().lastBlock()).isEqualTo(8);
    }
}
