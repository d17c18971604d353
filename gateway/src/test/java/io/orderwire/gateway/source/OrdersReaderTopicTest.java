package io.orderwire.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.runtime.reason.Reason;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

/** How the reader handles deleted offsets and a recreated topic. */
class OrdersReaderTopicTest extends OrdersReaderFixture {
    /** After sequence 5 was read, retention deletes all later records except offsets 400 to 499. */
    private OrdersReader readerAfterRetention(boolean complete) {
        OrdersReader reader = readerAfterFive(complete);
        consumer.updateBeginningOffsets(Map.of(FIRST, 400L));
        consumer.updateEndOffsets(Map.of(FIRST, 500L));
        offsetIsGone(reader);
        return reader;
    }

    /** A reader that has read sequence 5. */
    private OrdersReader readerAfterFive(boolean complete) {
        OrdersReader reader = reader(complete);
        append(0, 5, 0);
        turn(reader);
        return reader;
    }

    /** Kafka does not hold the offset after sequence 5. */
    private void offsetIsGone(OrdersReader reader) {
        consumer.setPollException(new OffsetOutOfRangeException(Map.of(FIRST, 101L)));
        reader.doWork();
    }

    @Test
    void shouldReportOrdersThatWereGoneBeforeTheyWereRead() {
        OrdersReader reader = readerAfterRetention(false);
        assertThat(consumer.position(FIRST)).isEqualTo(500);
        offsets[0] = 500;
        append(0, 400, 0);
        assertThat(turn(reader)).hasSize(3).endsWith(order(0, 400), "end");
        assertThat(sink.gaps().get(0).toJson())
                .contains(
                        "\"where\":\"retention\",\"reason\":\"retention\",\"partition\":0,\"fromSeq\":6,\"toSeq\":399,")
                .contains("\"events\":394,");
        assertThat(metrics.skippedEvents().total()).isEqualTo(394);
    }

    @Test
    void shouldReadWhatIsLeftWhenItIsToBeComplete() {
        readerAfterRetention(true);
        assertThat(consumer.position(FIRST)).isEqualTo(400);
    }

    @Test
    void shouldContinueAtTheEndOfALogThatWasCutOff() {
        OrdersReader reader = readerAfterFive(true);
        consumer.updateEndOffsets(Map.of(FIRST, 90L));
        offsetIsGone(reader);
        assertThat(consumer.position(FIRST)).as("not from the beginning again").isEqualTo(90);
    }

    @Test
    void shouldGoToTheEndWhenItsOffsetsAreGone() {
        OrdersReader reader = readerAfterFive(true);
        consumer.updateEndOffsets(Map.of(FIRST, 500L));
        offsetIsGone(reader);
        assertThat(Cursor.decode(positions.cursor()).nextOffsets()[0]).isEqualTo(500);
        assertThat(consumer.position(FIRST)).isEqualTo(500);
        assertThat(count("offsets.gone")).isEqualTo(1);
    }

    @Test
    void shouldBeginAnewWhenTheTopicIsAnother() {
        OrdersReader reader = readerAfterFive(true);
        topic = Uuid.randomUuid();
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L));
        offsetIsGone(reader);
        reader.doWork();
        assertThat(positions.topicId()).isEqualTo(topic);
        assertThat(count("topic.recreated")).isEqualTo(1);
        assertThat(count("offsets.gone")).isZero();

        offsets[0] = 0;
        append(0, 5, 0);
        assertThat(turn(reader)).contains(order(0, 5));
    }

    @Test
    void shouldNotTakeRecordsOfANewTopicForThoseOfTheOldOne() {
        OrdersReader reader = readerAfterFive(false);
        topic = Uuid.randomUuid();
        consumer.updateBeginningOffsets(Map.of(FIRST, 0L));
        append(0, 40, 0);
        assertThat(turn(reader)).containsExactly("end");
        reader.doWork();
        assertThat(positions.topicId()).isEqualTo(topic);
        assertThat(consumer.position(FIRST)).isZero();
        offsets[0] = 0;
        append(0, 1, 0);
        assertThat(turn(reader)).containsExactly(order(0, 1), "end");
        assertThat(metrics.skippedEvents().total()).isZero();
    }

    @Test
    void shouldAskForTheTopicWhenRecordsFollowInSequenceButAfterASilence() {
        OrdersReader reader = readerAfterFive(false);
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
        OrdersReader reader = readerAfterFive(false);
        topic = Uuid.ZERO_UUID;
        append(0, 7, 0);
        assertThat(turn(reader)).containsExactly(order(0, 7), "end");
    }

    @Test
    void shouldNeverGoBackToAFormerTopic() {
        OrdersReader reader = readerAfterFive(false);
        Uuid second = Uuid.randomUuid();
        latest = second;
        reader.doWork();
        latest = firstTopic;
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
        assertThat(Reason.texts(state.reasons())).singleElement().asString().contains("no answer");
        assertThat(positions.nextOffset(0)).isEqualTo(END);
    }
}
