package io.orderwire.gateway.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.order.OrderPackWriter;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.OrderMaker;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.gateway.match.FilterIndex;
import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.testing.seed.Seeds;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each filter gets the same orders whether they share a record or not, whatever the bytes and the headers are. */
class PackedFiltersTest {
    private static final int PARTITIONS = 2;
    private static final int RUNS = 150;
    private static final List<String> COINS = List.of("BTC", "ETH", "@107", "PURR/USDC", "none");
    private static final List<OrderFilter> FILTERS = List.of(
            OrderFilter.ALL,
            OrderFilter.ofUser(OrderMaker.user(1)),
            filter(Set.of("BTC"), Set.of(), Set.of(), null),
            filter(Set.of("ETH", "@107"), Set.of("filled"), Set.of(), null),
            filter(Set.of(), Set.of("open"), Set.of("A"), null),
            filter(Set.of("none"), Set.of(), Set.of(), null),
            filter(Set.of(), Set.of(), Set.of(), new BigDecimal("5")),
            filter(Set.of("kPEPE"), Set.of(), Set.of("B"), new BigDecimal("0.5")));

    private final Reader packed = new Reader();
    private final Reader alone = new Reader();
    private long offset;

    private static OrderFilter filter(
            Set<String> coins, Set<String> statuses, Set<String> sides, @Nullable BigDecimal least) {
        return new OrderFilter(coins, Set.of(), statuses, sides, least);
    }

    /** A sequencer, and what each of the filters got from it. */
    private static final class Reader implements RecordSink {
        private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        private final GatewayMetrics metrics = new GatewayMetrics(meters);
        private final Positions positions = new Positions(Topics.DEFAULT.orders(), Uuid.randomUuid(), PARTITIONS);
        private final FilterIndex<Integer> index = new FilterIndex<>();
        /** By filter and partition. */
        private final Map<String, List<String>> got = new TreeMap<>();

        private int reading;
        private final Sequencer sequencer = new Sequencer(positions, this, metrics);

        Reader() {
            for (int i = 0; i < FILTERS.size(); i++) {
                index.add(FILTERS.get(i), i);
            }
        }

        @Override
        public void order(RecordView order) {
            index.match(order, filter -> got.computeIfAbsent(filter + " " + reading, absent -> new ArrayList<>())
                    .add(text(order)));
        }

        void accept(ConsumerRecord<byte[], byte[]> row) {
            reading = row.partition();
            sequencer.accept(row);
        }

        private static String text(RecordView order) {
            byte[] copy = new byte[order.keyLength() + order.length()];
            order.copyTo(copy, 0);
            String text =
                    new String(order.key(), StandardCharsets.UTF_8) + new String(order.value(), StandardCharsets.UTF_8);
            assertThat(new String(copy, StandardCharsets.UTF_8)).isEqualTo(text);
            return text;
        }

        @Override
        public void late(RecordView order) {
            throw new AssertionError("late");
        }

        @Override
        public void gap(int partition, String json) {
            throw new AssertionError(json);
        }

        /** All counts but that of unusual orders, which depends on the order in which forms were learned. */
        Map<String, Double> counts() {
            Map<String, Double> counts = new TreeMap<>();
            meters.getMeters().stream()
                    .filter(meter -> !meter.getId().getName().endsWith("unusual"))
                    .forEach(meter -> meter.measure()
                            .forEach(value -> counts.put(
                                    meter.getId().getName() + meter.getId().getTags(), value.getValue())));
            return counts;
        }
    }

    /** An order as it is written: with other bytes than the headers say, or ones that no parser writes. */
    private static byte[] changed(Made made, Random random) {
        String text = made.json();
        String other = random.nextInt(12) > 0
                ? text
                : switch (random.nextInt(12)) {
                    case 0 -> text.replace("\"" + made.coin() + "\"", "\"" + COINS.get(random.nextInt(5)) + "\"");
                    case 1 -> text.replace("\"status\":\"" + made.status(), "\"status\":\"filled");
                    case 2 -> text.replace("\"oid\":", "\"oid\": ");
                    case 3 -> text.replace("\"coin\":\"", "\"coin\":\"\\u0042");
                    case 4 -> text.substring(0, text.length() - 1) + "]";
                    case 5 -> text.replace("\"hash\":null", "\"status\":\"open\"");
                    case 6 -> text.replace("\"builder\":null", "\"builder\":{\"user\":\"" + OrderMaker.user(1) + "\"}");
                    case 7 -> text.replaceFirst("\"part\":\\d", "\"part\":" + (1 - made.partition()));
                    case 8 -> text.replace("2026-05-05T17:39:13.024084407\",\"user", "2026\u00e4\",\"user");
                    case 9 -> text.replaceFirst("\\}+$", "}");
                    case 10 -> text.replace("\"cloid\":null", "\"cloid\":{\"coin\":\"BTC\"}");
                    default -> text.replace("\"event\":{", "\"event\":{},\"event\":{");
                };
        return other.getBytes(random.nextInt(3) == 0 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    @RepeatedTest(5)
    void shouldPassOnTheSameOrdersAsIfEachHadARecordOfItsOwn(TestInfo test) {
        Random random = new Random(Seeds.of(PackedFiltersTest.class, test.getDisplayName()));
        OrderMaker maker = new OrderMaker(random.nextLong(), PARTITIONS);
        List<OrderPackWriter> writers = List.of(new OrderPackWriter(), new OrderPackWriter());
        List<RecordHeaders> read = new ArrayList<>();
        for (int order = 0; order < 40 * RUNS; order++) {
            Made made = maker.next();
            byte[] value = changed(made, random);
            OrderPackWriter writer = writers.get(made.partition());
            String text = new String(value, StandardCharsets.ISO_8859_1);
            boolean added =
                    writer.add(made.key(), value, text.indexOf("\"event\":"), made.coin(), made.status(), made.seq());
            assertThat(added).as(text).isTrue();
            alone.accept(row(made.partition(), made.key(), value, new RecordHeaders()));
            if (random.nextInt(20) == 0) {
                maker.skip(made.partition(), random.nextInt(3));
                read.add(end(writer, made.partition()));
            }
        }
        for (int partition = 0; partition < PARTITIONS; partition++) {
            end(writers.get(partition), partition);
        }
        assertThat(read).hasSizeGreaterThan(RUNS);
        assertThat(packed.got).isEqualTo(alone.got);
        assertThat(packed.counts()).isEqualTo(alone.counts());
        assertThat(packed.got.keySet()).hasSizeGreaterThan(10);
        assertThat(packed.metrics.failedRecords().foreign().count()).isPositive();
    }

    private RecordHeaders end(OrderPackWriter writer, int partition) {
        RecordHeaders headers = new RecordHeaders();
        if (writer.count() > 0) {
            writer.addTo(headers);
            packed.accept(row(partition, null, writer.value(), headers));
            writer.clear();
        }
        return headers;
    }

    /** Whatever headers say: orders reach those whose filters match their bytes, or the record is counted. */
    @Test
    void shouldLoseNoOrderByAHostileIndexWithoutCountingTheRecord() {
        Random random = new Random(20260505);
        OrderMaker maker = new OrderMaker(17, PARTITIONS);
        int foreign = 0;
        for (int run = 0; run < 40 * RUNS; run++) {
            OrderPackWriter writer = new OrderPackWriter();
            List<Made> orders = new ArrayList<>();
            int partition = run % PARTITIONS;
            while (orders.size() < 3) {
                Made made = maker.next();
                if (made.partition() == partition) {
                    orders.add(made);
                    writer.add(made.key(), made.value(), 0, made.coin(), made.status(), made.seq());
                } else {
                    alone.accept(row(made.partition(), made.key(), made.value(), new RecordHeaders()));
                    packed.accept(row(made.partition(), made.key(), made.value(), new RecordHeaders()));
                }
            }
            RecordHeaders headers = new RecordHeaders();
            writer.addTo(headers);
            byte[] honest = writer.value();
            distort(headers, random);
            packed.accept(row(partition, null, honest, headers));
            long counted = packed.metrics.failedRecords().foreign().count();
            if (counted > foreign) {
                // Counted and reported: the parser's own record still gets through after it.
                assertThat(counted).isEqualTo(++foreign);
                RecordHeaders own = new RecordHeaders();
                writer.addTo(own);
                packed.accept(row(partition, null, honest, own));
            }
            orders.forEach(made -> alone.accept(row(partition, made.key(), made.value(), new RecordHeaders())));
        }
        assertThat(packed.got).isEqualTo(alone.got);
        assertThat(foreign).isBetween(4 * RUNS, 39 * RUNS);
        assertThat(packed.metrics.failedRecords().count()).isZero();
    }

    /** The second of three orders of one form, of which the first is known to be an order when the others are read. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldNotTakeAnOrderForOneOfAnotherUser(boolean builder) {
        OrderMaker maker = new OrderMaker(17, PARTITIONS);
        String other = IntStream.range(0, 50)
                .mapToObj(OrderMaker::user)
                .filter(user -> maker.make(user, "ETH", "open", "B").partition() == (builder ? 1 : 0))
                .findFirst()
                .orElseThrow();
        OrderPackWriter writer = new OrderPackWriter();
        for (int i = 0, added = 0; added < 3; i++) {
            Made made = maker.make(OrderMaker.user(i), "BTC", "open", "B");
            if (made.partition() != 1 || made.user().equals(other)) {
                continue;
            }
            String text = made.json().replace("\"builder\":null", "\"builder\":{\"user\":\"" + other + "\"}");
            String user = added == 1 ? other : made.user();
            if (!builder && added == 1) {
                text = text.replace(made.user(), other);
            }
            int from = text.indexOf(builder && added == 1 ? "\"builder\"" : "\"event\"");
            assertThat(writer.add(
                            UserOf.key(user), text.getBytes(StandardCharsets.UTF_8), from, "BTC", "open", made.seq()))
                    .isTrue();
            added++;
        }
        end(writer, 1);
        assertThat(packed.got.get("0 1")).hasSize(2);
        assertThat(packed.metrics.failedRecords().foreign().count()).isEqualTo(1);
    }

    private static void distort(RecordHeaders headers, Random random) {
        String name = List.of(Headers.ORDERS, Headers.COINS, Headers.STATUSES, Headers.SEQ, Headers.EVENTS)
                .get(random.nextInt(5));
        byte[] value = headers.lastHeader(name).value().clone();
        int changes = 1 + random.nextInt(2);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(value.length);
            value[at] = (byte) (random.nextBoolean() ? value[random.nextInt(value.length)] : 'A' + random.nextInt(40));
        }
        headers.remove(name).add(name, value);
    }

    private ConsumerRecord<byte[], byte[]> row(
            int partition, byte @Nullable [] key, byte[] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                Topics.DEFAULT.orders(),
                partition,
                offset++,
                1_000,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }
}
