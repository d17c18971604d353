package io.orderwire.gateway.match;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The second order of a shape, which is read without a JSON reader, has the same members as if it were the first. */
class RecordViewTest {
    private static final String ORDER = "{\"pos\":\"20260505/17@600\",\"part\":3,\"seq\":4,\"event\":{\"time\":"
            + "\"2026-05-05T17:39:13\",\"user\":\"0x00000000000000000000000000000000000000ab\",\"status\":\"open\","
            + "\"order\":{\"coin\":\"BTC\",\"side\":\"A\",\"limitPx\":\"65045.0\",\"sz\":\"0.1\",\"oid\":412,\"timestamp\":17,"
            + "\"origSz\":\"2.5\",\"cloid\":null,\"other\":[1,{\"sz\":2}]}}}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BTC|a longer coin",
                "\"A\"|null",
                "\"65045.0\"|65045.0",
                "\"65045.0\"|\"1\"",
                "\"65045.0\"|{\"a\":1}",
                "\"sz\":\"0.1\",|\"sz\":true,",
                "\"sz\":\"0.1\",|''",
                "\"sz\":\"0.1\",|\"sz\":\"0.1\",\"sz\":\"0.2\",",
                "412|9223372036854775807",
                "412|92233720368547758070",
                "412,\"timestamp\":17|-1,\"timestamp\":\"17\"",
                "2.5|\\u0032.5",
                "null|\"0xab\"",
                "2026|\u00e9"
            })
    void shouldFindTheSameMembers(String from, String to) {
        byte[] changed = ORDER.replaceFirst(
                        java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to))
                .getBytes(StandardCharsets.UTF_8);
        RecordView json = new RecordView();
        RecordView shaped = new RecordView();
        for (byte[] value : new byte[][] {ORDER.getBytes(StandardCharsets.UTF_8), changed, changed.clone()}) {
            json = new RecordView();
            json.turnTo(null, value, 0);
            shaped.turnTo(null, value, 0);
            assertThat(shaped.readable()).isTrue();
            assertThat(json.readable()).isTrue();
        }

        OrderFields expected = json.fields();
        OrderFields found = shaped.fields();
        for (int member : IntStream.range(0, 10).toArray()) {
            assertThat(found.to(member) - found.from(member)).isEqualTo(expected.to(member) - expected.from(member));
            assertThat(found.has(member)).isEqualTo(expected.has(member));
            if (expected.to(member) > 0) {
                assertThat(found.from(member)).isEqualTo(expected.from(member));
            }
        }
        assertThat(shaped.side()).isEqualTo(json.side());
        assertThat(shaped.coin()).isEqualTo(json.coin());
        assertThat(shaped.isWhole()).isTrue();
        assertThat(shaped.unusual()).isLessThanOrEqualTo(3);
    }
}
