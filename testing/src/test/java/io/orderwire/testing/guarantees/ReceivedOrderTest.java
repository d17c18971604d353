package io.orderwire.testing.guarantees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ReceivedOrderTest {
    private static final String USER = "0x00000000000000000000000000000000000000aB";
    private static final String EVENT = "{ \"note\":\"žluťoučký {\\\"\" , \"user\":\"" + USER
            + "\",\"order\":{\"user\":\"x\",\"children\":[{\"oid\":1}]}, \"n\":1 }";
    private static final String ORDER = "{\"pos\":\"20260505/17~2@1234567\",\"part\":3,\"seq\":88123,"
            + "\"block_number\":985148182,\"block_time\":\"ý\",\"event\":" + EVENT + "}";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> record(int partition, String user) {
        return new ConsumerRecord<>(Topics.DEFAULT.orders(), partition, 5, bytes(user), bytes(ORDER));
    }

    @Test
    void shouldReadARecord() {
        ReceivedOrder order = ReceivedOrder.of(record(3, USER.toLowerCase(Locale.ROOT)));

        assertThat(order.pos()).hasToString("20260505/17~2@1234567");
        assertThat(order.partition()).isEqualTo(3);
        assertThat(order.seq()).isEqualTo(88_123);
        assertThat(order.user()).isEqualTo(USER.toLowerCase(Locale.ROOT));
        assertThat(new String(order.event(), StandardCharsets.UTF_8)).isEqualTo(EVENT);
    }

    @Test
    void shouldRefuseAnotherUsersKey() {
        assertThatThrownBy(() -> ReceivedOrder.of(record(3, USER)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the order of another");
    }

    @Test
    void shouldRefuseAnotherPartition() {
        assertThatThrownBy(() -> ReceivedOrder.of(record(2, USER.toLowerCase(Locale.ROOT))))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(Topics.DEFAULT.orders() + "-2 offset 5");
    }

    @Test
    void shouldRefuseWhatIsNoOrder() {
        for (String text : new String[] {"[]", "{}", "", ORDER.substring(0, 80), ORDER.replace("\"seq\"", "\"sep\"")}) {
            assertThatThrownBy(() -> ReceivedOrder.parse(bytes(text)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith("not an order");
        }
    }
}
