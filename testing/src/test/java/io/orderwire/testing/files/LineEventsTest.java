package io.orderwire.testing.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.position.Source;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineEventsTest {
    private static final String USER = "0xABcdef0000000000000000000000000000000123";
    private static final String ORDER = "\"order\":{\"coin\":\"BTC\",\"oid\":412036451690,\"children\":[]}";
    private static final String EVENT = "{\"time\":\"t\",\"user\":\"" + USER + "\",\"status\":\"open\"," + ORDER + "}";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String envelope(String events) {
        return "{\"local_time\":\"é\",\"block_number\":1,\"events\":[" + events + "]}";
    }

    private static boolean isOrder(String line) {
        List<LineEvents.Found> events = LineEvents.of(bytes(line), Source.STREAMING);
        return events.size() == 1 && events.get(0).isOrder();
    }

    private static String text(String line, LineEvents.Found found) {
        return new String(bytes(line), found.from(), found.to() - found.from(), StandardCharsets.UTF_8);
    }

    private static String nested(int depth) {
        return EVENT.replace("\"children\":[]", "\"x\":" + "[".repeat(depth - 2) + "]".repeat(depth - 2));
    }

    @Test
    void shouldFindABareEvent() {
        String line = " " + EVENT + "\r";
        LineEvents.Found found = LineEvents.of(bytes(line), Source.STREAMING).get(0);

        assertThat(found.isOrder()).isTrue();
        assertThat(text(line, found)).isEqualTo(EVENT);
        assertThat(found.user()).isEqualTo("0xabcdef0000000000000000000000000000000123");
    }

    @Test
    void shouldFindTheEventInAnEnvelope() {
        String line = envelope(" " + EVENT + " ");
        LineEvents.Found found = LineEvents.of(bytes(line), Source.STREAMING).get(0);

        assertThat(found.isOrder()).isTrue();
        assertThat(text(line, found)).isEqualTo(EVENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\r", "\t \r", "{\"events\":[]}", " {\"block_number\":1,\"events\":[ ]}\r"})
    void shouldFindNoEvent(String line) {
        assertThat(LineEvents.of(bytes(line), Source.STREAMING)).isEmpty();
    }

    @Test
    void shouldTakeUnknownMembersAndEscapedNames() {
        assertThat(isOrder(EVENT.replace("\"user\"", "\"\\u0075ser\""))).isTrue();
        assertThat(isOrder(EVENT.replace("0xAB", "\\u0030xAB"))).isTrue();
        assertThat(isOrder(EVENT.replace("{\"time\"", "{\"z\":1,\"z\":{\"user\":7},\"time\"")))
                .isTrue();
        assertThat(isOrder(EVENT.replace("412036451690", "1" + "0".repeat(5_000))))
                .isTrue();
        assertThat(isOrder(nested(64))).isTrue();
    }

    @Test
    void shouldNotTakeAnotherShapeForAnOrder() {
        assertThat(isOrder(EVENT.replace("\"user\"", "\"usr\""))).isFalse();
        assertThat(isOrder(EVENT.replace(USER, USER.substring(1)))).isFalse();
        assertThat(isOrder(EVENT.replace(USER, USER + "0"))).isFalse();
        assertThat(isOrder(EVENT.replace("0xAB", "0XAB"))).isFalse();
        assertThat(isOrder(EVENT.replace("\"open\"", "null"))).isFalse();
        assertThat(isOrder(EVENT.replace("\"t\"", "1"))).isFalse();
        assertThat(isOrder(EVENT.replace("412036451690", "4e3"))).isFalse();
        assertThat(isOrder(EVENT.replace("412036451690", "4.0"))).isFalse();
        assertThat(isOrder(EVENT.replace("412036451690", "\"4\""))).isFalse();
        assertThat(isOrder(EVENT.replace("\"coin\":\"BTC\"", "\"coin\":{}"))).isFalse();
        assertThat(isOrder(EVENT.replace("\"order\":{", "\"order\":[{").replace("[]}}", "[]}]}")))
                .isFalse();
        assertThat(isOrder(nested(65))).isFalse();
    }

    @Test
    void shouldNotTakeASecondMemberOfAName() {
        assertThat(isOrder(EVENT.replace("{\"time\"", "{\"status\":\"open\",\"time\"")))
                .isFalse();
        assertThat(isOrder(EVENT.replace("{\"time\"", "{\"user\":null,\"time\"")))
                .isFalse();
        assertThat(isOrder(EVENT.replace("{\"coin\"", "{\"oid\":\"1\",\"coin\"")))
                .isFalse();
        assertThat(isOrder(EVENT.replace("{\"time\"", "{\"order\":1,\"time\""))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "[]", "{", "1", "\"events\"", "{\"events\":[1]}", "\0"})
    void shouldFindOneEventThatIsNoOrder(String line) {
        assertThat(LineEvents.of(bytes(line), Source.STREAMING)).hasSize(1).noneMatch(LineEvents.Found::isOrder);
    }

    @Test
    void shouldNotTakeMoreThanOneEventOrMoreThanOneArrayOrATrailer() {
        assertThat(LineEvents.of(bytes(envelope(EVENT + "," + EVENT)), Source.STREAMING))
                .extracting(LineEvents.Found::place)
                .containsExactly(bytes(envelope("")).length - 2, bytes(envelope(EVENT)).length - 1);
        assertThat(isOrder(envelope(EVENT).replace("{\"local_time\"", "{\"events\":[],\"local_time\"")))
                .isFalse();
        assertThat(isOrder(EVENT + EVENT)).isFalse();
        assertThat(isOrder("\uFEFF" + EVENT)).isFalse();
        assertThat(isOrder(EVENT.replace("open", "op\0en"))).isFalse();
    }

    @Test
    void shouldFindEachPartOfALine() {
        String whole = envelope(EVENT);
        for (Source source : List.of(Source.STREAMING, Source.BY_BLOCK)) {
            for (String line : List.of("\0\0" + whole, "{\"local_time\":\"é" + whole, whole + "x" + whole + "\0")) {
                List<LineEvents.Found> found = LineEvents.of(bytes(line), source);

                assertThat(found.stream().filter(LineEvents.Found::isOrder))
                        .as(line)
                        .hasSize(line.split("BTC", -1).length - 1);
                assertThat(found.stream().filter(event -> !event.isOrder()))
                        .as(line)
                        .isNotEmpty();
            }
            assertThat(LineEvents.of(bytes(whole.substring(0, whole.length() - 2) + "," + whole), source))
                    .extracting(LineEvents.Found::isOrder)
                    .containsExactly(true, false, true);
        }
        assertThat(LineEvents.of(bytes("{} x"), Source.STREAMING)).hasSize(2).noneMatch(LineEvents.Found::isOrder);
        assertThat(LineEvents.of(bytes("{\"time\":\"t\",\"user\":\"0x" + EVENT), Source.PLAIN))
                .extracting(LineEvents.Found::isOrder)
                .containsExactly(false, true);
    }

    @Test
    void shouldFindAnEnvelopeWhoseHeadHasAUser() {
        String whole = envelope(EVENT).replace(",\"block_number\"", ",\"user\":\"" + USER + "\",\"block_number\"");
        for (Source source : List.of(Source.STREAMING, Source.BY_BLOCK)) {
            assertThat(LineEvents.of(bytes("\0\0" + whole), source))
                    .extracting(LineEvents.Found::isOrder)
                    .containsExactly(false, true);
        }
    }

    @Test
    void shouldNotTakeInvalidUtf8() {
        byte[] line = bytes(EVENT.replace("open", "opén"));
        int accent = new String(line, StandardCharsets.ISO_8859_1).indexOf(0xC3);
        assertThat(LineEvents.of(line, Source.STREAMING).get(0).isOrder()).isTrue();
        line[accent + 1] = 'x';

        assertThat(LineEvents.of(line, Source.STREAMING).get(0).isOrder()).isFalse();
    }

    @Test
    void shouldFindEveryEventOfABlock() {
        String other = EVENT.replace("BTC", "kPEPE é");
        String line = envelope(EVENT + ", {\"user\":1} ," + other + ",7");
        List<LineEvents.Found> found = LineEvents.of(bytes(line), Source.BY_BLOCK);

        assertThat(found).extracting(event -> text(line, event)).containsExactly(EVENT, "{\"user\":1}", other, "7]}");
        assertThat(found).extracting(event -> event.isOrder()).containsExactly(true, false, true, false);
    }

    @Test
    void shouldKeepTheEventsBeforeABreakAndFindOneForTheRest() {
        String line = envelope(EVENT + "," + EVENT + "," + EVENT);
        String broken = line.substring(0, line.length() - 20);
        List<LineEvents.Found> found = LineEvents.of(bytes(broken), Source.BY_BLOCK);

        assertThat(found).extracting(event -> event.isOrder()).containsExactly(true, true, false);
        assertThat(text(broken, found.get(2))).isEqualTo(EVENT.substring(0, EVENT.length() - 18));
    }

    @Test
    void shouldFindOneEventInABlockThatIsNone() {
        assertThat(LineEvents.of(bytes("x"), Source.BY_BLOCK)).hasSize(1);
        assertThat(LineEvents.of(bytes(EVENT), Source.BY_BLOCK)).hasSize(1).allMatch(event -> event.isOrder());
    }
}
