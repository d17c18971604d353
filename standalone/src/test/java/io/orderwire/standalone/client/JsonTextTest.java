package io.orderwire.standalone.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTextTest {
    @Test
    void shouldReadValuesOfEveryKind() {
        assertThat(JsonText.parse(" {\"a\" : [1, -2.50, true, false, null, \"x\", {}, []] } "))
                .isEqualTo(Map.of(
                        "a", Arrays.asList(1L, new BigDecimal("-2.50"), true, false, null, "x", Map.of(), List.of())));
        assertThat(JsonText.parse("1e3")).isEqualTo(new BigDecimal("1e3"));
        assertThat(JsonText.parse("123456789012345678901")).isEqualTo(new BigDecimal("123456789012345678901"));
    }

    @Test
    void shouldReadEscapes() {
        assertThat(JsonText.parse("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00z\""))
                .isEqualTo("a\"\\/\b\f\n\r\t\u00e9\ud83d\ude00z");
    }

    @Test
    void shouldReadWhatItQuotes() {
        String text = "\"\\\u0001\n/\u00e9 x";

        assertThat(JsonText.parse(JsonText.quote(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[1",
                "{\"a\"}",
                "{\"a\":}",
                "[1,]",
                "tru",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "1 2",
                "-",
                "{a:1}",
                "[1}",
                "\"\\"
            })
    void shouldRefuseWhatIsNoJson(String text) {
        assertThatThrownBy(() -> JsonText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseNestingWithoutEnd() {
        assertThatThrownBy(() -> JsonText.parse("[".repeat(100_000))).isInstanceOf(IllegalArgumentException.class);
    }
}
