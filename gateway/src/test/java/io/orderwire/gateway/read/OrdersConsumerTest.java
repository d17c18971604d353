package io.orderwire.gateway.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.orders.Topics;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Wake-ups that come after the poll that they were meant for. */
class OrdersConsumerTest {
    private static final TopicPartition FIRST = new TopicPartition(Topics.ORDERS, 0);
    private static final long OFFSET = 7;

    private final LogConsumer log = new LogConsumer(1, 0);
    private final OrdersConsumer consumer =
            new OrdersConsumer(() -> log, new Positions(Topics.ORDERS, Uuid.randomUuid(), 1));

    @BeforeEach
    void begin() {
        consumer.poll(() -> Duration.ZERO);
        log.appendUnread(new ConsumerRecord<>(
                Topics.ORDERS,
                0,
                OFFSET,
                1_000,
                TimestampType.CREATE_TIME,
                0,
                0,
                new byte[0],
                new byte[0],
                new RecordHeaders(),
                Optional.empty()));
    }

    /** Else the records that were polled before would be gone without a word. */
    @Test
    void shouldAskAgainForTheOffsetsOfATimeWhenItIsWoken() {
        log.wakeLate(2);

        assertThat(consumer.offsetsSince(Set.of(FIRST), 900)).containsEntry(FIRST, OFFSET);
    }

    /** As an error that has all read again from where it was handed on last. */
    @Test
    void shouldFailWhenItIsWokenForEver() {
        log.wakeLate(Integer.MAX_VALUE);

        assertThatThrownBy(() -> consumer.offsetsSince(Set.of(FIRST), 900))
                .isInstanceOf(KafkaException.class)
                .isNotInstanceOf(WakeupException.class)
                .hasMessageContaining("woken");
    }
}
