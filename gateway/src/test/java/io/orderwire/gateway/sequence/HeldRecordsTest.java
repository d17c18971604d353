package io.orderwire.gateway.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records that are held back; positions and timestamps of records grow with their offsets. */
class HeldRecordsTest {
    private static final String USER = UserOf.partition(0, 1);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Positions positions = new Positions(Topics.DEFAULT.orders(), Uuid.randomUuid(), 1);
    private final List<Long> passed = new ArrayList<>();
    private final List<Gap> gaps = new ArrayList<>();
    private final List<Cursor> with = new ArrayList<>();
    private final List<Cursor> without = new ArrayList<>();
    private final Sequencer sequencer = new Sequencer(positions, new Notes(), new GatewayMetrics(meters));
    private long offset;

    private final class Notes implements RecordSink {
        @Override
        public void order(RecordView order) {
            passed.add(SeqScan.seq(order.value()));
            without.add(Cursor.decode(positions.cursorBefore()));
            with.add(Cursor.decode(positions.cursor()));
        }

        @Override
        public void late(RecordView order) {
            passed.add(-SeqScan.seq(order.value()));
        }

        @Override
        public void gap(int partition, String json) {
            gaps.add(Gap.parse(json));
        }
    }

    private void orders(long from, long to) {
        for (long seq = from; seq <= to; seq++) {
            sequencer.accept(order(seq, offset));
        }
    }

    private ConsumerRecord<byte[], byte[]> order(long seq, long place) {
        String json = "{\"pos\":\"20260505/17@" + (600 + place * 600) + "\",\"part\":0,\"seq\":" + seq
                + ",\"event\":{\"user\":\"" + USER + "\"}}";
        return row(json.getBytes(StandardCharsets.UTF_8), new RecordHeaders(), place);
    }

    private void marker(long from, long to) {
        RecordHeaders headers = new RecordHeaders();
        Gap gap = Gap.builder("g", Gap.Where.PARSER, Gap.Reason.AGE)
                .partition(0)
                .seqs(from, to)
                .events(to - from + 1)
                .times(1, 2)
                .build();
        headers.add(Headers.GAP, Headers.value(gap.toJson()));
        sequencer.accept(row(null, headers, offset));
    }

    private ConsumerRecord<byte[], byte[]> row(byte @Nullable [] value, RecordHeaders headers, long ms) {
        return new ConsumerRecord<>(
                Topics.DEFAULT.orders(),
                0,
                offset++,
                ms,
                TimestampType.CREATE_TIME,
                0,
                0,
                value == null ? null : UserOf.key(USER),
                value,
                headers,
                Optional.empty());
    }

    private Cursor cursor() {
        return Cursor.decode(positions.cursor());
    }

    @Test
    void shouldNotMoveTheCursorPastARecordThatIsHeldBack() {
        orders(5_001, 5_010);
        orders(1, 1);
        assertThat(cursor().nextOffsets()).as("the held order is read again").containsExactly(10);
        assertThat(cursor().lastSeqs()).containsExactly(5_010);
        with.clear();
        without.clear();
        orders(2, 2);
        assertThat(passed).endsWith(5_010L, 1L, 2L);
        assertThat(without.get(0).nextOffsets())
                .as("a frame that does not hold it yet")
                .containsExactly(10);
        assertThat(with.get(0).nextOffsets()).containsExactly(11);
        assertThat(cursor().nextOffsets()).containsExactly(12);
    }

    @Test
    void shouldMoveTheCursorPastARecordThatTurnsOutForeign() {
        orders(1, 3);
        orders(9_000, 9_000);
        assertThat(cursor().nextOffsets()).containsExactly(3);
        orders(4, 4);
        assertThat(cursor().nextOffsets()).containsExactly(5);
        assertThat(passed).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void shouldNameTheNextOffsetInTheCursorOfTheOrderAtHand() {
        orders(1, 2);
        assertThat(with.get(1).nextOffsets()).containsExactly(2);
        assertThat(with.get(1).lastSeqs()).containsExactly(2);
        assertThat(without.get(1).nextOffsets()).containsExactly(1);
        assertThat(without.get(1).lastSeqs()).containsExactly(1);
    }

    /** The repetition of the held order is only 399 sequences ahead, because another order has been accepted. */
    @Test
    void shouldNotPassOnAHeldOrderAgainThatOthersHaveOvertaken() {
        orders(1, 100);
        sequencer.accept(order(1_500, 120));
        sequencer.accept(order(1_100, 110));
        sequencer.accept(order(1_500, 120));
        orders(1_501, 1_501);
        assertThat(passed.subList(100, passed.size())).containsExactly(1_100L, 1_500L, 1_501L);
        assertThat(count("repeated")).isEqualTo(1);
    }

    @Test
    void shouldReportOnlyTheUnsentEventsOfALargeMarkerThatWasHeldBack() {
        orders(1, 100);
        marker(50, 70_000);
        assertThat(gaps).isEmpty();
        orders(70_001, 70_001);
        assertThat(gaps).singleElement().satisfies(gap -> {
            assertThat(gap.fromSeq()).isEqualTo(101);
            assertThat(gap.toSeq()).isEqualTo(70_000);
        });
    }

    @Test
    void shouldReportALossBeforeANumberingThatBeginsAgain() {
        orders(1, 100);
        positions.misses(0, new PendingGap(PendingGap.Cause.AGE, 3));
        orders(8, 9);
        assertThat(passed).endsWith(100L, 8L, 9L);
        assertThat(gaps).singleElement().satisfies(gap -> {
            assertThat(gap.reason()).isEqualTo(Gap.Reason.AGE);
            assertThat(gap.fromSeq())
                    .as("nor is the last one of the old numbering")
                    .isNull();
            assertThat(gap.toSeq()).isEqualTo(7);
            assertThat(gap.events()).isNull();
        });
        assertThat(positions.hasPendingGap(0)).isFalse();
    }

    @Test
    void shouldReportALossAfterAHeldRecordAtItsPlace() {
        orders(1, 100);
        orders(5_000, 5_000);
        positions.misses(0, new PendingGap(PendingGap.Cause.AGE, 3));
        assertThat(cursor().nextOffsets()).containsExactly(100);
        orders(5_010, 5_010);
        assertThat(passed).endsWith(100L, 5_000L, 5_010L);
        assertThat(gaps).singleElement().satisfies(gap -> {
            assertThat(gap.fromSeq()).isEqualTo(5_001);
            assertThat(gap.toSeq()).isEqualTo(5_009);
        });
        assertThat(count("seq.jumped")).isEqualTo(4_899);
    }

    @Test
    void shouldReportALossBetweenTheFirstOrdersOfANewNumbering() {
        orders(101, 200);
        orders(1, 1);
        positions.misses(0, new PendingGap(PendingGap.Cause.RETENTION, 3));
        orders(10, 10);
        assertThat(passed).endsWith(200L, 1L, 10L);
        assertThat(gaps).singleElement().satisfies(gap -> {
            assertThat(gap.fromSeq()).isEqualTo(2);
            assertThat(gap.toSeq()).isEqualTo(9);
        });
    }

    private double count(String meter) {
        return meters.get("orderwire.gateway." + meter).counter().count();
    }
}
