package io.orderwire.gateway.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.orders.Gap;
import io.orderwire.orders.Headers;
import io.orderwire.orders.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** What the reader does not read, and what it says of it. */
class OrdersReaderLossTest {
    private static final int PARTITIONS = 2;
    private static final long END = 100;
    private static final TopicPartition FIRST = new TopicPartition(Topics.ORDERS, 0);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RecordingSink sink = new RecordingSink();
    private final RecentLosses losses = new RecentLosses();
    private final ReaderState state = new ReaderState();
    private final long[] offsets = {END, END};
    private final LogConsumer consumer = new LogConsumer(PARTITIONS, END);
    private final GatewayMetrics metrics = new GatewayMetrics(meters);
    private final Uuid firstTopic = Uuid.randomUuid();
    private final Positions positions = new Positions(firstTopic, PARTITIONS);
    private Uuid topic = firstTopic;
    private boolean kafkaAnswers = true;
    private int asked;
    private long nowMs = 1_000_000;

    private OrdersReader reader(boolean complete) {
        OrdersReader reader = new OrdersReader(
                () -> consumer,
                this::topicNow,
                positions,
                new OrdersReader.Limits(complete, 500),
                losses,
                sink,
                state,
                metrics,
                new Now());
        reader.doWork();
        return reader;
    }

    private Uuid topicNow() {
        asked++;
        if (!kafkaAnswers) {
            throw new KafkaException("no answer");
        }
        return topic;
    }

    private final class Now extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(nowMs);
        }
    }

    @Test
    void shouldGiveUpWhatIsTooOldForWhatIsNotAndTellIt() {
        OrdersReader reader = reader(false);
        append(0, 7, 0);
        assertThat(turn(reader)).containsExactly(order(0, 7), "end");
        nowMs += 700;
        append(0, 8, 600);
        append(0, 9, 501);
        unread(0, 10, 400);
        unread(0, 11, 251);
        ConsumerRecord<byte[], byte[]> young = unread(0, 12, 250);
        append(1, 1, 300);

        assertThat(turn(reader)).containsExactly(order(1, 1), "end");
        assertThat(consumer.position(FIRST)).isEqualTo(young.offset());
        assertThat(state.isShedding()).isTrue();
        consumer.addRecord(young);
        assertThat(turn(reader)).hasSize(3).endsWith(order(0, 12), "end");
        Gap gap = sink.gaps().get(0);
        assertThat(gap.toJson())
                .contains("\"where\":\"gateway\",\"reason\":\"age\",\"partition\":0,\"fromSeq\":8,\"toSeq\":11,")
                .contains("\"events\":4,");
        assertThat(gap.fromMs()).isEqualTo(nowMs - 600);
        assertThat(gap.toMs()).isEqualTo(nowMs - 250);
        assertThat(metrics.skipped()).isEqualTo(4);
        assertThat(count("age.jumps")).isEqualTo(1);
    }

    @Test
    void shouldGiveUpWithinWhatItHasAtHand() {
        OrdersReader reader = reader(false);
        append(0, 1, 700);
        append(0, 2, 600);
        append(0, 3, 100);
        append(0, 4, 50);

        assertThat(turn(reader)).hasSize(4).endsWith(order(0, 3), order(0, 4), "end");
        assertThat(sink.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.fromSeq()).isEqualTo(1);
            assertThat(gap.toSeq()).isEqualTo(2);
        });
        append(0, 5, 50);
        assertThat(turn(reader)).containsExactly(order(0, 5), "end");
        assertThat(metrics.skipped()).isEqualTo(2);
    }

    @Test
    void shouldBeginItsAccountWithWhatItSawFirst() {
        OrdersReader reader = reader(false);
        append(0, 41, 700);
        append(0, 42, 600);
        append(0, 43, 100);

        turn(reader);
        assertThat(sink.gaps()).singleElement().extracting(Gap::fromSeq).isEqualTo(41L);
    }

    @Test
    void shouldTellLossesUpstreamThatStandInWhatItGivesUp() {
        OrdersReader reader = reader(false);
        append(0, 1, 10);
        turn(reader);
        nowMs += 800;
        append(0, 2, 700);
        marker(0, "g", 3, 5, 690);
        append(0, 6, 680);
        append(0, 7, 10);

        List<String> told = turn(reader);
        assertThat(told).hasSize(5).contains("gap 0 g").endsWith(order(0, 7), "end");
        assertThat(sink.gaps()).extracting(Gap::fromSeq).containsExactly(2L, 3L, 6L);
        assertThat(metrics.skipped()).isEqualTo(2);
    }

    @Test
    void shouldTellLossesInAllPartitionsWhoseMarkersItDoesNotRead() {
        OrdersReader reader = reader(false);
        append(0, 1, 10);
        turn(reader);
        losses.known(everywhere("long ago", nowMs - 10_000));
        losses.known(everywhere("lately", nowMs + 100));
        nowMs += 1_000;
        append(0, 2, 800);
        unread(0, 3, 700);
        ConsumerRecord<byte[], byte[]> young = unread(0, 4, 10);
        assertThat(turn(reader)).containsExactly("gap 0 lately", "end");
        consumer.addRecord(young);
        turn(reader);
        RecordHeaders headers = new RecordHeaders();
        headers.add(new RecordHeader(Headers.GAP, everywhere("lately", nowMs - 900)));
        consumer.append(record(0, null, headers, 10));
        assertThat(turn(reader)).as("its marker came after all").containsExactly("end");
    }

    private static byte[] everywhere(String id, long toMs) {
        return Headers.value(
                new Gap(id, "ingestor", "age", null, null, null, "20260505/17@1", "20260505/17@9", null, 8L, 1, toMs)
                        .toJson());
    }

    @Test
    void shouldPassOnOldOrdersWhereNothingNewerHasCome() {
        OrdersReader reader = reader(false);
        for (int seq = 1; seq <= 3; seq++) {
            append(0, seq, 5_000);
            assertThat(turn(reader)).containsExactly(order(0, seq), "end");
        }
        assertThat(metrics.skipped()).isZero();
        assertThat(consumer.timeQueries()).as("not at every poll").isEqualTo(1);
    }

    @Test
    void shouldNeverGiveUpWhatAStartPositionAskedFor() {
        OrdersReader reader = reader(false);
        RecordHeaders replay = new RecordHeaders();
        replay.add(new RecordHeader(Headers.REPLAY, Headers.value("1")));
        consumer.append(record(0, order(0, 1).getBytes(StandardCharsets.UTF_8), replay, 5_000));
        append(0, 2, 10);
        assertThat(turn(reader)).containsExactly(order(0, 1), order(0, 2), "end");
    }

    @Test
    void shouldGiveUpNothingWhenItIsToBeComplete() {
        OrdersReader reader = reader(true);
        append(0, 1, 5_000);
        append(0, 2, 10);
        assertThat(turn(reader)).containsExactly(order(0, 1), order(0, 2), "end");
        assertThat(consumer.timeQueries()).isZero();
    }

    @Test
    void shouldLeaveSheddingAfterAWhileInTime() {
        OrdersReader reader = reader(false);
        append(0, 1, 700);
        append(0, 2, 10);
        turn(reader);
        nowMs += 3_000;
        append(0, 3, 300);
        turn(reader);
        nowMs += 4_000;
        turn(reader);
        assertThat(state.isShedding()).as("one came late in between").isTrue();
        nowMs += 1_001;
        turn(reader);
        assertThat(state.isShedding()).isFalse();
    }

    @Test
    void shouldTellWhatWasGoneBeforeItWasRead() {
        OrdersReader reader = reader(false);
        append(0, 5, 0);
        turn(reader);
        consumer.updateBeginningOffsets(Map.of(FIRST, 400L));
        consumer.updateEndOffsets(Map.of(FIRST, 500L));
        consumer.setPollException(new OffsetOutOfRangeException(Map.of(FIRST, 101L)));
        reader.doWork();
        assertThat(consumer.position(FIRST)).isEqualTo(500);
        offsets[0] = 500;
        append(0, 400, 0);
        assertThat(turn(reader)).hasSize(3).endsWith(order(0, 400), "end");
        assertThat(sink.gaps().get(0).toJson())
                .contains(
                        "\"where\":\"retention\",\"reason\":\"retention\",\"partition\":0,\"fromSeq\":6,\"toSeq\":399,")
                .contains("\"events\":394,");
        assertThat(metrics.skipped()).isEqualTo(394);
    }

    @Test
    void shouldReadWhatIsLeftWhenItIsToBeComplete() {
        OrdersReader reader = reader(true);
        append(0, 5, 0);
        turn(reader);
        consumer.updateBeginningOffsets(Map.of(FIRST, 400L));
        consumer.updateEndOffsets(Map.of(FIRST, 500L));
        consumer.setPollException(new OffsetOutOfRangeException(Map.of(FIRST, 101L)));
        reader.doWork();
        assertThat(consumer.position(FIRST)).isEqualTo(400);
    }

    @Test
    void shouldGoOnAtTheEndOfALogThatWasCutOff() {
        OrdersReader reader = reader(true);
        append(0, 5, 0);
        turn(reader);
        consumer.updateEndOffsets(Map.of(FIRST, 90L));
        consumer.setPollException(new OffsetOutOfRangeException(Map.of(FIRST, 101L)));
        reader.doWork();
        assertThat(consumer.position(FIRST)).as("not from the beginning again").isEqualTo(90);
    }

    @Test
    void shouldNotTakeRecordsOfANewTopicForThoseOfTheOldOne() {
        OrdersReader reader = reader(false);
        append(0, 5, 0);
        turn(reader);
        topic = Uuid.randomUuid();
        append(0, 40, 0);
        assertThat(turn(reader)).containsExactly("end");
        reader.doWork();
        assertThat(positions.topicId()).isEqualTo(topic);
        assertThat(consumer.position(FIRST)).isZero();
        offsets[0] = 0;
        append(0, 1, 0);
        assertThat(turn(reader)).containsExactly(order(0, 1), "end");
        assertThat(metrics.skipped()).isZero();
    }

    @Test
    void shouldAskForTheTopicWhenRecordsFollowInSequenceButAfterASilence() {
        OrdersReader reader = reader(false);
        append(0, 5, 0);
        turn(reader);
        int before = asked;
        append(0, 6, 0);
        turn(reader);
        assertThat(asked).as("in a dense stream").isEqualTo(before);
        topic = Uuid.randomUuid();
        nowMs += TopicGuard.QUIET_MS + 1;
        append(0, 7, 0);
        assertThat(turn(reader)).containsExactly("end");
        reader.doWork();
        assertThat(positions.topicId()).isEqualTo(topic);
    }

    @Test
    void shouldPassOnWhatItReadOfATopicThatIsNoMore() {
        OrdersReader reader = reader(false);
        append(0, 5, 0);
        turn(reader);
        topic = Uuid.ZERO_UUID;
        append(0, 7, 0);
        assertThat(turn(reader)).containsExactly(order(0, 7), "end");
    }

    @Test
    void shouldNeverGoBackToAFormerTopic() {
        OrdersReader reader = reader(false);
        append(0, 5, 0);
        turn(reader);
        Uuid second = Uuid.randomUuid();
        reader.topicIs(second);
        reader.doWork();
        reader.topicIs(firstTopic);
        reader.doWork();
        assertThat(positions.topicId()).isEqualTo(second);
        assertThat(count("topic.recreated")).isEqualTo(1);
    }

    @Test
    void shouldPassOnNothingWhileItCannotTellTheTopic() {
        OrdersReader reader = reader(false);
        kafkaAnswers = false;
        append(0, 5, 0);
        assertThat(turn(reader)).doesNotContain(order(0, 5));
        assertThat(state.reasons()).singleElement().asString().contains("no answer");
        assertThat(positions.nextOffset(0)).isEqualTo(END);
    }

    private List<String> turn(OrdersReader reader) {
        sink.events().clear();
        reader.doWork();
        return List.copyOf(sink.events());
    }

    private void append(int partition, long seq, long ageMs) {
        consumer.append(
                record(partition, order(partition, seq).getBytes(StandardCharsets.UTF_8), new RecordHeaders(), ageMs));
    }

    private ConsumerRecord<byte[], byte[]> unread(int partition, long seq, long ageMs) {
        ConsumerRecord<byte[], byte[]> row =
                record(partition, order(partition, seq).getBytes(StandardCharsets.UTF_8), new RecordHeaders(), ageMs);
        consumer.appendUnread(row);
        return row;
    }

    private void marker(int partition, String id, long from, long to, long ageMs) {
        Gap gap = new Gap(id, "parser", "age", partition, from, to, null, null, to - from + 1, null, 1, 2);
        RecordHeaders headers = new RecordHeaders();
        headers.add(new RecordHeader(Headers.GAP, Headers.value(gap.toJson())));
        consumer.append(record(partition, null, headers, ageMs));
    }

    private ConsumerRecord<byte[], byte[]> record(int partition, byte[] value, RecordHeaders headers, long ageMs) {
        return new ConsumerRecord<>(
                Topics.ORDERS,
                partition,
                offsets[partition]++,
                nowMs - ageMs,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                value,
                headers,
                Optional.empty());
    }

    private static String order(int partition, long seq) {
        return "{\"pos\":\"20260505/17@" + seq * 600 + "\",\"part\":" + partition + ",\"seq\":" + seq
                + ",\"event\":{}}";
    }

    private double count(String meter) {
        return meters.get("orderwire.gateway." + meter).counter().count();
    }
}
