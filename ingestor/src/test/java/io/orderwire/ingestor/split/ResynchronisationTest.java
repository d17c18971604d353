package io.orderwire.ingestor.split;

import static io.orderwire.ingestor.split.LineSplitterTest.ALICE;
import static io.orderwire.ingestor.split.LineSplitterTest.BOB;
import static io.orderwire.ingestor.split.LineSplitterTest.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.split.CollectingSink.Event;
import io.orderwire.testing.seed.Seeds;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Damaged lines, compared with an {@linkplain SplitOracle oracle} that reads each line as a whole. The same bytes become the
 * same events with any size of the buffer, however they arrive, and when the process is killed and resumes in between.
 */
class ResynchronisationTest {
    private static final int MAX = 1_500;
    private static final String HEAD =
            "{\"local_time\":\"2026-05-05T17:39:15.9\",\"block_time\":\"t\",\"block_number\":7,\"events\":[";
    private static final String ONE = event(ALICE, 1);
    private static final String TWO = event(BOB, 2);
    private static final List<String> NOISE = List.of(
            "",
            "\0",
            "\0\0\0\0",
            " ",
            "\"",
            "\\\"",
            "{",
            "}",
            "}}]}",
            "]",
            "{\"",
            ",",
            "\u00e9\u00ff",
            "{\"local_time\":",
            "{\"local_time\":\"2026",
            "{\"time\":\"t\",\"user\":",
            "{\"a\":1}");

    /** Splitters that read every file of the test, so that most lines have a shape that one of them knows. */
    private static final Map<Source, LineSplitter> WARM = new EnumMap<>(Source.class);

    static {
        for (Source source : Source.values()) {
            WARM.put(source, new LineSplitter(source, MAX));
        }
    }

    private static String whole(Source source) {
        return switch (source) {
            case PLAIN -> ONE;
            case STREAMING -> HEAD + ONE + "]}";
            case BY_BLOCK -> HEAD + ONE + "," + TWO + "," + ONE + "]}";
        };
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void shouldKeepWhatFollowsALineThatIsCutAnywhere(Source source) throws IOException {
        Random random = new Random(Seeds.of(ResynchronisationTest.class));
        String whole = whole(source);
        for (int cut = 0; cut <= whole.length(); cut++) {
            for (int i = 0; i < 3; i++) {
                String noise = NOISE.get(random.nextInt(NOISE.size()));
                String between = whole.substring(0, cut) + noise;
                String text = between + whole + "\n" + whole + "\n";
                List<Event> events = check(source, text, random);
                // The oracle is not asked here: what follows the damage must be there.
                int after = source == Source.BY_BLOCK ? 6 : 2;
                String as = source + " cut at " + cut + ", " + noise;
                assertThat(events).as(as).hasSizeGreaterThanOrEqualTo(after);
                assertThat(events.subList(events.size() - after, events.size()))
                        .as(as)
                        .allMatch(event -> event.user() != null)
                        .extracting(Event::position)
                        .allMatch(position -> position >= (between.isBlank() ? 0 : between.length()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void shouldSplitDamagedFilesTheSameHoweverTheyAreRead(Source source) throws IOException {
        checkFiles(source, 150);
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    @Tag("adversary")
    void shouldSplitManyDamagedFilesTheSameHoweverTheyAreRead(Source source) throws IOException {
        checkFiles(source, 10_000);
    }

    @Test
    void shouldGiveUpALineWithALongHeadAndManySmallEventsAtTheSameByte() throws IOException {
        Random random = new Random(Seeds.of(ResynchronisationTest.class));
        String head = "{\"local_time\":\"" + "l".repeat(1_400) + "\",\"events\":[";
        for (Source source : List.of(Source.STREAMING, Source.BY_BLOCK)) {
            for (String event : List.of("{},", "{}", ONE + ",", " ".repeat(5_000) + "{},", "{}," + " ".repeat(5_000))) {
                String block = head + event.repeat(2_000);

                List<Event> events = check(source, block + "\n" + whole(source) + "\n", random);

                boolean small = event.length() < 4;
                assertThat(events.stream().anyMatch(one -> one.oversized() > 0))
                        .as(event)
                        .isEqualTo(small);
                assertThat(events.get(events.size() - 1).user()).isEqualTo(ALICE);
            }
        }
    }

    private static void checkFiles(Source source, int files) throws IOException {
        long seed = Seeds.of(ResynchronisationTest.class);
        for (int i = 0; i < files; i++) {
            Random random = new Random(seed + i);
            try {
                check(source, new DamagedLines(random, source, MAX).file(), random);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + (seed + i) + ", " + source + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    void shouldKeepWhatFollowsMegabytesOfGarbage() throws IOException {
        Random random = new Random(Seeds.of(ResynchronisationTest.class));
        for (Source source : Source.values()) {
            String whole = whole(source);
            for (String noise : List.of("\0", "\"", "{", "x,", "{\"a\":\"", " ", "\u00ff")) {
                String much = noise.repeat(((1 << 20) + random.nextInt(2 << 20)) / noise.length());
                for (String torn : List.of("", whole.substring(0, 1 + random.nextInt(whole.length())))) {
                    List<Event> events = check(source, torn + much + whole + "\n" + whole + "\n", random);

                    assertThat(events).filteredOn(event -> event.user() != null).hasSizeGreaterThanOrEqualTo(2);
                    assertThat(events.get(events.size() - 1).user()).isEqualTo(ALICE);
                }
            }
        }
    }

    private static List<Event> check(Source source, String text, Random random) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int smallest = new LineSplitter(source, MAX).minBufferBytes();
        FileReading whole = new FileReading(bytes, source, MAX, bytes.length + smallest);
        whole.readAll();
        List<Event> events = whole.events();
        same(
                "with a buffer for the whole file",
                SplitOracle.withoutUsers(events),
                SplitOracle.withoutUsers(SplitOracle.events(text, source, MAX)));
        FileReading small = new FileReading(bytes, source, MAX, smallest);
        small.readAll();
        same("with the smallest buffer", small, whole);
        FileReading pieces = new FileReading(bytes, source, MAX, smallest + random.nextInt(3 * smallest));
        pieces.readInPieces(random);
        same("in pieces, with stops", pieces, whole);
        FileReading warm = new FileReading(bytes, source, MAX, smallest, WARM.get(source));
        warm.readAll();
        same("with a splitter that knows the shapes of other files", warm, whole);
        return events;
    }

    private static void same(String as, FileReading reading, FileReading whole) {
        same(as, reading.events(), whole.events());
        assertThat(reading.counts()).as(as).isEqualTo(whole.counts());
    }

    /** Names the first difference only, since events may be long. */
    private static void same(String as, List<Event> found, List<Event> expected) {
        for (int i = 0; i < Math.min(found.size(), expected.size()); i++) {
            if (!found.get(i).equals(expected.get(i))) {
                throw new AssertionError(
                        as + ": event " + i + " is\n" + shorten(found.get(i)) + "\nnot\n" + shorten(expected.get(i)));
            }
        }
        assertThat(found).as(as).hasSameSizeAs(expected);
    }

    private static String shorten(Event event) {
        String line = event.line();
        int length = line.length();
        String text = length < 400 ? line : line.substring(0, 200) + "…" + line.substring(length - 200);
        return "@" + event.position() + " user " + event.user() + " oversized " + event.oversized() + " length "
                + length + " " + text;
    }
}
