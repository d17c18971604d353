package io.orderwire.contract.order;

import static io.orderwire.contract.order.Lines.EVENT;
import static io.orderwire.contract.order.Lines.HEAD;
import static io.orderwire.contract.order.Lines.STREAMING;
import static io.orderwire.contract.order.Lines.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that are read by their shape have the same result as lines that a JSON reader reads. */
class LineShapesTest {
    private static final long SEED = Long.getLong("orderwire.test.seed", System.nanoTime());
    private static final int MUTATIONS = 60_000;
    private static final String RECORD =
            "{\"pos\":\"20260505/17@123\",\"part\":3,\"seq\":17,\"block_number\":985148182,"
                    + "\"block_index\":4,\"event\":" + EVENT + "}";
    private static final List<String> SEEDS = List.of(
            STREAMING,
            EVENT,
            HEAD.replace("{\"local", "{ \"local") + EVENT + "]} \r",
            STREAMING.replace("\"builder\":null", "\"builder\":{\"b\":\"0x49\",\"f\":10}"),
            STREAMING.replace("\"side\":\"A\"", "\"side\":null"),
            STREAMING.replace("985148182", "985148182.5"),
            STREAMING.replace("412036451268", "-0"),
            "{\"events\":7," + EVENT.substring(1),
            "{\"events\":[" + EVENT + "],\"block_number\":5}");
    private static final List<String> WORDS = List.of(
            "\"",
            "\\",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "null",
            "true",
            "7",
            "-",
            "0",
            "1e5",
            ".5",
            "\"x\":1,",
            "\u00e9",
            "\"user\":1,",
            "\"oid\":9,",
            "\u0001",
            "0x4F",
            "\"\"",
            "99999999999999999999",
            " ",
            "events",
            "\\u0041");

    private final Random random = new Random(SEED);

    @Test
    void shouldReadMutatedLinesAsAJsonReaderDoes() {
        LineReader shaped = new LineReader();
        int byShape = 0;
        int orders = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] line = mutated(SEEDS.get(random.nextInt(SEEDS.size())));
            int from = random.nextInt(9);
            byte[] padded = padded(line, from, random.nextInt(9));
            LineReader json = new LineReader();
            ParseResult expected = json.read(padded, from, from + line.length);

            assertThat(shaped.read(padded, from, from + line.length))
                    .as(text(line))
                    .isEqualTo(expected);

            byShape += shaped.shaped() ? 1 : 0;
            if (expected == ParseResult.ORDER) {
                orders++;
                assertThat(places(shaped)).as(text(line)).isEqualTo(places(json));
            }
            assertThat(json.shaped()).isFalse();
        }
        assertThat(byShape).as("orders read by shape, of " + orders).isGreaterThan(orders / 2);
    }

    @Test
    void shouldReadMutatedRecordsAsAJsonReaderDoes() {
        OrderReader shaped = new OrderReader();
        int orders = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] value = mutated(RECORD);
            OrderReader json = new OrderReader();
            boolean expected = json.read(value);

            assertThat(shaped.read(value)).as(text(value)).isEqualTo(expected);

            if (expected) {
                orders++;
                assertThat(values(shaped)).as(text(value)).isEqualTo(values(json));
            }
        }
        assertThat(orders).isGreaterThan(MUTATIONS / 10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"builder\":null,", "{\"a\":\"text\",\"b\":[1,-2.5,true,false,[]],\"c\":{},", "{ \"a\" : 1 ,"})
    void shouldReadTheSecondLineOfAShapeWithoutAJsonReader(String members) {
        LineReader reader = new LineReader();
        byte[] first = bytes(HEAD + EVENT.replace("{\"time\"", members + "\"time\"") + "]}");
        byte[] second = bytes(text(first)
                .replace("BTC", "a coin with a long name")
                .replace("985148182", "1")
                .replace("412036451268", "5"));

        assertThat(reader.read(first, 0, first.length)).isEqualTo(ParseResult.ORDER);
        assertThat(reader.shaped()).isFalse();
        assertThat(reader.read(second, 0, second.length)).isEqualTo(ParseResult.ORDER);
        assertThat(reader.shaped()).isTrue();
        assertThat(text(Arrays.copyOfRange(second, reader.eventFrom(), reader.eventTo())))
                .startsWith(members)
                .contains("a coin with a long name")
                .endsWith("\"tif\":\"Alo\"}}");
    }

    @Test
    void shouldKeepUsualShapesAmongLinesOfManyShapes() {
        LineReader reader = new LineReader();
        byte[] usual = bytes(STREAMING);
        int byShape = 0;
        for (int i = 0; i < 10_000; i++) {
            reader.read(usual, 0, usual.length);
            byShape += reader.shaped() ? 1 : 0;
            byte[] unusual = bytes(STREAMING.replace("hash", "hash" + i));
            assertThat(reader.read(unusual, 0, unusual.length)).isEqualTo(ParseResult.ORDER);
        }

        assertThat(byShape).isEqualTo(9_999);
    }

    @Test
    void shouldLearnAgainAfterLinesOfManyShapes() {
        LineReader reader = new LineReader();
        for (int i = 0; i < 100_000; i++) {
            byte[] unusual = bytes(STREAMING.replace("hash", "hash" + i));
            reader.read(unusual, 0, unusual.length);
        }
        byte[] usual = bytes(STREAMING);
        int byShape = 0;
        for (int i = 0; i < 10_000; i++) {
            reader.read(usual, 0, usual.length);
            byShape += reader.shaped() ? 1 : 0;
        }

        assertThat(byShape).isGreaterThan(5_000);
    }

    private byte[] mutated(String seed) {
        StringBuilder line = new StringBuilder(seed);
        for (int n = random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(line.length());
            int end = Math.min(line.length(), at + random.nextInt(4));
            switch (random.nextInt(4)) {
                case 0 -> line.replace(at, end, WORDS.get(random.nextInt(WORDS.size())));
                case 1 -> line.insert(at, WORDS.get(random.nextInt(WORDS.size())));
                case 2 -> line.delete(at, end);
                default -> line.setCharAt(at, (char) (' ' + random.nextInt(100)));
            }
        }
        return bytes(line.toString());
    }

    private byte[] padded(byte[] line, int before, int after) {
        byte[] padded = new byte[before + line.length + after];
        random.nextBytes(padded);
        System.arraycopy(line, 0, padded, before, line.length);
        return padded;
    }

    private static List<Object> places(LineReader reader) {
        return List.of(
                reader.eventFrom(),
                reader.eventTo(),
                reader.blockNumberLength() == 0 ? 0 : reader.blockNumberFrom(),
                reader.blockNumberLength(),
                reader.blockTimeLength() == 0 ? 0 : reader.blockTimeFrom(),
                reader.blockTimeLength(),
                reader.localTimeLength() == 0 ? 0 : reader.localTimeFrom(),
                reader.localTimeLength(),
                text(reader.user()),
                reader.userFound());
    }

    private static List<Object> values(OrderReader reader) {
        return Arrays.asList(
                reader.pos(),
                reader.partition(),
                reader.seq(),
                reader.user(),
                reader.coin(),
                reader.status(),
                reader.side(),
                reader.oid(),
                reader.eventFrom(),
                reader.eventTo());
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
