package io.orderwire.contract.order;

import static io.orderwire.contract.order.Lines.EVENT;
import static io.orderwire.contract.order.Lines.HEAD;
import static io.orderwire.contract.order.Lines.STREAMING;
import static io.orderwire.contract.order.Lines.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines that are read by their shape have the same result as lines that a JSON reader reads. */
class LineShapesTest {
    private static final long SEED = Long.getLong("orderwire.test.seed", System.nanoTime());
    private static final int LINES = 40_000;
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
            "{\"events\":[" + EVENT + "],\"block_number\":5}",
            "{\"block_number\":7," + EVENT.substring(1),
            "{\"x\":1,\"block_number\":7," + EVENT.substring(1),
            "{\"x\":1,\"block_number\":7,\"events\":[" + EVENT + "]}");
    private final Random random = new Random(SEED);
    private final HostileLines hostile = new HostileLines(random);

    @BeforeAll
    static void printSeed() {
        System.out.println("LineShapesTest: -Dorderwire.test.seed=" + SEED);
    }

    @Test
    void shouldReadChangedLinesAsAJsonReaderDoes() {
        LineReader shaped = new LineReader();
        int byShape = 0;
        int orders = 0;
        for (int i = 0; i < LINES; i++) {
            byte[] line = hostile.changed(bytes(SEEDS.get(random.nextInt(SEEDS.size()))));
            orders += check(shaped, line) == ParseResult.ORDER ? 1 : 0;
            byShape += shaped.shaped() ? 1 : 0;
        }
        assertThat(byShape).as("orders read by shape, of " + orders).isGreaterThan(orders / 3);
    }

    @Test
    void shouldNotReadLinesOtherwiseAfterAHostileOne() {
        int byShape = 0;
        for (int i = 0; i < LINES / 10; i++) {
            byte[] first = hostile.changed(bytes(SEEDS.get(random.nextInt(SEEDS.size()))));
            LineReader shaped = new LineReader();
            check(shaped, first);
            for (int n = 0; n < 8; n++) {
                check(shaped, n % 2 == 0 ? hostile.revalued(first) : hostile.changed(first));
                byShape += shaped.shaped() ? 1 : 0;
            }
        }
        assertThat(byShape).isGreaterThan(LINES / 100);
    }

    /** Compares with a reader that has not read a line yet, and so uses a JSON reader. */
    private ParseResult check(LineReader shaped, byte[] line) {
        int from = random.nextInt(9);
        byte[] padded = hostile.padded(line, from);
        LineReader json = new LineReader();
        ParseResult expected = json.read(padded, from, from + line.length);
        assertThat(json.shaped()).isFalse();

        assertThat(shaped.read(padded, from, from + line.length)).as(text(line)).isEqualTo(expected);
        if (expected == ParseResult.ORDER) {
            assertThat(places(shaped)).as(text(line)).isEqualTo(places(json));
        }
        return expected;
    }

    @Test
    void shouldReadChangedRecordsAsAJsonReaderDoes() {
        OrderReader shaped = new OrderReader();
        int orders = 0;
        for (int i = 0; i < LINES; i++) {
            orders += check(shaped, hostile.changed(bytes(RECORD))) ? 1 : 0;
        }
        assertThat(orders).isGreaterThan(LINES / 10);
    }

    @Test
    void shouldNotReadRecordsOtherwiseAfterAHostileOne() {
        int orders = 0;
        for (int i = 0; i < LINES / 10; i++) {
            byte[] first = hostile.changed(bytes(RECORD));
            OrderReader shaped = new OrderReader();
            check(shaped, first);
            for (int n = 0; n < 8; n++) {
                orders += check(shaped, n % 2 == 0 ? hostile.revalued(first) : hostile.changed(first)) ? 1 : 0;
            }
        }
        assertThat(orders).isGreaterThan(LINES / 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "{}", "null", " [1]", "{\"a\":1}", "}", "x"})
    void shouldNotLearnWhatFollowsARecord(String behind) {
        OrderReader shaped = new OrderReader();
        for (int i = 0; i < 3; i++) {
            check(shaped, bytes(RECORD + behind));
            assertThat(shaped.isWhole()).isFalse();
        }
    }

    private static boolean check(OrderReader shaped, byte[] value) {
        OrderReader json = new OrderReader();
        boolean expected = json.read(value);

        assertThat(shaped.read(value)).as(text(value)).isEqualTo(expected);
        if (expected) {
            assertThat(values(shaped)).as(text(value)).isEqualTo(values(json));
        }
        if (shaped.isWhole()) {
            assertThat(OrderText.isWhole(value)).as(text(value)).isTrue();
        }
        return expected;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"event\":{\"a\":1},",
                "\"event\":{},",
                "\"event\":[{\"a\":1}],",
                "\"seq\":1,",
                "\"pos\":\"a\",",
                "\"pos\":{\"a\":1},"
            })
    void shouldNotLearnWhereTheSecondOfTwoMembersIs(String members) {
        OrderReader shaped = new OrderReader();
        for (int i = 0; i < 3; i++) {
            assertThat(check(shaped, bytes("{" + members + RECORD.substring(1))))
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "7", "{}", "{\"pos\":\"20260505/17@9\",\"part\":5,\"seq\":9}"})
    void shouldNotTakePartsOfASecondValue(String second) {
        OrderReader shaped = new OrderReader();
        for (int i = 0; i < 3; i++) {
            assertThat(check(shaped, bytes(RECORD + second))).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e5", "1E5", "-1.5e+5", "1.5E-5"})
    void shouldNotTakeAnExponentForAPartOfTheShape(String number) {
        LineReader shaped = new LineReader();
        String line = STREAMING.replace("\"65045.0\"", number);
        assertThat(check(shaped, bytes(line))).isEqualTo(ParseResult.ORDER);

        String exponent = number.substring(number.toLowerCase(Locale.ROOT).indexOf('e'));
        assertThat(check(shaped, bytes(line.replace(number, "\"a\"" + exponent))))
                .isEqualTo(ParseResult.NOT_JSON);
        assertThat(check(shaped, bytes(line.replace(number, "null" + exponent))))
                .isEqualTo(ParseResult.NOT_JSON);
    }

    /** A node's data about a block are outside the event, whatever lines were read before. */
    @ParameterizedTest
    @ValueSource(strings = {"{", "{\"x\":1,"})
    void shouldNotTakeMembersOfAnEventForThoseOfAnEnvelope(String first) {
        LineReader shaped = new LineReader();
        String members = first + "\"block_number\":7,\"block_time\":\"a\",\"local_time\":\"b\",";
        for (int i = 0; i < 20; i++) {
            boolean bare = i % 3 == 0;
            check(shaped, bytes(members + (bare ? EVENT.substring(1) : "\"events\":[" + EVENT + "]}")));
            assertThat(shaped.shaped()).isEqualTo(i > 1);
            assertThat(shaped.blockNumberLength()).isEqualTo(bare ? 0 : 1);
            assertThat(shaped.blockTimeLength()).isEqualTo(bare ? 0 : 3);
            assertThat(shaped.localTimeLength()).isEqualTo(bare ? 0 : 3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"note\":null,", "{\"a\":\"text\",\"b\":[1,-2.5,true,false,[]],\"c\":{},", "{ \"a\" : 1 ,"})
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
        for (int i = 0; i < 20_000; i++) {
            byte[] unusual = bytes(STREAMING.replace("hash", "hash" + i));
            reader.read(unusual, 0, unusual.length);
        }
        byte[] usual = bytes(STREAMING);
        int byShape = 0;
        for (int i = 0; i < 10_000; i++) {
            reader.read(usual, 0, usual.length);
            byShape += reader.shaped() ? 1 : 0;
        }

        assertThat(byShape).isGreaterThan(9_900);
    }

    @Test
    void shouldLearnFromFewLinesIfNoneIsUsual() {
        LineShapes shapes = new LineShapes();
        byte[] line = bytes(STREAMING);
        int learned = 0;
        for (int i = 0; i < 10_000; i++) {
            shapes.match(line, 0, line.length, new Parts());
            learned += shapes.takeTurn() ? 1 : 0;
        }

        assertThat(learned).isBetween(10_000 / 31, 10_000 / 31 + 8);
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
