package io.orderwire.contract.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.orderwire.contract.position.Vlq;
import io.orderwire.contract.topic.Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderPackTest {
    private static final String USER = "0x31ca8395cf837de08b24da3f660e77761dfb974b";
    private static final int FUZZED = 20_000;

    private final OrderPackWriter writer = new OrderPackWriter();

    private static String order(long seq, String coin, String status) {
        return "{\"pos\":\"20260505/17@" + seq * 100 + "\",\"part\":1,\"seq\":" + seq
                + ",\"event\":{\"time\":\"t\",\"user\":\"" + USER + "\",\"status\":\"" + status
                + "\",\"order\":{\"coin\":\"" + coin + "\",\"oid\":7}}}";
    }

    private boolean add(long seq, String coin, String status) {
        return add(order(seq, coin, status), coin, status, seq);
    }

    private boolean add(String order, String coin, String status, long seq) {
        return writer.add(bytes(USER), bytes(order), order.indexOf("{\"time\""), coin, status, seq);
    }

    private RecordHeaders headers() {
        RecordHeaders headers = new RecordHeaders();
        writer.addTo(headers);
        return headers;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void shouldReadWhatItWroteWhateverTheOrdersAre() {
        Random random = new Random(20260505);
        for (int trial = 0; trial < 200; trial++) {
            writer.clear();
            List<String> orders = new ArrayList<>();
            List<String> words = new ArrayList<>();
            List<Long> seqs = new ArrayList<>();
            long seq = 1 + (random.nextLong() >>> 12);
            for (int count = 1 + random.nextInt(50);
                    orders.size() < count;
                    seq += 1 + (random.nextInt(4) == 0 ? random.nextInt(1_000_000) : 0)) {
                String coin = "@" + random.nextInt(9);
                String status = random.nextBoolean() ? "open" : "filled";
                assertThat(add(seq, coin, status)).isTrue();
                orders.add(order(seq, coin, status));
                words.add(coin + " " + status);
                seqs.add(seq);
            }
            OrderPack pack = OrderPack.of(headers(), writer.value());
            assertThat(new String(writer.value(), StandardCharsets.UTF_8)).isEqualTo(String.join("\n", orders));
            assertThat(pack.count()).isEqualTo(orders.size());
            for (int i = 0; i < orders.size(); i++) {
                assertThat(pack.value(i)).isEqualTo(bytes(orders.get(i)));
                assertThat(pack.seq(i)).isEqualTo(seqs.get(i));
                assertThat(pack.user(i)).isEqualTo(bytes(USER));
                assertThat(pack.coin(i) + " " + pack.status(i)).isEqualTo(words.get(i));
            }
        }
    }

    @Test
    void shouldRefuseOrdersWhoseUserOrWordsItCannotName() {
        String otherUser = order(1, "BTC", "open").replace(USER, USER.replace('1', '2'));
        assertThat(add(otherUser, "BTC", "open", 1)).isFalse();
        String upperCase = order(1, "BTC", "open").replace("0x31c", "0x31C");
        assertThat(add(upperCase, "BTC", "open", 1)).isFalse();
        String nested = order(1, "BTC", "open")
                .replace("\"user\"", "\"by\":{\"user\":\"" + USER.replace('1', '2') + "\"},\"user\"");
        assertThat(add(nested, "BTC", "open", 1)).isFalse();
        for (String word : List.of("A,B", "A\nB", "\u00c4", "x".repeat(65))) {
            assertThat(add(1, word, "open")).isFalse();
            assertThat(add(1, "BTC", word)).isFalse();
        }
        assertThat(writer.count()).isZero();
        assertThat(add(1, "x".repeat(64), "open")).isTrue();
    }

    @Test
    void shouldBeFullAt256KibibytesAtItsMostOrdersAndAtItsMostWords() {
        String order = order(1, "BTC", "open");
        String large =
                order.replace("{\"coin\"", "{\"x\":\"" + "y".repeat((256 << 10) - order.length() - 7) + "\",\"coin\"");
        assertThat(add(large, "BTC", "open", 1)).isFalse();
        assertThat(add(large.replaceFirst("yy", "y"), "BTC", "open", 1)).isTrue();
        assertThat(writer.value()).hasSizeLessThan(256 << 10);
        assertThat(add(2, "BTC", "open")).isFalse();
        writer.clear();
        for (int word = 0; word < 1_024; word++) {
            assertThat(add(word + 1, "@" + word, "open")).isTrue();
        }
        assertThat(add(1_025, "@1024", "open")).isFalse();
        assertThat(add(1_025, "@1023", "open")).isTrue();
        writer.clear();
        String small = "{\"user\":\"" + USER + "\"}";
        for (int number = 1; number <= 4_096; number++) {
            assertThat(writer.add(bytes(USER), bytes(small), 0, "BTC", "open", number))
                    .isTrue();
        }
        assertThat(writer.add(bytes(USER), bytes(small), 0, "BTC", "open", 4_097))
                .isFalse();
        assertThat(OrderPack.of(headers(), writer.value()).count()).isEqualTo(4_096);
    }

    private OrderPack three(String name, String value) {
        writer.clear();
        LongStream.rangeClosed(7, 9).forEach(seq -> add(seq, "BTC", "open"));
        RecordHeaders headers = headers();
        headers.remove(name);
        headers.add(name, bytes(value));
        return OrderPack.of(headers, writer.value());
    }

    /** The index of three orders, in which some of the fifteen numbers have other values. */
    private byte[] index(int length, int at, long other) {
        Vlq.Writer index = new Vlq.Writer();
        for (int order = 0; order < 3; order++) {
            long[] numbers = {0, length, 47, 0, 0};
            for (int i = 0; i < numbers.length; i++) {
                index.add(order * numbers.length + i == at ? other : numbers[i]);
            }
        }
        return index.text();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1", // something is left out before the first
        "5, 9007199254740990", // beyond the last sequence
        "1, 0",
        "1, 1",
        "6, 9223372036854775807",
        "11, 4294967296",
        "11, 1", // lengths
        "2, 0",
        "2, 7",
        "7, 9223372036854775807",
        "12, 4294967343", // places of users
        "3, 1",
        "8, 4294967296",
        "13, 9223372036854775807", // coins
        "4, 1",
        "9, 4294967296",
        "14, 9223372036854775807" // statuses
    })
    void shouldRefuseAnIndexWithANumberThatDoesNotFit(int at, long other) {
        int length = order(7, "BTC", "open").length();
        String good = new String(index(length, -1, 0), StandardCharsets.US_ASCII);
        assertThat(three(Headers.ORDERS, good).count()).isEqualTo(3);
        String bad = new String(index(length, at, other), StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> three(Headers.ORDERS, bad))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("ow.orders must be five numbers that fit for each order");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A", "AAAAAAAAAAAAAAAA", "\u00e4", "~", "gggggggggggggg"})
    void shouldRefuseAnIndexThatIsNotThatManyNumbers(String index) {
        assertThatThrownBy(() -> three(Headers.ORDERS, index)).isExactlyInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "ow.seq, 0",
        "ow.seq, 9007199254740992",
        "ow.seq, x",
        "ow.events, 0",
        "ow.events, 2",
        "ow.events, 4",
        "ow.events, 4097",
        "ow.events, 99999999999",
        "ow.version, 1",
        "ow.version, 3"
    })
    void shouldRefuseHeadersThatDoNotFit(String name, String value) {
        assertThatThrownBy(() -> three(name, value)).isExactlyInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {Headers.SEQ, Headers.EVENTS, Headers.ORDERS, Headers.COINS, Headers.STATUSES, Headers.VERSION})
    void shouldRefuseAMissingHeader(String name) {
        add(7, "BTC", "open");
        RecordHeaders headers = headers();
        headers.remove(name);
        assertThatThrownBy(() -> OrderPack.of(headers, writer.value()))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {Headers.COINS, Headers.STATUSES})
    void shouldRefuseMoreWordsThanAWriterWrites(String name) {
        assertThat(three(name, "BTC" + ",".repeat(1_023)).count()).isEqualTo(3);
        assertThatThrownBy(() -> three(name, "BTC" + ",".repeat(1_024)))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage(name + " must be at most 1024 words");
    }

    /** Whatever a foreign producer writes, a reader gets numbers inside the value or the one exception. */
    @Test
    void shouldNeverReadOutsideOfTheValue() {
        Random random = new Random(17);
        int read = 0;
        for (int trial = 0; trial < FUZZED; trial++) {
            writer.clear();
            for (int seq = 1; seq <= 1 + random.nextInt(4); seq++) {
                add(seq, "BTC", "open");
            }
            RecordHeaders headers = headers();
            byte[] index = headers.lastHeader(Headers.ORDERS).value();
            byte[] value = writer.value();
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                byte[] changed = random.nextInt(4) == 0 ? value : index;
                changed[random.nextInt(changed.length)] =
                        (byte) (random.nextBoolean() ? 'A' + random.nextInt(26) : random.nextInt());
            }
            try {
                OrderPack pack = OrderPack.of(headers, value);
                for (int order = 0; order < pack.count(); order++) {
                    assertThat(pack.value(order)).hasSizeLessThanOrEqualTo(value.length);
                    assertThat(pack.coin(order) + pack.status(order)).isEqualTo("BTCopen");
                    assertThat(pack.user(order)).hasSize(Users.LENGTH);
                }
                read++;
            } catch (IllegalArgumentException expected) {
                assertThat(expected).isExactlyInstanceOf(IllegalArgumentException.class);
            }
        }
        assertThat(read).isBetween(FUZZED / 100, FUZZED - FUZZED / 100);
    }

    @Test
    void shouldDeserializeRecordsOfBothForms() {
        try (OrdersDeserializer both = new OrdersDeserializer();
                OrderDeserializer one = new OrderDeserializer()) {
            assertThat(both.deserialize("orders", new RecordHeaders(), bytes(order(6, "BTC", "open"))))
                    .extracting(Order::seq)
                    .containsExactly(6L);
            add(7, "BTC", "open");
            add(9, "@1", "filled");
            assertThat(both.deserialize("orders", headers(), writer.value()))
                    .extracting(Order::seq, Order::coin, Order::status)
                    .containsExactly(tuple(7L, "BTC", "open"), tuple(9L, "@1", "filled"));
            assertThat(both.deserialize("orders", new RecordHeaders(), (byte[]) null))
                    .isNull();
            assertThatThrownBy(() -> one.deserialize("orders", headers(), writer.value()))
                    .isInstanceOf(SerializationException.class)
                    .hasMessage("orders: the record has several orders: use OrdersDeserializer");
            assertThatThrownBy(() -> both.deserialize("orders", headers(), bytes("{}")))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("ow.orders must be");
        }
    }

    @Test
    void shouldRefuseOrdersWithAnotherSequenceThanTheHeaders() {
        add(7, "BTC", "open");
        RecordHeaders headers = headers();
        headers.remove(Headers.SEQ).add(Headers.SEQ, bytes("8"));
        try (OrdersDeserializer both = new OrdersDeserializer()) {
            assertThatThrownBy(() -> both.deserialize("orders", headers, writer.value()))
                    .hasMessage("orders: order 0 has the sequence 7: must be 8");
        }
    }
}
