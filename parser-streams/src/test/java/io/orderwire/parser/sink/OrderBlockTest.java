package io.orderwire.parser.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.order.OrderPack;
import io.orderwire.contract.order.OrderPackWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class OrderBlockTest {
    private static final int ORDERS = 4;
    private static final String USER = "0x31ca8395cf837de08b24da3f660e77761dfb974b";

    private final MockProducer<byte[], byte[]> producer =
            new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
    private final List<Long> offsets = new ArrayList<>();
    private final List<Exception> failures = new ArrayList<>();
    private final Callback done = (metadata, exception) -> {
        if (exception == null) {
            offsets.add(metadata.offset());
        } else {
            failures.add(exception);
        }
    };

    private static OrderBlock block() {
        OrderBlock block = new OrderBlock(new RecordHeaders().add("ow.replay", bytes("1")));
        for (int order = 0; order < ORDERS; order++) {
            block.add(bytes("user " + order), bytes("order " + order), 0, "BTC", "open", order + 1);
        }
        return block;
    }

    private static ProducerRecord<byte[], byte[]> packed(OrderBlock block) {
        return new ProducerRecord<>("orders", 3, 17L, null, new byte[0], new RecordHeaders(new Header[] {block}));
    }

    private void send() {
        OrderBlock block = block();
        UnpackingProducer.send(block.records(packed(block)), producer::send, done);
    }

    @Test
    void shouldFindTheBlockAmongTheHeadersOfARecordAndOfItsCopies() {
        OrderBlock block = block();
        assertThat(OrderBlock.of(new RecordHeaders(packed(block).headers()).add("ow.later", bytes("x"))))
                .isSameAs(block);
        assertThat(OrderBlock.of(new RecordHeaders().add(block.key(), block.value())))
                .isNull();
    }

    @Test
    void shouldSendEachOrderInPlaceOfTheBlock() {
        send();
        List<ProducerRecord<byte[], byte[]>> sent = producer.history();
        assertThat(sent).hasSize(ORDERS);
        for (int order = 0; order < ORDERS; order++) {
            ProducerRecord<byte[], byte[]> record = sent.get(order);
            assertThat(record.topic()).isEqualTo("orders");
            assertThat(record.partition()).isEqualTo(3);
            assertThat(record.timestamp()).isEqualTo(17);
            assertThat(record.key()).isEqualTo(bytes("user " + order));
            assertThat(record.value()).isEqualTo(bytes("order " + order));
            assertThat(record.headers()).containsExactlyElementsOf(new RecordHeaders().add("ow.replay", bytes("1")));
        }
    }

    @Test
    void shouldCompleteTheBlockOnceWithTheLastOrder() {
        send();
        for (int order = 0; order < ORDERS; order++) {
            assertThat(offsets).isEmpty();
            producer.completeNext();
        }
        assertThat(offsets).containsExactly(ORDERS - 1L);
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldFailTheBlockAtOnceAndOnceWithTheFirstFailure() {
        send();
        producer.completeNext();
        RecordTooLargeException first = new RecordTooLargeException("first");
        producer.errorNext(first);
        assertThat(failures).containsExactly(first);
        producer.errorNext(new RecordTooLargeException("second"));
        producer.completeNext();
        assertThat(failures).containsExactly(first);
        assertThat(offsets).isEmpty();
    }

    @Test
    void shouldSendNothingAfterAFailure() {
        List<byte[]> tried = new ArrayList<>();
        OrderBlock block = block();
        UnpackingProducer.send(block.records(packed(block)), (order, callback) -> refuse(tried, order, callback), done);
        assertThat(tried).hasSize(1);
        assertThat(failures).hasSize(1);
    }

    private static CompletableFuture<RecordMetadata> refuse(
            List<byte[]> tried, ProducerRecord<byte[], byte[]> order, Callback callback) {
        tried.add(order.value());
        RecordTooLargeException failure = new RecordTooLargeException("order " + tried.size());
        callback.onCompletion(null, failure);
        return CompletableFuture.failedFuture(failure);
    }

    @Test
    void shouldThrowWhatTheProducerThrows() {
        producer.sendException = new KafkaException("fenced");
        assertThatThrownBy(() -> send()).isSameAs(producer.sendException);
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldBeFullAtAMebibyteOrAtManyOrders() {
        OrderBlock large = new OrderBlock(null);
        add(large, new byte[42], new byte[(1 << 20) - 43]);
        assertThat(large.isFull()).isFalse();
        add(large, new byte[0], new byte[1]);
        assertThat(large.isFull()).isTrue();
        OrderBlock many = new OrderBlock(null);
        for (int order = 0; order < 4_095; order++) {
            add(many, new byte[0], new byte[1]);
        }
        assertThat(many.isFull()).isFalse();
        add(many, new byte[0], new byte[1]);
        assertThat(many.isFull()).isTrue();
    }

    private static void add(OrderBlock block, byte[] user, byte[] value) {
        block.add(user, value, 0, "BTC", "open", 1);
    }

    private static String order(int seq) {
        return "{\"seq\":" + seq + ",\"event\":{\"user\":\"" + USER + "\"}}";
    }

    private static void add(OrderBlock block, int seq, String coin) {
        block.add(bytes(USER), bytes(order(seq)), 0, coin, "open", seq);
    }

    @Test
    void shouldMakeOneRecordOfAllOrdersThatFit() {
        OrderBlock block = new OrderBlock(new RecordHeaders().add("ow.replay", bytes("1")));
        for (int seq = 7; seq < 10; seq++) {
            add(block, seq, "BTC");
        }
        List<ProducerRecord<byte[], byte[]>> records = block.records(packed(block), new OrderPackWriter());
        assertThat(records).hasSize(1);
        ProducerRecord<byte[], byte[]> record = records.get(0);
        assertThat(record.topic()).isEqualTo("orders");
        assertThat(record.partition()).isEqualTo(3);
        assertThat(record.timestamp()).isEqualTo(17);
        assertThat(record.key()).isNull();
        assertThat(record.value()).isEqualTo(bytes(order(7) + "\n" + order(8) + "\n" + order(9)));
        assertThat(record.headers().lastHeader("ow.replay").value()).isEqualTo(bytes("1"));
        assertThat(OrderPack.of(record.headers(), record.value()).seq(2)).isEqualTo(9);
    }

    /** An order whose coin the headers cannot name separates the others, which stay in their order. */
    @Test
    void shouldMakeRecordsOfTheirOwnOfOrdersThatDoNotFitOrAreAlone() {
        OrderBlock block = new OrderBlock(null);
        add(block, 1, "BTC");
        add(block, 2, "A,B");
        add(block, 3, "BTC");
        add(block, 4, "BTC");
        add(block, 6, "A,B");
        add(block, 7, "C,D");
        add(block, 8, "BTC");
        List<ProducerRecord<byte[], byte[]>> records = block.records(packed(block), new OrderPackWriter());
        assertThat(records)
                .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .containsExactly(order(1), order(2), order(3) + "\n" + order(4), order(6), order(7), order(8));
        for (ProducerRecord<byte[], byte[]> record : records) {
            boolean pack = OrderPack.isMeant(record.headers(), record.value());
            assertThat(pack).isEqualTo(records.indexOf(record) == 2);
            assertThat(record.key()).isEqualTo(pack ? null : bytes(USER));
            assertThat(record.headers()).hasSize(pack ? 6 : 0);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
