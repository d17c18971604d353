package io.orderwire.contract.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.orderwire.contract.text.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderTextTest {
    private static final String ORDER = "{\"pos\":\"20260505/17@1\",\"part\":3,\"seq\":88,\"event\":{\"user\":\"0xab\","
            + "\"x\":[],\"y\":{},\"z\":[1,-2.5,[true,false,null],{\"a\":[{}]}],\"order\":{\"coin\":\"BTC\",\"oid\":0}}}";

    private static boolean isWhole(String text) {
        return OrderText.isWhole(text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ORDER,
                "{}",
                "{\"a\":1}",
                "{ \"a\" : 1e3 }",
                "{\"a\":\"\\u00e9\\n\"}",
                "{\"a\":\"é\"}",
                "{\"a\":[[[[]]]]}",
                "{\"a\":-0.5}"
            })
    void shouldTake(String text) {
        assertThat(isWhole(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "{}{}",
                "{}]",
                " {}",
                "{\"a\":1,}",
                "{\"a\":01}",
                "{\"a\":1.}",
                "{\"a\":.5}",
                "{\"a\":-}",
                "{\"a\":NaN}",
                "{\"a\":tru}",
                "{\"a\"}",
                "{a:1}",
                "{\"a\":[1,]}",
                "{\"a\":[1}",
                "{\"a\":\"\\x\"}",
                "{\"a\":\"b",
                "{\"a\":\"\u0001\"}",
                "{\"a\":1}},\"dropped\":0",
                "{\u0000\"a\":1}"
            })
    void shouldRefuse(String text) {
        assertThat(isWhole(text)).isFalse();
    }

    @Test
    void shouldRefuseBytesThatAreNotUtf8() {
        assertThat(OrderText.isWhole(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}))
                .isFalse();
    }

    @Test
    void shouldAgreeWithTheJsonReaderOnWhateverIsChanged() {
        long seed = Long.getLong("orderwire.test.seed", System.nanoTime());
        System.out.println("OrderTextTest: -Dorderwire.test.seed=" + seed);
        Random random = new Random(seed);
        byte[] alphabet = "{}[]\",:01.-tfn a\\".getBytes(StandardCharsets.US_ASCII);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = ORDER.getBytes(StandardCharsets.US_ASCII);
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                bytes[random.nextInt(bytes.length)] = alphabet[random.nextInt(alphabet.length)];
            }
            String text = new String(bytes, StandardCharsets.US_ASCII);
            boolean expected = bytes[0] == '{' && reads(text);
            assertThat(OrderText.isWhole(bytes)).as("seed %d: %s", seed, text).isEqualTo(expected);
        }
    }

    private static boolean reads(String text) {
        try (JsonParser json = Json.FACTORY.createParser(text)) {
            json.nextToken();
            json.skipChildren();
            return json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null;
        } catch (IOException expected) {
            return false;
        }
    }
}
