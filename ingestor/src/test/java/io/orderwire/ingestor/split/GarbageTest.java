package io.orderwire.ingestor.split;

import static io.orderwire.ingestor.split.LineSplitterTest.ALICE;
import static io.orderwire.ingestor.split.LineSplitterTest.BOB;
import static io.orderwire.ingestor.split.LineSplitterTest.HEAD;
import static io.orderwire.ingestor.split.LineSplitterTest.MAX_EVENT_BYTES;
import static io.orderwire.ingestor.split.LineSplitterTest.event;
import static io.orderwire.ingestor.split.LineSplitterTest.lower;
import static io.orderwire.ingestor.split.LineSplitterTest.split;
import static io.orderwire.ingestor.split.LineSplitterTest.splitter;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import io.orderwire.ingestor.split.CollectingSink.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes that a killed node or a power failure leaves in a line, and the whole envelopes in the same line. */
class GarbageTest {
    @Test
    void shouldKeepTheEnvelopeThatFollowsATornLine() {
        String one = event(ALICE, 1).replace("\\\"}]", "");
        String two = event(BOB, 2).replace("\\\"}]", "");
        String block = HEAD + two + "," + one + "]}";
        String before = HEAD + one + "," + two;
        for (int cut = 1; cut <= before.length(); cut++) {
            String torn = before.substring(0, cut);
            for (Source source : List.of(Source.BY_BLOCK, Source.STREAMING)) {
                List<Event> events = split(source, torn + block + "\n").events;

                assertThat(events.subList(events.size() - 2, events.size()))
                        .as("%s cut at %d", source, cut)
                        .containsExactly(
                                new Event(HEAD + two + "]}", cut + HEAD.length(), lower(BOB), 0),
                                new Event(HEAD + one + "]}", cut + HEAD.length() + two.length() + 1, ALICE, 0));
                int whole =
                        (int) List.of(one, two).stream().filter(torn::contains).count();
                boolean between = torn.equals(HEAD + one) || torn.equals(before);
                assertThat(events).as("%s cut at %d", source, cut).hasSize(2 + whole + (between ? 0 : 1));
            }
        }
    }

    @Test
    void shouldKeepTheEventThatFollowsATornOneInThePlainShape() {
        String one = event(ALICE, 1).replace("\\\"}]", "");
        for (int cut = 1; cut < one.length(); cut++) {
            List<Event> events = split(Source.PLAIN, one.substring(0, cut) + one + "\n").events;

            assertThat(events)
                    .as("cut at %d", cut)
                    .containsExactly(new Event(one.substring(0, cut), 0, null, 0), new Event(one, cut, ALICE, 0));
        }
    }

    @Test
    void shouldKeepWhatIsWholeAmidNulsBlanksAndGarbage() {
        String one = event(ALICE, 1);
        String line = HEAD + one + "]}";
        for (String noise : List.of("\0", "\0\0\0", "x", "\0 \0", "}{", "\"", "{\"a\":1}", "\0".repeat(700_000))) {
            for (Source source : List.of(Source.BY_BLOCK, Source.STREAMING)) {
                for (int capacity : new int[] {splitter(source).minBufferBytes(), 1 << 20}) {
                    CollectingSink sink =
                            split(source, noise + line + noise + line + noise + "\n" + line + "\n", capacity);
                    String as = source + " " + noise.substring(0, Math.min(9, noise.length())) + " " + capacity;

                    assertThat(sink.events)
                            .as(as)
                            .extracting(Event::user)
                            .containsExactly(null, ALICE, null, ALICE, null, ALICE);
                    assertThat(sink.events)
                            .as(as)
                            .filteredOn(found -> found.user() != null)
                            .allMatch(found -> found.line().equals(line));
                    assertThat(sink.events.get(0).oversized())
                            .as(as)
                            .isEqualTo(noise.length() > MAX_EVENT_BYTES ? noise.length() : 0);
                    assertThat(sink.lines).isEqualTo(2);
                }
            }
        }
    }

    @Test
    void shouldTakeWholeEnvelopesOnOneLineApart() {
        String one = event(ALICE, 1);
        for (Source source : List.of(Source.BY_BLOCK, Source.STREAMING)) {
            CollectingSink sink =
                    split(source, HEAD + "]}" + HEAD + one + "]} " + HEAD + one + "]}\n" + HEAD + "]}" + HEAD + "]}\n");

            assertThat(sink.events).extracting(Event::line).containsExactly(HEAD + one + "]}", HEAD + one + "]}");
            assertThat(sink.lines).isEqualTo(2);
            assertThat(sink.empty).isEqualTo(1);
        }
    }

    @Test
    void shouldRejectACommaWithoutAnEventHoweverManyBlanksFollow() {
        String one = event(ALICE, 1);
        long comma = HEAD.length() + one.length();
        for (int blanks : new int[] {0, 1, Limits.LONGEST_HEAD, Limits.LONGEST_HEAD + 1, 700_000}) {
            String much = " ".repeat(blanks);
            List<Event> torn = split(Source.BY_BLOCK, HEAD + one + "," + much + "\n").events;
            List<Event> twice = split(Source.BY_BLOCK, HEAD + one + "," + much + "," + much + one + "]}\n").events;

            assertThat(torn)
                    .as("%d blanks", blanks)
                    .containsExactly(
                            new Event(HEAD + one + "]}", HEAD.length(), ALICE, 0), new Event(",", comma, null, 0));
            assertThat(twice).as("%d blanks", blanks).extracting(Event::user).containsExactly(ALICE, null);
        }
    }

    @Test
    void shouldNotSendMoreThanItHasMeasured() {
        String one = event(ALICE, 1);
        String much = " ".repeat(3 * MAX_EVENT_BYTES);
        String pad = "\"pad\":\"" + "p".repeat(5 * MAX_EVENT_BYTES) + "\"";
        for (Source source : List.of(Source.BY_BLOCK, Source.STREAMING)) {
            for (String line : List.of(
                    HEAD + one + "]," + pad + "}",
                    HEAD + much + one + "]}",
                    HEAD + one + much + "]}",
                    HEAD + one + "]" + much + "}",
                    much + HEAD + one + "]}" + much)) {
                List<Event> events = split(source, line + "\n" + HEAD + one + "]}\n").events;

                assertThat(events).extracting(Event::user).containsExactly(ALICE, ALICE);
                assertThat(events).allMatch(event -> event.line().length() < 2 * MAX_EVENT_BYTES);
            }
            for (String noise : List.of("\0", "x,")) {
                String line = HEAD + noise.repeat(3 * MAX_EVENT_BYTES) + one + "]}";
                List<Event> events = split(source, line + "\n" + HEAD + one + "]}\n").events;

                assertThat(events).extracting(Event::user).containsExactly(null, ALICE);
                assertThat(events).allMatch(event -> event.line().length() <= Limits.OVERSIZED_START);
            }
        }
    }

    @Test
    void shouldRejectTheRestOfALineThatUnrollsToFarMoreThanItHolds() {
        String head = "{\"local_time\":\"" + "l".repeat(3_000) + "\",\"events\":[";
        String line = head + "{},".repeat(200_000) + "{}]}\n";
        CollectingSink sink = split(Source.BY_BLOCK, line + HEAD + event(ALICE, 1) + "]}\n");

        assertThat(sink.events).hasSizeLessThan(3_000);
        assertThat(sink.events.get(sink.events.size() - 2).oversized()).isGreaterThan(500_000);
        assertThat(sink.events.get(sink.events.size() - 1).user()).isEqualTo(ALICE);
    }

    @Test
    void shouldProduceABoundedNumberOfBytesFromALineOfEmptyEvents() {
        String head = HEAD.replace("\"l\"", "\"" + "l".repeat(4_000) + "\"");
        String line = head + "{},".repeat(1_000_000) + "{}]}\n";
        CollectingSink sink = split(Source.BY_BLOCK, line, 4 << 20);
        long bytes =
                sink.events.stream().mapToLong(event -> event.line().length()).sum();

        assertThat(bytes).isLessThan((1 << 20) + 8L * line.length());
        assertThat(sink.events.get(sink.events.size() - 1).oversized()).isGreaterThan(2_000_000);
        assertThat(sink.lines).isEqualTo(1);
    }

    @Test
    void shouldTakeAnyNumberOfTornHeadsForOnePieceOfGarbage() {
        String torn = "{\"local_time\":".repeat(50_000);
        for (Source source : List.of(Source.BY_BLOCK, Source.STREAMING)) {
            List<Event> events = split(source, torn + HEAD + event(ALICE, 1) + "]}\n").events;

            assertThat(events).extracting(Event::user).containsExactly(null, ALICE);
            assertThat(events).extracting(Event::oversized).containsExactly((long) torn.length(), 0L);
        }
    }

    @Test
    void shouldKeepEachOfManyWholeEnvelopesBetweenGarbageOnOneLine() {
        String whole = HEAD + event(ALICE, 1) + "]}";
        for (Source source : List.of(Source.BY_BLOCK, Source.STREAMING)) {
            List<Event> events = split(source, ("\0" + whole).repeat(500) + "\n").events;

            assertThat(events).hasSize(1_000);
            assertThat(events).filteredOn(event -> ALICE.equals(event.user())).hasSize(500);
        }
    }

    @Test
    void shouldAccountForEachByteOfATornBlockAndForNothingElse() {
        String one = event(ALICE, 1);
        String whole = HEAD + one + "]}";
        for (String end : List.of(whole + "\n", "\n")) {
            assertThat(dead(HEAD + end)).containsExactly(HEAD);
            assertThat(dead(HEAD + one + end)).isEmpty();
            assertThat(dead(HEAD + one + "," + end)).containsExactly(",");
            assertThat(dead(HEAD + one + "]" + end)).containsExactly("]");
            assertThat(dead(HEAD + one + ",{\"ti" + end)).containsExactly("{\"ti");
        }
    }

    private static List<String> dead(String text) {
        return split(Source.BY_BLOCK, text).events.stream()
                .filter(event -> event.user() == null)
                .map(Event::line)
                .toList();
    }

    @Test
    void shouldNotTakeAWholeEnvelopeForAMemberOfATornEvent() {
        String whole = HEAD + event(ALICE, 1) + "]}";
        for (Source source : List.of(Source.BY_BLOCK, Source.STREAMING)) {
            for (String torn : List.of(HEAD + "{\"time\":\"t\",\"order\":", HEAD + "{\"time\":\"t\",", "{\"a\":")) {
                for (String rest : List.of("}", "}]}", ",\"x\":1}]}")) {
                    assertThat(split(source, torn + whole + rest + "\n").events)
                            .as("%s %s %s", source, torn, rest)
                            .extracting(Event::user)
                            .containsExactly(null, ALICE, null);
                }
            }
        }
        String torn = "{\"time\":\"t\",\"user\":\"" + ALICE + "\",\"order\":";
        assertThat(split(Source.PLAIN, torn + event(ALICE, 1) + "}\n").events)
                .extracting(Event::line)
                .containsExactly(torn, event(ALICE, 1), "}");
    }
}
