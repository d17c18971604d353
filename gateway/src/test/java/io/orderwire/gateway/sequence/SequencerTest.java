package io.orderwire.gateway.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.gap.Gap;
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
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class SequencerTest {
    private static final int PARTITION = 1;
    private static final String USER = UserOf.partition(PARTITION, 2);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final GatewayMetrics metrics = new GatewayMetrics(meters);
    private final RecordingSink sink = new RecordingSink();
    private final Positions positions = new Positions(Topics.DEFAULT.orders(), Uuid.randomUuid(), 2);
    private final Sequencer filter = new Sequencer(positions, sink, metrics);
    private long offset;

    @Test
    void shouldPassOnEachOrderOnceWhenAnAbortedTransactionIsDoneAgain() {
        assertThat(orders(51, 60)).containsExactly(sent(51, 60));
        assertThat(orders(51, 70)).containsExactly(sent(61, 70));
        assertThat(count("repeated")).isEqualTo(10);
        assertThat(metrics.skippedEvents().total()).isZero();
    }

    /** One frame was sent at the end of a batch, and another one is sent at once for the next order. */
    @Test
    void shouldNameTheOrderAtHandInTheCursorOfItsFrame() {
        List<Long> lastSeqs = new ArrayList<>();
        Sequencer asking = new Sequencer(
                positions,
                new RecordSink() {
                    @Override
                    public void order(RecordView order) {
                        lastSeqs.add(Cursor.decode(positions.cursor()).lastSeqs()[PARTITION]);
                    }

                    @Override
                    public void late(RecordView order) {
                        sink.late(order);
                    }

                    @Override
                    public void gap(int partition, String json) {
                        sink.gap(partition, json);
                    }
                },
                metrics);
        for (long seq = 1; seq <= 3; seq++) {
            positions.cursor();
            asking.accept(record(order(seq).getBytes(StandardCharsets.UTF_8), new RecordHeaders()));
        }
        assertThat(lastSeqs).containsExactly(1L, 2L, 3L);
    }

    /** A sink that fails on a record through a fault of ours. */
    @Test
    void shouldSkipARecordThatFailsAndGoOnWithTheNext() {
        RecordSink failing = new RecordSink() {
            @Override
            public void order(RecordView order) {
                if (SeqScan.seq(order.value()) == 2) {
                    throw new StackOverflowError("injected");
                }
                sink.order(order);
            }

            @Override
            public void late(RecordView order) {
                throw new IllegalStateException("injected");
            }

            @Override
            public void gap(int partition, String json) {
                throw new IllegalStateException("injected");
            }
        };
        Sequencer contained = new Sequencer(positions, failing, metrics);
        for (long seq = 1; seq <= 3; seq++) {
            contained.accept(record(order(seq).getBytes(StandardCharsets.UTF_8), new RecordHeaders()));
        }
        assertThat(sink.events()).containsExactly(sent(1, 1)[0], sent(3, 3)[0]);
        assertThat(positions.nextOffset(PARTITION)).isEqualTo(offset);
        assertThat(metrics.failedRecords().count()).isEqualTo(1);
        assertThat(Reason.texts(metrics.failedRecords().reasons()))
                .singleElement()
                .asString()
                .contains("1 records failed", "offset 1", "StackOverflowError");
        contained.accept(record(order(9).getBytes(StandardCharsets.UTF_8), new RecordHeaders()));
        contained.accept(record(order(7).getBytes(StandardCharsets.UTF_8), new RecordHeaders()));
        assertThat(metrics.failedRecords().count()).as("with a late one").isEqualTo(2);
        assertThat(meters.get("orderwire.gateway.failures")
                        .tag("of", "record")
                        .functionCounter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void shouldTellOfOrdersThatComeAfterThoseOfAZombie() {
        orders(51, 60);
        assertThat(orders(101, 110)).containsExactly(sent(101, 110));
        List<String> successor = orders(61, 300);

        assertThat(successor.subList(0, 40)).containsExactly(each("late ", 61, 100));
        assertThat(successor.subList(40, successor.size())).containsExactly(sent(111, 300));
        assertThat(skipped("late")).isEqualTo(40);
        assertThat(count("repeated")).isEqualTo(10);
    }

    @Test
    void shouldTellALateOrderOnceWhenItIsRepeated() {
        orders(1, 5);
        orders(9, 9);
        assertThat(orders(7, 7)).containsExactly("late 7");
        assertThat(orders(7, 7)).isEmpty();
        assertThat(orders(6, 8)).containsExactly("late 6", "late 8");
        assertThat(orders(1, 9)).isEmpty();
        assertThat(skipped("late")).isEqualTo(3);
    }

    @Test
    void shouldTellOfOrdersFromBeforeTheFirstThatItSaw() {
        assertThat(orders(101, 102)).containsExactly(sent(101, 102));
        assertThat(orders(99, 102)).containsExactly("late 99", "late 100");
        assertThat(count("seq.jumps")).isZero();
    }

    @Test
    void shouldCallALateMarkerALossOnlyOfWhatWasNotSent() {
        orders(1, 10);
        orders(15, 15);
        orders(21, 22);
        assertThat(gap("g", 8, 25)).containsExactly("gap 1 g:11-14", "gap 1 g:16-20", "gap 1 g:23-25");
        assertThat(sink.gaps()).extracting(Gap::events).containsExactly(4L, 5L, 3L);
        assertThat(orders(26, 26)).containsExactly(sent(26, 26));
        assertThat(gap("g", 8, 25)).isEmpty();
    }

    @Test
    void shouldNotSendWhatItHasToldToBeLost() {
        orders(1, 9);
        assertThat(gap("g", 10, 20)).containsExactly("gap 1 g");
        assertThat(orders(10, 21)).containsExactly(sent(21, 21));
        assertThat(skipped("reported")).isEqualTo(11);
        assertThat(orders(10, 21)).isEmpty();
        assertThat(skipped("reported")).isEqualTo(11);
    }

    @Test
    void shouldNotTellToBeLostWhatItHasSent() {
        orders(1, 20);
        assertThat(gap("g", 10, 20)).isEmpty();
        assertThat(orders(21, 21)).containsExactly(sent(21, 21));
        assertThat(metrics.skippedEvents().total()).isZero();
    }

    @Test
    void shouldRememberWhatStandsBeforeAMarker() {
        orders(1, 5);
        gap("g", 8, 9);
        assertThat(orders(6, 10)).containsExactly("late 6", "late 7", order(10));
        assertThat(count("seq.jumped")).isEqualTo(2);
    }

    @Test
    void shouldReportAGapBeforeTheNextOrder() {
        orders(1, 5);
        positions.misses(PARTITION, new PendingGap(PendingGap.Cause.AGE, 3));
        assertThat(orders(9, 10)).hasSize(3).endsWith(sent(9, 10));
        Gap gap = sink.gaps().get(0);
        assertThat(gap.where()).isEqualTo(Gap.Where.GATEWAY);
        assertThat(gap.reason()).isEqualTo(Gap.Reason.AGE);
        assertThat(gap.partition()).isEqualTo(PARTITION);
        assertThat(List.of(gap.fromSeq(), gap.toSeq(), gap.events())).containsExactly(6L, 8L, 3L);
        assertThat(gap.fromMs()).isEqualTo(3);
        assertThat(skipped("age")).isEqualTo(3);
        assertThat(count("seq.jumps")).isZero();
        assertThat(orders(6, 8)).as("reported already, and counted").isEmpty();
        assertThat(metrics.skippedEvents().total()).isEqualTo(3);
        orders(12, 12);
        assertThat(count("seq.jumps")).isEqualTo(1);
    }

    @Test
    void shouldReportAGapBeforeTheNextMarker() {
        orders(1, 5);
        positions.misses(PARTITION, new PendingGap(PendingGap.Cause.RETENTION, 3));
        assertThat(gap("g", 9, 10)).hasSize(2).endsWith("gap 1 g");
        assertThat(sink.gaps().get(0).where()).isEqualTo(Gap.Where.RETENTION);
        assertThat(sink.gaps().get(0).toSeq()).isEqualTo(8);
    }

    @Test
    void shouldNotReportAGapWhereNothingIsMissing() {
        orders(1, 5);
        positions.misses(PARTITION, new PendingGap(PendingGap.Cause.AGE, 3));
        assertThat(orders(4, 6)).containsExactly(sent(6, 6));
        assertThat(orders(8, 8)).containsExactly(sent(8, 8));
        assertThat(sink.gaps()).isEmpty();
    }

    @Test
    void shouldSayThatAGapBeforeTheFirstSequenceHasNoKnownLength() {
        positions.misses(PARTITION, new PendingGap(PendingGap.Cause.RETENTION, 3));
        orders(100, 100);
        Gap gap = sink.gaps().get(0);
        assertThat(gap.fromSeq()).isNull();
        assertThat(gap.toSeq()).isEqualTo(99);
        assertThat(gap.events()).isNull();
        assertThat(metrics.skippedEvents().total()).isZero();
    }

    @Test
    void shouldTellWhatAFormerTopicHeldWhenSequencesGoOnInTheNewOne() {
        orders(1, 5);
        positions.startOver(Uuid.randomUuid());
        assertThat(orders(8, 8)).hasSize(2).endsWith(order(8));
        assertThat(sink.gaps().get(0).fromSeq()).isEqualTo(6);
        assertThat(skipped("retention")).isEqualTo(2);
        positions.startOver(Uuid.randomUuid());
        assertThat(orders(1, 3)).containsExactly(sent(1, 3));
    }

    @Test
    void shouldForgetTheLowestOfTooManyHolesAndCountIt() {
        for (int i = 0; i <= Positions.Memory.LIVE.ranges(); i++) {
            orders(10 + i * 10, 10 + i * 10);
        }
        assertThat(count("seq.forgotten")).as("what stood before the first").isEqualTo(9);
        assertThat(orders(9, 9)).isEmpty();
        assertThat(orders(11, 11)).containsExactly("late 11");
    }

    private List<String> orders(long from, long to) {
        sink.events().clear();
        for (long seq = from; seq <= to; seq++) {
            filter.accept(record(order(seq).getBytes(StandardCharsets.UTF_8), new RecordHeaders()));
        }
        return List.copyOf(sink.events());
    }

    private List<String> gap(String id, long from, long to) {
        sink.events().clear();
        Gap gap = Gap.builder(id, Gap.Where.PARSER, Gap.Reason.AGE)
                .partition(PARTITION)
                .seqs(from, to)
                .positions("20260505/17@1", "20260505/17@9")
                .events(to - from + 1)
                .times(1, 2)
                .build();
        RecordHeaders headers = new RecordHeaders();
        headers.add(new RecordHeader(Headers.GAP, Headers.value(gap.toJson())));
        filter.accept(record(null, headers));
        return List.copyOf(sink.events());
    }

    private ConsumerRecord<byte[], byte[]> record(byte[] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                Topics.DEFAULT.orders(),
                PARTITION,
                offset++,
                1_000,
                TimestampType.CREATE_TIME,
                0,
                0,
                value == null ? null : UserOf.key(USER),
                value,
                headers,
                Optional.empty());
    }

    private static String order(long seq) {
        return "{\"pos\":\"20260505/17@" + seq * 600 + "\",\"part\":1,\"seq\":" + seq + ",\"event\":{\"user\":\"" + USER
                + "\"}}";
    }

    private static String[] sent(long from, long to) {
        List<String> orders = new ArrayList<>();
        for (long seq = from; seq <= to; seq++) {
            orders.add(order(seq));
        }
        return orders.toArray(String[]::new);
    }

    private static String[] each(String what, long from, long to) {
        List<String> all = new ArrayList<>();
        for (long seq = from; seq <= to; seq++) {
            all.add(what + seq);
        }
        return all.toArray(String[]::new);
    }

    private double skipped(String reason) {
        return meters.get("orderwire.gateway.skipped")
                .tag("reason", reason)
                .functionCounter()
                .count();
    }

    private double count(String meter) {
        return meters.get("orderwire.gateway." + meter).counter().count();
    }
}
