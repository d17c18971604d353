package io.orderwire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTreeTest {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    @ParameterizedTest
    @ValueSource(
            strings = {
                " {\"a\" : [1, -2.50, true, false, null, \"x\", {}, []] } ",
                "1e3",
                "12345678901",
                "123456789012345678901",
                "81233.000000000000000000010",
                "{\"a\":1,\"b\":[[{\"c\":2}]],\"a\":3}",
                "\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00z\"",
                "\"\\ud800\""
            })
    void shouldReadTheNodesThatAMapperReads(String text) throws IOException {
        assertThat(JsonTree.read(text)).isEqualTo(MAPPER.readTree(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
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
                "\"\\",
                "\"\u001b\""
            })
    void shouldNameThePlaceWhereATextIsNotJson(String text) {
        assertThatThrownBy(() -> JsonTree.read(text))
                .isInstanceOf(IOException.class)
                .message()
                .startsWith("not JSON at character ")
                .doesNotContain("\n");
    }

    @Test
    void shouldRefuseNestingWithoutEnd() {
        assertThatThrownBy(() -> JsonTree.read("[".repeat(100_000))).isInstanceOf(IOException.class);
    }

    /** The parser lets an order have 64 levels and half a MiB, and it is part of a frame. */
    @Test
    void shouldReadWhateverAnOrderMayContain() throws IOException {
        String deep = "[".repeat(100) + "]".repeat(100);
        String longest = "x".repeat(512 << 10);
        String digits = "7".repeat(512 << 10);

        JsonNode order = JsonTree.read(
                "{\"" + longest + "\":1,\"a\":" + deep + ",\"b\":\"" + longest + "\",\"c\":" + digits + "}");

        assertThat(order.path(longest).asInt()).isEqualTo(1);
        assertThat(order.path("b").asText()).isEqualTo(longest);
        assertThat(order.path("c").asText()).isEqualTo(digits);
    }
}
