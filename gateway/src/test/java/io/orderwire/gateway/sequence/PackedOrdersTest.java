package io.orderwire.gateway.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.order.OrderPackWriter;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Records with several orders. */
class PackedOrdersTest {
    private static final int PARTITION = 1;
    private static final String USER = UserOf.partition(PARTITION, 2);

    private final GatewayMetrics metrics = new GatewayMetrics(new SimpleMeterRegistry());
    private final Positions positions = new Positions(Topics.DEFAULT.orders(), Uuid.randomUuid(), 2);
    private final List<Long> passed = new ArrayList<>();
    private final List<Cursor> cursors = new ArrayList<>();
    private final Sequencer sequencer = new Sequencer(positions, new Sink(), metrics);
    private long offset = 10;

    private final class Sink implements RecordSink {
        @Override
        public void order(RecordView order) {
            long seq = SeqScan.seq(order.value());
            if (seq == 13) {
                throw new IllegalStateException("injected");
            }
            passed.add(seq);
            cursors.add(Cursor.decode(positions.cursor()));
        }

        @Override
        public void late(RecordView order) {
            throw new AssertionError("late");
        }

        @Override
        public void gap(int partition, String json) {
            throw new AssertionError(json);
        }
    }

    /** Whether orders are records of their own or share one changes nothing but offsets. */
    @ParameterizedTest
    @EnumSource
    void shouldHandOutWhatTheModelDoesOfTheOrdersAlone(History.Taste taste) {
        SequencerPropertyTest.forAll(taste, steps -> {
            Packing packing = new Packing(steps.size(), steps, true);
            return SequencerPropertyTest.againstModel(new SubjectNow(), packing.steps(), packing::alone);
        });
    }

    /**
     * Before a numbering begins again: if the former one had the cursor's sequence just before, the cursor does not say whether
     * the client has the first orders of the record, and they may be sent again.
     */
    @ParameterizedTest
    @EnumSource
    void shouldNeitherRepeatNorLoseOrdersForAClientThatResumesInsideARecord(History.Taste taste) {
        SequencerPropertyTest.forAll(
                taste, steps -> SequencerPropertyTest.resuming(new Packing(steps.size(), steps, false).steps()));
    }

    @Test
    void shouldNameTheRecordAndTheOrderInACursorBetweenItsOrders() {
        accept(7, 8, 9);
        assertThat(passed).containsExactly(7L, 8L, 9L);
        assertThat(cursors)
                .extracting(cursor -> cursor.nextOffsets()[PARTITION])
                .containsOnly(10L);
        assertThat(cursors).extracting(cursor -> cursor.lastSeqs()[PARTITION]).containsExactly(7L, 8L, 9L);
        assertThat(Cursor.decode(positions.cursor()).nextOffsets()[PARTITION]).isEqualTo(11);
    }

    @Test
    void shouldPassOnTheOrdersThatWereNotSeen() {
        accept(7, 8, 9);
        accept(8, 9, 10, 12);
        assertThat(passed).containsExactly(7L, 8L, 9L, 10L, 12L);
    }

    /** The live stream holds back the last order, which many dead letters precede. */
    @Test
    void shouldPassOnTheOrdersBeforeTheOneThatTheLiveStreamHoldsBack() {
        sequencer.accept(pack(7, 8, 2_000), true);
        assertThat(passed).containsExactly(7L, 8L);
        accept(2_001, 2_002);
        assertThat(passed).containsExactly(7L, 8L, 2_000L, 2_001L, 2_002L);
        assertThat(metrics.failedRecords().foreign().count()).isZero();
    }

    @Test
    void shouldNotKeepTheHeadersOfTheRecordForAnOrder() {
        List<PackedOrder> orders = PackedOrder.of(pack(7, 8));
        assertThat(orders).hasSize(2);
        orders.forEach(order -> assertThat(order.headers()).isEmpty());
    }

    /** Otherwise one short record could make a small lag look like a long one, for which newer orders would be shed. */
    @Test
    void shouldCountNoMoreOrdersThanARecordHasRoomFor() {
        ConsumerRecord<byte[], byte[]> honest = pack(7, 8, 9);
        assertThat(PackedOrder.count(honest)).isEqualTo(3);
        honest.headers().remove(Headers.EVENTS).add(Headers.EVENTS, Headers.value(4_096));
        assertThat(PackedOrder.count(honest)).isBetween(3, 9);
    }

    @Test
    void shouldLoseNoOtherOrderIfOneFails() {
        accept(11, 12, 13, 14, 15);
        assertThat(passed).containsExactly(11L, 12L, 14L, 15L);
        assertThat(metrics.failedRecords().count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {Headers.SEQ, Headers.EVENTS, Headers.ORDERS, Headers.COINS, Headers.STATUSES})
    void shouldCountARecordWhoseHeadersDoNotFitOnceAndLoseNothingElse(String name) {
        accept(7, 8);
        ConsumerRecord<byte[], byte[]> malformed = pack(9, 10);
        malformed.headers().remove(name).add(name, Headers.value(name.equals(Headers.SEQ) ? "8" : "~"));
        if (name.equals(Headers.COINS) || name.equals(Headers.STATUSES)) {
            malformed.headers().remove(name);
        }
        sequencer.accept(malformed);
        assertThat(metrics.failedRecords().foreign().count()).isEqualTo(1);
        assertThat(Reason.texts(metrics.failedRecords().foreign().reasons()))
                .singleElement()
                .asString()
                .contains("ow.");
        accept(9, 10);
        assertThat(passed).containsExactly(7L, 8L, 9L, 10L);
        assertThat(metrics.failedRecords().count()).isZero();
    }

    private void accept(long... seqs) {
        sequencer.accept(pack(seqs));
    }

    private ConsumerRecord<byte[], byte[]> pack(long... seqs) {
        OrderPackWriter packs = new OrderPackWriter();
        for (long seq : seqs) {
            String order = "{\"pos\":\"20260505/17@" + seq * 600 + "\",\"part\":1,\"seq\":" + seq
                    + ",\"event\":{\"user\":\"" + USER + "\"}}";
            assertThat(packs.add(UserOf.key(USER), order.getBytes(StandardCharsets.UTF_8), 0, "BTC", "open", seq))
                    .isTrue();
        }
        RecordHeaders headers = new RecordHeaders();
        packs.addTo(headers);
        return new ConsumerRecord<>(
                Topics.DEFAULT.orders(),
                PARTITION,
                offset++,
                1_000,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                packs.value(),
                headers,
                Optional.empty());
    }
}
