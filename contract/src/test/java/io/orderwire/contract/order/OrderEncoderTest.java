package io.orderwire.contract.order;

import static io.orderwire.contract.order.Lines.EVENT;
import static io.orderwire.contract.order.Lines.STREAMING;
import static io.orderwire.contract.order.Lines.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.position.Indexes;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.topic.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OrderEncoderTest {
    private final LineReader line = new LineReader();
    private final OrderEncoder encoder = new OrderEncoder();
    private int index = 17;

    @Test
    void shouldWriteTheEnvelopeOfTheContract() {
        assertThat(encode(STREAMING))
                .isEqualTo("{\"pos\":\"20260505/17@1234567\",\"part\":3,\"seq\":88123,\"block_number\":985148182,"
                        + "\"block_index\":17,\"block_time\":\"2026-05-05T17:39:13.024084407\","
                        + "\"local_time\":\"2026-05-05T17:39:16.001886457\",\"event\":" + EVENT + "}");
    }

    @Test
    void shouldLeaveOutAnIndexThatIsNotKnown() {
        index = Indexes.UNKNOWN;
        assertThat(encode(STREAMING)).contains("\"block_number\":985148182,\"block_time\"");
    }

    @Test
    void shouldLeaveOutWhatAPlainLineDoesNotHave() {
        assertThat(encode(EVENT))
                .isEqualTo("{\"pos\":\"20260505/17@1234567\",\"part\":3,\"seq\":88123,\"event\":" + EVENT + "}");
    }

    @Test
    void shouldKeepTheBytesOfAnEventWhateverItsWhitespace() {
        String spaced = EVENT.replace(":", " : ").replace(",", ",\t");
        assertThat(encode("  {\"events\" : [ " + spaced + " ] } \r")).contains("\"event\":" + spaced + "}");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 999_999_999_999_999_999L, 1_000_000_000_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE})
    void shouldReadEveryOidThatALongHolds(long oid) {
        assertThat(Order.parse(bytes(encode(withOid(String.valueOf(oid))))).oid())
                .isEqualTo(oid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9223372036854775808", "-9223372036854775809", "18446744073709551615", "100000000000000000000000"
            })
    void shouldNotReadAnOidThatALongDoesNotHold(String oid) {
        assertThat(Order.parse(bytes(encode(withOid(oid)))).oid()).isNull();
    }

    private static String withOid(String oid) {
        return EVENT.replace("412036451268", oid);
    }

    @Test
    void shouldReadBackWhatItWrote() {
        OrderReader reader = new OrderReader();
        byte[] value = bytes(encode(STREAMING));

        assertThat(reader.read(value)).isTrue();
        assertThat(reader.pos()).isEqualTo("20260505/17@1234567");
        assertThat(reader.seq()).isEqualTo(88123);
        assertThat(reader.partition()).isEqualTo(3);
        assertThat(reader.coin()).isEqualTo("BTC");
        assertThat(reader.status()).isEqualTo("badAloPxRejected");
        assertThat(reader.side()).isEqualTo("A");
        assertThat(reader.oid()).isEqualTo(412036451268L);
        assertThat(reader.user()).isEqualTo(Lines.USER);
        assertThat(new String(value, reader.eventFrom(), reader.eventTo() - reader.eventFrom(), StandardCharsets.UTF_8))
                .isEqualTo(EVENT);

        try (OrderDeserializer deserializer = new OrderDeserializer()) {
            Order order = deserializer.deserialize(Topics.DEFAULT.orders(), value);
            assertThat(order.pos()).isEqualTo(Position.parse("20260505/17@1234567"));
            assertThat(order.blockNumber()).isEqualTo(985148182L);
            assertThat(order.blockIndex()).isEqualTo(17);
            assertThat(order.event()).asString(StandardCharsets.UTF_8).isEqualTo(EVENT);
            assertThat(deserializer.deserialize(Topics.DEFAULT.orders(), null)).isNull();
            assertThatThrownBy(() -> deserializer.deserialize(Topics.DEFAULT.orders(), bytes("{}")))
                    .isInstanceOf(SerializationException.class);
        }
    }

    private String encode(String text) {
        byte[] bytes = bytes(text);
        assertThat(line.read(bytes, 0, bytes.length)).isEqualTo(ParseResult.ORDER);
        return new String(
                encoder.encode(bytes, line, bytes("20260505/17"), 1234567, 3, 88123, index), StandardCharsets.UTF_8);
    }
}
