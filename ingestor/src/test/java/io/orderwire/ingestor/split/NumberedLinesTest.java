package io.orderwire.ingestor.split;

import static io.orderwire.ingestor.split.LineSplitterTest.ALICE;
import static io.orderwire.ingestor.split.LineSplitterTest.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.testing.seed.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The places that the splitter passes on with a usual line are those that {@link BlockNumber} finds in it. Lines of random
 * structures are written with random values, because a shape is learned from one line and used for others; some are damaged.
 */
class NumberedLinesTest {
    private static final int FILES = 800;
    private static final int LINES = 60;

    /** {@code #} stands for an integer, {@code $} for a string without escapes. */
    private static final List<String> MEMBERS = List.of(
            "\"block_time\":\"$\"",
            "\"block_number\":#",
            "\"block_number\":#",
            "\"block_number\" :\t#",
            "\"block_number\":\r#",
            "\"block_number\":\"$\"",
            "\"block_number\":null",
            "\"$\":#",
            "\"note\":\"$\"",
            "\"x\":{\"block_number\":#}",
            "\"x\":{\"events\":#}",
            "\"x\":{\"events\":[]}",
            "\"x\":{\"events\":[#]}",
            "\"x\":[{\"events\":[{\"block_number\":#}]}]",
            "\"events\":#");

    private static final List<String> EVENTS = List.of(
            "\"events\":[", "\"events\":[", "\"events\":[", "\"events\" : [ ", "\"events\":\r[", "\"events\":[\r");
    private static final List<String> TAILS = List.of("]}", "]}", " ] } ", "],\"block_number\":#}", "],\"x\":\"$\"}");
    private static final List<String> NUMBERS =
            List.of("0", "7", "-5", "985148182", "123456789012345678", "1234567890123456789", "1".repeat(25), "1.5");
    private static final List<String> TEXTS = List.of("", "block_number", "events", "a:[", "{", "]", "block_number:7");

    private final Random random = new Random(Seeds.of(NumberedLinesTest.class));

    @ParameterizedTest
    @EnumSource(
            value = Source.class,
            names = {"STREAMING", "PLAIN"})
    void shouldPassOnWhatAScanFinds(Source source) {
        Checked sink = new Checked();
        LineSplitter splitter = new LineSplitter(source, 100_000);
        for (int file = 0; file < FILES; file++) {
            if (file % 10 == 0) {
                splitter = new LineSplitter(source, 100_000);
            }
            byte[] text = file(source).getBytes(StandardCharsets.ISO_8859_1);
            splitter.split(text, text.length, false, Integer.MAX_VALUE, new FileCursor(0), sink);
        }
        assertThat(sink.numbered)
                .as("usual lines, of " + sink.others + " others")
                .isGreaterThan(FILES * LINES / 20);
        assertThat(sink.withNumber > FILES * LINES / 1_000)
                .as("%d with a number", sink.withNumber)
                .isEqualTo(source == Source.STREAMING);
        assertThat(sink.withoutEvents).as("lines without events near the head").isGreaterThan(100);
    }

    private String file(Source source) {
        List<String> structures = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            structures.add(structure(source));
        }
        StringBuilder file = new StringBuilder();
        for (int line = 0; line < LINES; line++) {
            String text = valued(structures.get(random.nextInt(structures.size())));
            if (random.nextInt(20) == 0) {
                int at = random.nextInt(text.length());
                text = text.substring(0, at) + text.substring(Math.min(text.length(), at + random.nextInt(9)));
            }
            file.append(text).append('\n');
        }
        return file.toString();
    }

    private String structure(Source source) {
        String event = "{\"time\":\"$\",\"user\":\"%\"," + (random.nextInt(4) == 0 ? member() + "," : "")
                + "\"status\":\"$\",\"order\":{\"coin\":\"$\",\"oid\":#}}";
        if (source == Source.PLAIN) {
            return event;
        }
        StringBuilder head = new StringBuilder("{\"local_time\":\"$\",");
        for (int members = random.nextInt(4); members > 0; members--) {
            head.append(member()).append(',');
        }
        // Half of them for certain as the node writes them, so that enough lines are usual whatever the seed is.
        String events = random.nextBoolean() ? EVENTS.get(0) : any(EVENTS);
        return head.append(events).append(event).append(any(TAILS)).toString();
    }

    private String member() {
        return any(MEMBERS);
    }

    private String valued(String structure) {
        StringBuilder line = new StringBuilder();
        for (char each : structure.toCharArray()) {
            switch (each) {
                case '#' -> line.append(any(NUMBERS));
                case '$' -> line.append(text());
                case '%' -> line.append(random.nextBoolean() ? ALICE : BOB);
                default -> line.append(each);
            }
        }
        return line.toString();
    }

    /** Sometimes so long that the events begin about as far from the head as they may. */
    private String text() {
        return switch (random.nextInt(8)) {
            case 0 -> "p".repeat(random.nextInt(700));
            case 1 -> "p".repeat(BlockNumber.WITHIN - 120 + random.nextInt(120));
            default -> any(TEXTS);
        };
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** Compares the places of each usual line. */
    private static final class Checked implements EventSink {
        private int numbered;
        private int withNumber;
        private int withoutEvents;
        private int others;

        @Override
        public void line(
                byte[] bytes, int from, int to, long position, byte @Nullable [] user, int events, long number) {
            String line = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
            assertThat(events).as(line).isEqualTo(BlockNumber.eventsFrom(bytes, from, to));
            assertThat(number).as(line).isEqualTo(BlockNumber.of(bytes, from, to));
            numbered++;
            withNumber += number < 0 ? 0 : 1;
            withoutEvents += events < 0 ? 1 : 0;
        }

        @Override
        public void event(
                byte[] head, byte[] bytes, int from, int to, byte[] tail, long position, byte @Nullable [] user) {
            others++;
        }

        @Override
        public void oversized(byte[] start, long length, long position) {
            others++;
        }

        @Override
        public void lineRead() {}

        @Override
        public void emptyLine() {}
    }
}
