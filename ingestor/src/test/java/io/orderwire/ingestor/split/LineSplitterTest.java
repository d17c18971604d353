package io.orderwire.ingestor.split;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.split.CollectingSink.Event;
import io.orderwire.testing.seed.Seeds;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LineSplitterTest {
    static final int MAX_EVENT_BYTES = 2_048;
    static final String ALICE = "0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    static final String BOB = "0xBBBBbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
    static final String HEAD = "{\"local_time\":\"l\",\"block_time\":\"b\",\"block_number\":7,\"events\":[";

    @Test
    void shouldPassStreamingLinesWhole() {
        String first = HEAD + event(ALICE, 1) + "]}";
        String second = HEAD + event(BOB, 2) + "]}";
        CollectingSink sink = split(Source.STREAMING, first + "\n" + second + "\n");

        assertThat(sink.events)
                .containsExactly(new Event(first, 0, ALICE, 0), new Event(second, first.length() + 1, lower(BOB), 0));
        assertThat(sink.lines).isEqualTo(2);
        assertThat(sink.empty).isZero();
    }

    @Test
    void shouldPassBareEventsWhole() {
        String line = event(ALICE, 1);
        assertThat(split(Source.PLAIN, line + "\n").events).containsExactly(new Event(line, 0, ALICE, 0));
    }

    @Test
    void shouldHoldBackAnUnfinishedLine() {
        String line = HEAD + event(ALICE, 1) + "]}";
        for (Source source : Source.values()) {
            FileCursor cursor = new FileCursor(0);
            CollectingSink sink = new CollectingSink();
            byte[] half = bytes(line);
            splitter(source).split(half, half.length, false, Integer.MAX_VALUE, cursor, sink);
            assertThat(sink.events).as(source.option()).isEmpty();
            assertThat(cursor.offset()).isZero();
        }
    }

    @Test
    void shouldUnrollABlockIntoStreamingLines() {
        String one = event(ALICE, 1);
        String two = event(BOB, 2);
        String text = HEAD + one + "," + two + "]}\n" + HEAD + "]}\n" + HEAD + one + "]}\n";
        CollectingSink sink = split(Source.BY_BLOCK, text);

        assertThat(sink.events)
                .containsExactly(
                        new Event(HEAD + one + "]}", text.indexOf(one), ALICE, 0),
                        new Event(HEAD + two + "]}", text.indexOf(two), lower(BOB), 0),
                        new Event(HEAD + one + "]}", text.lastIndexOf(one), ALICE, 0));
        assertThat(sink.lines).isEqualTo(3);
        assertThat(sink.empty).isEqualTo(1);
    }

    @Test
    void shouldUnrollSeveralEventsOfAStreamingLine() {
        String text = HEAD + event(ALICE, 1) + " , " + event(BOB, 2) + " ] }\r\n";
        assertThat(split(Source.STREAMING, text).events).extracting(Event::user).containsExactly(ALICE, lower(BOB));
    }

    @Test
    void shouldCountBlankLinesAndEmptyEnvelopesAsEmpty() {
        CollectingSink sink = split(Source.STREAMING, "\n \t\r\n" + HEAD + "]}\n" + HEAD + " ] , \"x\":1}\n");
        assertThat(sink.events).isEmpty();
        assertThat(sink.lines).isEqualTo(4);
        assertThat(sink.empty).isEqualTo(4);
    }

    @Test
    void shouldHandOnWhatIsNoJsonAsOneEventWithoutUser() {
        for (String line : List.of("garbage", "[]", "{", "{\"a\":", HEAD, HEAD + "{", HEAD + "]", "null")) {
            CollectingSink sink = split(Source.STREAMING, line + "\n");
            assertThat(sink.events).as(line).containsExactly(new Event(line, 0, null, 0));
            assertThat(sink.lines).isEqualTo(1);
        }
    }

    @Test
    void shouldKeepWhatWasWholeOfABrokenBlockAndHandOnTheRestAsOne() {
        String one = event(ALICE, 1);
        for (String rest : List.of("{\"cut\":", "x,{}]}", "", "]", "]}x", "\"", "{\"a\":1}}]}")) {
            String text = HEAD + one + "," + rest + "\n" + HEAD + one + "]}\n";
            CollectingSink sink = split(Source.BY_BLOCK, text);
            assertThat(sink.events).as(rest).hasSizeBetween(3, 4);
            assertThat(sink.events.get(0).line()).isEqualTo(HEAD + one + "]}");
            assertThat(sink.events.get(sink.events.size() - 2).user()).isNull();
            assertThat(sink.events.get(sink.events.size() - 1).position()).isEqualTo(text.lastIndexOf(one));
            assertThat(sink.lines).isEqualTo(2);
        }
    }

    @Test
    void shouldNameTheLinesFirstByteAlsoWhenItIsASpace() {
        assertThat(split(Source.PLAIN, " " + event(ALICE, 1) + "\n")
                        .events
                        .get(0)
                        .position())
                .isZero();
        assertThat(split(Source.STREAMING, "\t" + HEAD + event(ALICE, 1) + "]}\n")
                        .events
                        .get(0)
                        .position())
                .isZero();
        assertThat(split(Source.BY_BLOCK, " x\n").events.get(0).position()).isEqualTo(1);
    }

    @Test
    void shouldNotPassOverEventsInASecondArray() {
        String one = event(ALICE, 1);
        for (String again : List.of("events", "\\u0065vents")) {
            String rest = "],\"x\":1,\"" + again + "\":[" + one + "]}";
            CollectingSink sink = split(Source.BY_BLOCK, HEAD + one + rest + "\n");
            assertThat(sink.events).extracting(Event::line).containsExactly(HEAD + one + "]}", rest);
        }
    }

    @Test
    void shouldNotPassOverATailThatIsNoJson() {
        String one = event(ALICE, 1);
        for (String rest : List.of("],}", "],x}", "],\"a\":}", "],\"a\":1}}", "],\"a\":1},\"b\":2}")) {
            CollectingSink sink = split(Source.BY_BLOCK, HEAD + one + rest + "\n");
            assertThat(sink.events).extracting(Event::line).containsExactly(HEAD + one + "]}", rest);
            CollectingSink empty = split(Source.STREAMING, HEAD + rest + "\n");
            assertThat(empty.events).extracting(Event::line).containsExactly(HEAD + rest);
        }
    }

    @Test
    void shouldUnrollABlockWhoseEventsAreNamedWithAnEscape() {
        String head = HEAD.replace("events", "\\u0065vent\\u0073");
        CollectingSink sink = split(Source.BY_BLOCK, head + event(ALICE, 1) + "," + event(BOB, 2) + "]}\n");
        assertThat(sink.events).extracting(Event::user).containsExactly(ALICE, lower(BOB));
    }

    @Test
    void shouldFindTheEscapedUserOfAnEventThatHoldsAnEnvelope() {
        String inner = event(ALICE, 1);
        String outer = "{\"\\u0075ser\":\"" + BOB + "\",\"events\":[" + inner + "]}";
        assertThat(split(Source.STREAMING, HEAD + outer + "]}\n").events.get(0).user())
                .isEqualTo(lower(BOB));
    }

    @Test
    void shouldCountAnEmptyBlockLongerThanTheBufferAsEmpty() {
        CollectingSink sink = split(
                Source.BY_BLOCK,
                HEAD + " ".repeat(20_000) + "]}\n",
                splitter(Source.BY_BLOCK).minBufferBytes());
        assertThat(sink.events).isEmpty();
        assertThat(sink.empty).isEqualTo(1);
    }

    @Test
    void shouldGetPastWhitespaceLongerThanTheBuffer() {
        String one = event(ALICE, 1);
        for (String pause : List.of(" ".repeat(11_000), " ".repeat(20_000))) {
            String text = HEAD + one + "," + pause + one + pause + "]" + pause + "}\n";
            CollectingSink sink =
                    split(Source.BY_BLOCK, text, splitter(Source.BY_BLOCK).minBufferBytes());
            assertThat(sink.events).extracting(Event::position).startsWith((long) HEAD.length(), (long)
                    text.lastIndexOf(one));
        }
    }

    @Test
    void shouldNotLoseAnEventAfterOneThatIsNotJson() {
        String one = event(ALICE, 1);
        for (String bad : List.of("{\"a\":1 x}", "{x}", "{\"a\":tr{ue}}", "{\"user\":\"" + BOB + "\",}")) {
            CollectingSink sink = split(Source.BY_BLOCK, HEAD + bad + "," + one + "]}\n");
            assertThat(sink.events).extracting(Event::line).containsExactly(HEAD + bad + "]}", HEAD + one + "]}");
            assertThat(sink.events).extracting(Event::user).containsExactly(null, ALICE);
        }
    }

    @Test
    void shouldFindAnEscapedUser() {
        String escaped = event(ALICE, 1).replace("\"user\"", "\"us\\u0065r\"");
        assertThat(split(Source.STREAMING, HEAD + escaped + "]}\n")
                        .events
                        .get(0)
                        .user())
                .isEqualTo(ALICE);
        String value = event(ALICE, 1).replace("0xaa", "0x\\u0061a");
        assertThat(split(Source.PLAIN, value + "\n").events.get(0).user()).isEqualTo(ALICE);
    }

    @Test
    void shouldNotMistakeAUserElsewhere() {
        String line = "{\"a\":{\"user\":\"" + ALICE + "\"},\"b\":\"\\\"user\\\":\",\"user\":\"" + lower(BOB) + "\"}";
        assertThat(split(Source.PLAIN, line + "\n").events.get(0).user()).isEqualTo(lower(BOB));
    }

    @Test
    void shouldKeepTheStartOfALineThatIsTooLong() {
        String tooLong = "x".repeat(3 * MAX_EVENT_BYTES + 100_000);
        String line = event(ALICE, 1);
        for (int buffer : new int[] {splitter(Source.PLAIN).minBufferBytes(), 1 << 20}) {
            CollectingSink sink = split(Source.PLAIN, line + "\n" + tooLong + "\n" + line + "\n", buffer);
            assertThat(sink.events)
                    .containsExactly(
                            new Event(line, 0, ALICE, 0),
                            new Event(tooLong.substring(0, 4096), line.length() + 1, null, tooLong.length()),
                            new Event(line, line.length() + tooLong.length() + 2, ALICE, 0));
            assertThat(sink.lines).isEqualTo(3);
        }
    }

    @Test
    void shouldUnrollABlockLongerThanTheBuffer() {
        StringBuilder block = new StringBuilder(HEAD);
        List<String> expected = new ArrayList<>();
        String tooLong = event(ALICE, 0).replace("\"time\"", "\"x\":\"" + "}\\\"{y".repeat(20_000) + "\",\"time\"");
        for (int i = 0; i < 2_000; i++) {
            String event = i == 1_000 ? tooLong : event(i % 3 == 0 ? ALICE : lower(BOB), i);
            block.append(i == 0 ? "" : ",").append(event);
            expected.add(event);
        }
        String text = block + "]}\n" + HEAD + "]}\n";
        CollectingSink sink =
                split(Source.BY_BLOCK, text, splitter(Source.BY_BLOCK).minBufferBytes());

        assertThat(sink.events).hasSize(expected.size());
        for (int i = 0; i < expected.size(); i++) {
            Event event = sink.events.get(i);
            assertThat(event.position()).isEqualTo(i == 1_000 ? text.indexOf(tooLong) : text.indexOf(expected.get(i)));
            if (i == 1_000) {
                assertThat(event.oversized()).isEqualTo(tooLong.length());
            } else {
                assertThat(event.line()).isEqualTo(HEAD + expected.get(i) + "]}");
            }
        }
        assertThat(sink.lines).isEqualTo(2);
    }

    @Test
    void shouldUnrollSeveralEventsOfAnyShapeLongerThanTheBuffer() {
        StringBuilder line = new StringBuilder(HEAD);
        for (int i = 0; i < 500; i++) {
            line.append(i == 0 ? "" : ",").append(event(ALICE, i));
        }
        String text = line + "]}\n";
        for (Source source : Source.values()) {
            CollectingSink sink = split(source, text, splitter(source).minBufferBytes());
            assertThat(sink.events).as(source.option()).hasSize(500);
            assertThat(sink.events.get(499).position()).isEqualTo(text.indexOf(event(ALICE, 499)));
            assertThat(sink.lines).isEqualTo(1);
        }
    }

    @Test
    void shouldFindTheSameEventsHoweverTheBytesArrive() {
        long seed = Seeds.of(LineSplitterTest.class);
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            text.append(randomLine(random)).append(random.nextInt(10) == 0 ? "\r\n" : "\n");
        }
        for (Source source : Source.values()) {
            List<Event> whole = split(source, text.toString()).events;
            byte[] bytes = bytes(text.toString());
            LineSplitter splitter = splitter(source);
            FileCursor cursor = new FileCursor(0);
            CollectingSink sink = new CollectingSink();
            int available = 0;
            int capacity = splitter.minBufferBytes();
            while (available < bytes.length || cursor.readOffset() < bytes.length) {
                available = Math.min(bytes.length, available + random.nextInt(3_000));
                int from = (int) cursor.readOffset();
                int length = Math.min(capacity, available - from);
                byte[] buffer = new byte[capacity];
                System.arraycopy(bytes, from, buffer, 0, length);
                splitter.split(buffer, length, length == capacity, 1 + random.nextInt(5_000), cursor, sink);
            }
            assertThat(sink.events).as("seed %d %s", seed, source).isEqualTo(whole);
        }
    }

    private static String randomLine(Random random) {
        return switch (random.nextInt(9)) {
            case 6 -> "\0".repeat(random.nextInt(9_000)) + HEAD + event(BOB, random.nextInt()) + "]}";
            case 7 -> {
                String block = HEAD + event(ALICE, 7) + "," + event(BOB, 8) + "]}";
                yield block.substring(0, random.nextInt(block.length())) + block;
            }
            case 8 -> HEAD + event(ALICE, 9) + "]}" + "\0".repeat(random.nextInt(4)) + HEAD + event(BOB, 9) + "]}";
            case 0 -> HEAD + "]}";
            case 1 -> "";
            case 2 -> "noise" + "z".repeat(random.nextInt(5_000));
            case 3 -> event(ALICE, random.nextInt());
            case 4 -> HEAD + event(BOB, random.nextInt()) + "]}";
            default -> HEAD + (event(ALICE, 5) + ",").repeat(random.nextInt(20)) + event(BOB, 6) + "]}";
        };
    }

    static CollectingSink split(Source source, String text) {
        return split(source, text, 1 << 20);
    }

    /** Reads as the tailer does, with a buffer of that size. */
    static CollectingSink split(Source source, String text, int capacity) {
        byte[] bytes = bytes(text);
        LineSplitter splitter = splitter(source);
        FileCursor cursor = new FileCursor(0);
        CollectingSink sink = new CollectingSink();
        byte[] buffer = new byte[capacity];
        for (int round = 0; cursor.readOffset() < bytes.length; round++) {
            int from = (int) cursor.readOffset();
            int length = Math.min(capacity, bytes.length - from);
            System.arraycopy(bytes, from, buffer, 0, length);
            splitter.split(buffer, length, length == capacity, Integer.MAX_VALUE, cursor, sink);
            assertThat(round).as("rounds for %d bytes", bytes.length).isLessThan(2_000);
        }
        return sink;
    }

    static LineSplitter splitter(Source source) {
        return new LineSplitter(source, MAX_EVENT_BYTES);
    }

    static String event(String user, int oid) {
        return "{\"time\":\"t\",\"user\":\"" + user + "\",\"hash\":null,\"status\":\"open\",\"order\":{\"coin\":\"@1\","
                + "\"oid\":" + oid + ",\"children\":[{\"user\":\"\\\"}]\"}]}}";
    }

    static String lower(String user) {
        return user.toLowerCase(java.util.Locale.ROOT);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
