package io.orderwire.contract.order;

import static io.orderwire.contract.order.Lines.EVENT;
import static io.orderwire.contract.order.Lines.HEAD;
import static io.orderwire.contract.order.Lines.STREAMING;
import static io.orderwire.contract.order.Lines.USER;
import static io.orderwire.contract.order.Lines.bytes;
import static io.orderwire.contract.order.Lines.parse;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
    private final LineReader reader = new LineReader();

    @Test
    void shouldFindTheEventOfAnEnvelope() {
        byte[] line = bytes("xxx" + STREAMING + "yyy");

        assertThat(reader.read(line, 3, line.length - 3)).isEqualTo(ParseResult.ORDER);
        assertThat(text(line, reader.eventFrom(), reader.eventTo())).isEqualTo(EVENT);
        assertThat(new String(reader.user(), StandardCharsets.US_ASCII)).isEqualTo(USER);
        assertThat(text(line, reader.blockNumberFrom(), reader.blockNumberFrom() + reader.blockNumberLength()))
                .isEqualTo("985148182");
        assertThat(text(line, reader.localTimeFrom(), reader.localTimeFrom() + reader.localTimeLength()))
                .isEqualTo("\"2026-05-05T17:39:16.001886457\"");
        assertThat(text(line, reader.blockTimeFrom(), reader.blockTimeFrom() + reader.blockTimeLength()))
                .isEqualTo("\"2026-05-05T17:39:13.024084407\"");
    }

    @Test
    void shouldReadABareEvent() {
        byte[] line = bytes("  " + EVENT + " \r");

        assertThat(reader.read(line, 0, line.length)).isEqualTo(ParseResult.ORDER);
        assertThat(text(line, reader.eventFrom(), reader.eventTo())).isEqualTo(EVENT);
        assertThat(reader.blockNumberLength()).isZero();
    }

    @Test
    void shouldRecognizeAnEnvelopeByItsEventsWhereverTheyAre() {
        assertThat(parse("{\"x\":1,\"events\":[" + EVENT + "]}")).isEqualTo(ParseResult.ORDER);
        assertThat(parse("{\"events\":[" + EVENT + "],\"block_number\":5}")).isEqualTo(ParseResult.ORDER);
        assertThat(parse("{\"before\":{\"events\":[1]}," + EVENT.substring(1))).isEqualTo(ParseResult.ORDER);
        assertThat(parse("{\"events\":7," + EVENT.substring(1))).isEqualTo(ParseResult.ORDER);
    }

    /** The first line teaches the reader the shape of the others. */
    @Test
    void shouldNameCoinAndStatusOfEachLineWhateverTheReader() {
        for (String coin : List.of("BTC", "@107", "ETH", "B\\u0054C")) {
            byte[] line = bytes("{\"time\":\"t\",\"user\":\"" + USER + "\",\"status\":\"of " + coin
                    + "\",\"order\":{\"coin\":\"" + coin + "\",\"oid\":1}}");
            assertThat(reader.read(line, 0, line.length)).isEqualTo(ParseResult.ORDER);
            String text = coin.replace("\\u0054", "T");
            assertThat(reader.coin(line)).isEqualTo(text);
            assertThat(reader.status(line)).isEqualTo("of " + text);
        }
    }

    @Test
    void shouldTakeUpperCaseAddresses() {
        byte[] line = bytes(STREAMING.replace(USER, "0x" + USER.substring(2).toUpperCase(Locale.ROOT)));

        assertThat(reader.read(line, 0, line.length)).isEqualTo(ParseResult.ORDER);
        assertThat(new String(reader.user(), StandardCharsets.US_ASCII)).isEqualTo(USER);
    }

    @Test
    void shouldReadAnEscapedUser() {
        assertThat(parse(STREAMING.replace("\"user\"", "\"us\\u0065r\""))).isEqualTo(ParseResult.ORDER);
        assertThat(parse(STREAMING.replace("0x4f", "0x\\u0034f"))).isEqualTo(ParseResult.ORDER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "null",
                "7",
                "\"text\"",
                "[]",
                "{",
                "{}x",
                "{\"a\":}",
                "{\"a\":1}{\"b\":2}",
                "not json at all",
                "{\"a\":\"un\u0001escaped\"}",
                "{\"a\":01}",
                "{'a':1}",
                "{\"a\":1,}",
                "{\"a\":\"\\x\"}"
            })
    void shouldCallNotJsonWhatIsNoSingleObject(String line) {
        assertThat(parse(line)).isEqualTo(ParseResult.NOT_JSON);
    }

    @Test
    void shouldNotMistakeZerosForAnotherEncoding() {
        assertThat(parse("{\u0000\"\u0000a\u0000\"\u0000:\u00001\u0000}\u0000")).isEqualTo(ParseResult.NOT_JSON);
        assertThat(parse("\u0000\u0000\u0000{")).isEqualTo(ParseResult.NOT_JSON);
    }

    @Test
    void shouldCallCutLinesNotJson() {
        byte[] whole = bytes(STREAMING);
        for (int length = 0; length < whole.length; length++) {
            assertThat(reader.read(whole, 0, length)).as("cut at %d", length).isEqualTo(ParseResult.NOT_JSON);
        }
    }

    @Test
    void shouldRefuseBrokenUtf8EvenWhereNobodyLooks() {
        byte[] overlong = bytes(STREAMING.replace("\"hash\":null", "\"hash\":\"??\""));
        int at = STREAMING.indexOf("\"hash\":null") + 8;
        overlong[at] = (byte) 0xC0;
        overlong[at + 1] = (byte) 0x80;
        assertThat(parse(overlong)).isEqualTo(ParseResult.NOT_UTF8);
        assertThat(parse(STREAMING.replace("\"hash\":null", "\"hash\":\"\u20ac\ud83d\ude00\"")))
                .isEqualTo(ParseResult.ORDER);
    }

    @Test
    void shouldNameMembersThatStandTwice() {
        for (String member : new String[] {
            "\"user\":\"" + USER + "\"", "\"status\":\"open\"", "\"time\":\"x\"", "\"order\":{}", "\"user\":5"
        }) {
            assertThat(parse(HEAD + "{" + member + "," + EVENT.substring(1) + "]}"))
                    .as(member)
                    .isEqualTo(ParseResult.DUPLICATE_KEY);
        }
        assertThat(parse(STREAMING.replace("\"side\":", "\"oid\":5,\"side\":"))).isEqualTo(ParseResult.DUPLICATE_KEY);
        assertThat(parse(STREAMING.replace("\"side\":", "\"coin\":\"X\",\"side\":")))
                .isEqualTo(ParseResult.DUPLICATE_KEY);
        assertThat(parse(STREAMING.replace("\"side\":", "\"side\":\"B\",\"side\":")))
                .isEqualTo(ParseResult.ORDER);
    }

    @Test
    void shouldCallNotAnOrderWhatLacksAMemberOrHasItOfAnotherType() {
        assertThat(parse("{}")).isEqualTo(ParseResult.NOT_AN_ORDER);
        assertThat(parse(HEAD + "]}")).isEqualTo(ParseResult.NOT_AN_ORDER);
        assertThat(parse(HEAD + "7]}")).isEqualTo(ParseResult.NOT_AN_ORDER);
        assertThat(parse(HEAD + EVENT + "," + EVENT + "]}")).isEqualTo(ParseResult.NOT_AN_ORDER);
        assertThat(parse(STREAMING.replace(USER, USER.substring(0, 41)))).isEqualTo(ParseResult.NOT_AN_ORDER);
        assertThat(parse(STREAMING.replace(USER, USER.substring(0, 41) + "g"))).isEqualTo(ParseResult.NOT_AN_ORDER);
        assertThat(parse(STREAMING.replace("412036451268", "412036451268.0"))).isEqualTo(ParseResult.NOT_AN_ORDER);
        assertThat(parse(STREAMING.replace("412036451268", "\"412036451268\""))).isEqualTo(ParseResult.NOT_AN_ORDER);
        assertThat(parse(STREAMING.replace("\"coin\":\"BTC\"", "\"coin\":null")))
                .isEqualTo(ParseResult.NOT_AN_ORDER);
        assertThat(parse(STREAMING.replace("\"coin\":\"BTC\",", ""))).isEqualTo(ParseResult.NOT_AN_ORDER);
        assertThat(parse(STREAMING.replace("\"order\":{", "\"order\":[],\"other\":{")))
                .isEqualTo(ParseResult.NOT_AN_ORDER);
        assertThat(parse(STREAMING.replace("\"status\":\"badAloPxRejected\"", "\"status\":{\"user\":[]}")))
                .isEqualTo(ParseResult.NOT_AN_ORDER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[\"a\"]", "\"a\":1}", "{\"a\"]", "{\"a\":1} x", "{\"events\":[]}"})
    void shouldTakeOnlyAnObjectWithoutEventsForMembers(String text) {
        byte[] bytes = bytes(text);

        assertThat(reader.isMembers(bytes, 0, bytes.length)).isFalse();
    }

    @Test
    void shouldTakeAnObjectForMembers() {
        byte[] bytes = bytes("x{ \"a\":[{}]} \r");

        assertThat(reader.isMembers(bytes, 1, bytes.length)).isTrue();
    }

    @Test
    void shouldTakeNumbersOfAnySizeWhereTheyDoNotMatter() {
        String digits = "9".repeat(5_000);
        assertThat(parse(STREAMING.replace("1778002753024", digits))).isEqualTo(ParseResult.ORDER);
        assertThat(parse(STREAMING.replace("412036451268", digits))).isEqualTo(ParseResult.ORDER);
    }

    @Test
    void shouldBoundTheDepthOfAnEvent() {
        assertThat(parse(deep(62))).isEqualTo(ParseResult.ORDER);
        assertThat(parse(deep(63))).isEqualTo(ParseResult.TOO_DEEP);
        assertThat(parse(deep(50_000))).isEqualTo(ParseResult.TOO_DEEP);
        assertThat(parse(STREAMING.replace("\"side\":\"A\"", "\"side\":" + "[".repeat(63) + "]".repeat(63))))
                .isEqualTo(ParseResult.TOO_DEEP);
    }

    @Test
    void shouldCountDepthFromTheEventInEveryShape() {
        String bare = deep(62).substring(HEAD.length());
        bare = bare.substring(0, bare.length() - 2);
        assertThat(parse(bare)).isEqualTo(ParseResult.ORDER);
        assertThat(parse("{\"x\":1,\"events\":[" + bare + "]}")).isEqualTo(ParseResult.ORDER);
    }

    /** The event and its order are two levels; the order contains the others. */
    private static String deep(int levels) {
        return STREAMING.replace("\"tif\":\"Alo\"", "\"tif\":" + "[".repeat(levels) + "]".repeat(levels));
    }

    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }
}
