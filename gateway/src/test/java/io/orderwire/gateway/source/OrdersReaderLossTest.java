package io.orderwire.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.runtime.shed.StageMode;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** The records that the reader sheds for their age, and the losses that it reports. */
class OrdersReaderLossTest extends OrdersReaderFixture {
    /** Writes the first orders of partition 0, with the given ages in milliseconds. */
    private void append(long... agesMs) {
        for (int i = 0; i < agesMs.length; i++) {
            append(0, i + 1, agesMs[i]);
        }
    }

    @Test
    void shouldShedOldOrdersForNewOnesAndReportThem() {
        OrdersReader reader = reader(false);
        append(0, 7, 0);
        assertThat(turn(reader)).containsExactly(order(0, 7), "end");
        nowMs += 1_000;
        append(0, 8, 900);
        append(0, 9, 501);
        unread(0, 10, 400);
        unread(0, 11, 251);
        ConsumerRecord<byte[], byte[]> young = unread(0, 12, 250);
        append(1, 1, 300);

        assertThat(turn(reader)).containsExactly(order(1, 1), "end");
        assertThat(consumer.position(FIRST)).isEqualTo(young.offset());
        assertThat(state.catchUp().mode()).isEqualTo(StageMode.SHEDDING);
        consumer.addRecord(young);
        assertThat(turn(reader)).hasSize(3).endsWith(order(0, 12), "end");
        Gap gap = sink.gaps().get(0);
        assertThat(gap.toJson())
                .contains("\"where\":\"gateway\",\"reason\":\"age\",\"partition\":0,\"fromSeq\":8,\"toSeq\":11,")
                .contains("\"events\":4,");
        assertThat(gap.fromMs()).isEqualTo(nowMs - 900);
        assertThat(gap.toMs()).isEqualTo(nowMs - 250);
        assertThat(metrics.skippedEvents().total()).isEqualTo(4);
        assertThat(count("sheds")).isEqualTo(1);
    }

    @Test
    void shouldLetACursorStandBeforeShedOrdersUntilTheyAreReported() {
        OrdersReader reader = reader(false);
        append(0, 1, 0);
        turn(reader);
        nowMs += 1_000;
        append(0, 2, 900);
        unread(0, 3, 400);
        ConsumerRecord<byte[], byte[]> young = unread(0, 4, 250);
        turn(reader);

        assertThat(Cursor.decode(positions.cursor()).nextOffsets()[0]).isEqualTo(END + 1);
        assertThat(live.next(0)).isEqualTo(LivePosition.UNSETTLED);
        consumer.addRecord(young);
        turn(reader);
        assertThat(Cursor.decode(positions.cursor()).nextOffsets()[0]).isEqualTo(END + 4);
        assertThat(live.next(0)).isEqualTo(END + 4);
    }

    @Test
    void shouldShedWithinThePolledRecords() {
        OrdersReader reader = reader(false);
        append(900, 800, 100, 50);

        assertThat(turn(reader)).hasSize(4).endsWith(order(0, 3), order(0, 4), "end");
        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.fromSeq()).isEqualTo(1);
            assertThat(gap.toSeq()).isEqualTo(2);
        });
        append(0, 5, 50);
        assertThat(turn(reader)).containsExactly(order(0, 5), "end");
        assertThat(metrics.skippedEvents().total()).isEqualTo(2);
    }

    @Test
    void shouldBeginItsAccountWithWhatItSawFirst() {
        OrdersReader reader = reader(false);
        append(0, 41, 900);
        append(0, 42, 800);
        append(0, 43, 100);

        turn(reader);
        assertThat(sink.gaps()).singleElement().extracting(Gap::fromSeq).isEqualTo(41L);
    }

    @Test
    void shouldReportLossesUpstreamAmongShedOrders() {
        OrdersReader reader = reader(false);
        append(0, 1, 10);
        turn(reader);
        nowMs += 800;
        append(0, 2, 790);
        marker(0, "g", 3, 5, 690);
        append(0, 6, 680);
        append(0, 7, 10);

        List<String> events = turn(reader);
        assertThat(events).hasSize(5).contains("gap 0 g").endsWith(order(0, 7), "end");
        assertThat(sink.gaps()).extracting(Gap::fromSeq).containsExactly(2L, 3L, 6L);
        assertThat(metrics.skippedEvents().total()).isEqualTo(2);
    }

    @Test
    void shouldReportLossesInAllPartitionsWhoseMarkersItDoesNotRead() {
        OrdersReader reader = reader(false);
        append(0, 1, 10);
        turn(reader);
        losses.known(everywhere("long ago", nowMs));
        nowMs += 10_000;
        losses.known(everywhere("by a clock that was set back", nowMs - 3_600_000));
        losses.known(everywhere("lately", nowMs + 100));
        nowMs += 1_000;
        append(0, 2, 800);
        unread(0, 3, 700);
        ConsumerRecord<byte[], byte[]> young = unread(0, 4, 10);
        assertThat(turn(reader)).containsExactly("gap 0 by a clock that was set back", "gap 0 lately", "end");
        consumer.addRecord(young);
        turn(reader);
        RecordHeaders headers = new RecordHeaders();
        headers.add(new RecordHeader(Headers.GAP, everywhere("lately", nowMs - 900)));
        consumer.append(record(0, null, headers, 10));
        assertThat(turn(reader)).as("its marker came after all").containsExactly("end");
    }

    private static byte[] everywhere(String id, long toMs) {
        return Headers.value(Gap.builder(id, Gap.Where.INGESTOR, Gap.Reason.AGE)
                .positions("20260505/17@1", "20260505/17@9")
                .bytes(8L)
                .times(1, toMs)
                .build()
                .toJson());
    }

    @Test
    void shouldPassOnOldOrdersWhereNothingNewerHasCome() {
        OrdersReader reader = reader(false);
        for (int seq = 1; seq <= 3; seq++) {
            append(0, seq, 5_000);
            assertThat(turn(reader)).containsExactly(order(0, seq), "end");
        }
        assertThat(metrics.skippedEvents().total()).isZero();
    }

    @Test
    void shouldNotShedForOrdersThatAreLittleNewer() {
        OrdersReader reader = reader(false);
        append(749, 250);
        assertThat(turn(reader)).containsExactly(order(0, 1), order(0, 2), "end");
    }

    @Test
    void shouldContinueNearTheNewestWhereThatIsOldItself() {
        OrdersReader reader = reader(false);
        append(1_500, 1_000, 750, 700);
        append(1, 1, 800);
        List<String> events = turn(reader);
        assertThat(events).contains(order(0, 4), order(1, 1)).doesNotContain(order(0, 2));
        assertThat(sink.gaps()).singleElement().satisfies(gap -> assertThat(gap.fromSeq())
                .isEqualTo(1));
    }

    @Test
    void shouldNeverShedOrdersThatAStartPositionAskedFor() {
        OrdersReader reader = reader(false);
        appendReplayed(0, 1, 5_000);
        append(0, 2, 10);
        assertThat(turn(reader)).containsExactly(order(0, 1), order(0, 2), "end");
    }

    @Test
    void shouldNotShedIfItIsToBeComplete() {
        OrdersReader reader = reader(true);
        append(5_000, 10);
        assertThat(turn(reader)).containsExactly(order(0, 1), order(0, 2), "end");
        assertThat(consumer.questions()).isZero();
    }

    @Test
    void shouldLeaveSheddingAfterAWhileInTime() {
        OrdersReader reader = reader(false);
        append(900, 10);
        turn(reader);
        nowMs += 3_000;
        append(0, 3, 300);
        turn(reader);
        nowMs += 4_000;
        turn(reader);
        assertThat(state.catchUp().mode()).as("one came late in between").isEqualTo(StageMode.SHEDDING);
        nowMs += 1_001;
        turn(reader);
        assertThat(state.catchUp().mode()).isEqualTo(StageMode.LIVE);
    }
}
