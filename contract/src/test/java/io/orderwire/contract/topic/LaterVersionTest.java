package io.orderwire.contract.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.order.Order;
import io.orderwire.contract.order.OrderDeserializer;
import io.orderwire.contract.order.OrdersDeserializer;
import io.orderwire.contract.position.Offsets;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records as a later version may write them. */
class LaterVersionTest {
    private static final String FAULT = "ow.version is 2: a later version wrote the record, this one reads up to 1";
    private static final String ORDER = "{'pos':'20260505/17@600','part':1,'seq':4,'event':{'time':'t','user':"
            + "'0x31ca8395cf837de08b24da3f660e77761dfb974b','status':'open','order':{'coin':'BTC','side':'B','oid':7}}}";

    private static RecordHeaders headers(String name, String value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(name, Headers.value(value));
        return headers;
    }

    private static byte[] json(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldReadRecordsWithoutAVersionAndOfTheNewestOne() {
        assertThat(RecordVersion.fault(new RecordHeaders())).isNull();
        RecordHeaders named = headers(Headers.VERSION, String.valueOf(RecordVersion.NEWEST));
        assertThat(RecordVersion.fault(named)).isNull();
        assertThat(RecordVersion.isLater(named)).isFalse();
    }

    @Test
    void shouldNameTheVersionFoundAndTheOneItReads() {
        RecordHeaders later = headers(Headers.VERSION, "2");
        assertThat(RecordVersion.isLater(later)).isTrue();
        assertThatThrownBy(() -> RecordVersion.require(later))
                .isInstanceOf(RecordVersion.LaterVersionException.class)
                .hasMessage(FAULT);
    }

    /** No version of Orderwire writes these, so they must not stop a process. */
    @ParameterizedTest
    @ValueSource(strings = {"", "0", "-2", "2.0", "two", "99999999999999999999"})
    void shouldNotTakeAnythingElseForALaterVersion(String value) {
        RecordHeaders odd = headers(Headers.VERSION, value);
        assertThat(RecordVersion.isLater(odd)).isFalse();
        assertThatThrownBy(() -> RecordVersion.require(odd))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("ow.version must be one number from 1");
    }

    @Test
    void shouldRefuseBlocksMarkersAndOrdersOfALaterVersion() {
        RecordHeaders later = headers(Headers.VERSION, "2");
        assertThatThrownBy(() -> RawHead.of(later, null)).hasMessage(FAULT);
        assertThatThrownBy(() -> Gap.of(later)).hasMessage(FAULT);
        RecordHeaders laterOrder = headers(Headers.VERSION, "3");
        String fault = "orders: ow.version is 3: a later version wrote the record, this one reads up to 2";
        try (OrderDeserializer deserializer = new OrderDeserializer();
                OrdersDeserializer several = new OrdersDeserializer()) {
            assertThatThrownBy(() -> deserializer.deserialize("orders", laterOrder, json(ORDER)))
                    .isInstanceOf(SerializationException.class)
                    .hasMessage(fault);
            assertThatThrownBy(() -> several.deserialize("orders", laterOrder, json(ORDER)))
                    .isInstanceOf(SerializationException.class)
                    .hasMessage(fault);
            assertThat(deserializer.deserialize("orders", new RecordHeaders(), json(ORDER)))
                    .extracting(Order::seq)
                    .isEqualTo(4L);
        }
    }

    @Test
    void shouldIgnoreHeadersThatItDoesNotKnow() {
        Offsets offsets = new Offsets();
        offsets.add(100);
        RecordHeaders headers = headers("ow.later", "x");
        headers.add(Headers.FILE, Headers.value("20260505/17"));
        headers.add(Headers.SEQ, Headers.value(7));
        headers.add(Headers.EVENTS, Headers.value(1));
        headers.add(Headers.OFFSETS, offsets.toHeader());
        assertThat(RawHead.of(headers, Headers.value("a\n")).firstSeq()).isEqualTo(7);
    }

    @Test
    void shouldReadOrdersWithMembersStatusesAndSidesThatItDoesNotKnow() {
        String later = ORDER.replace("{'pos'", "{'node':{'seq':9,'event':null},'pos'")
                .replace("'event'", "'shard':[1],'event'")
                .replace("'status':'open'", "'status':'restingLater','venue':{'status':7}")
                .replace("'side':'B'", "'side':'C','leg':2");
        Order order = Order.parse(json(later));
        assertThat(order.seq()).isEqualTo(4);
        assertThat(order.status()).isEqualTo("restingLater");
        assertThat(order.event()).asString(StandardCharsets.UTF_8).contains("\"leg\":2", "\"venue\"");
    }
}
