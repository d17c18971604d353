package io.orderwire.gateway.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.protocol.StartPosition;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class StartsTest {
    private static final long END = 5_000;
    private static final List<TopicPartition> PARTITIONS =
            List.of(new TopicPartition(Topics.DEFAULT.orders(), 0), new TopicPartition(Topics.DEFAULT.orders(), 1));

    private long nowNanos;
    private final Counting consumer = new Counting();
    private final Starts starts =
            new Starts(PARTITIONS, new Ends(PARTITIONS, () -> nowNanos), () -> 1_000_000, () -> nowNanos);

    /** Counts the queries. */
    private static final class Counting extends MockConsumer<byte[], byte[]> {
        private int begins;
        private int times;

        Counting() {
            super("none");
        }

        @Override
        public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions, Duration timeout) {
            begins++;
            return partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> 100L));
        }

        @Override
        public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions, Duration timeout) {
            return partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> END));
        }

        @Override
        public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                Map<TopicPartition, Long> wanted, Duration timeout) {
            times++;
            return wanted.keySet().stream()
                    .collect(Collectors.toMap(partition -> partition, partition -> new OffsetAndTimestamp(700, 0)));
        }
    }

    private static Track track() {
        return new Track(
                Topics.DEFAULT.orders(),
                Uuid.randomUuid(),
                2,
                new NoOrders(),
                new RecordView(),
                GatewayMetrics.unseen());
    }

    private static StartPosition after(long offset) {
        return new StartPosition.After(new Cursor(
                Uuid.randomUuid(), new long[] {offset, 0}, new long[] {0, 0}, List.of(List.of(), List.of())));
    }

    @Test
    void shouldAskOnceForAllThatBeginInATurn() {
        starts.turn();
        for (int i = 0; i < 10; i++) {
            Track since = track();
            assertThat(starts.begin(consumer, since, new StartPosition.Ago(60_000)))
                    .isTrue();
            assertThat(since.next(0)).isEqualTo(700);
            Track earliest = track();
            assertThat(starts.begin(consumer, earliest, new StartPosition.Earliest()))
                    .isTrue();
            assertThat(earliest.next(0)).isEqualTo(100);
            assertThat(starts.begin(consumer, track(), after(200))).isTrue();
        }
        assertThat(consumer.times).isEqualTo(1);
        assertThat(consumer.begins).isEqualTo(1);

        starts.turn();
        starts.begin(consumer, track(), new StartPosition.Ago(60_000));
        assertThat(consumer.times).isEqualTo(2);
    }

    @Test
    void shouldWaitForATopicThatIsAMomentBehindTheCursor() {
        Track track = track();
        starts.turn();
        assertThat(starts.begin(consumer, track, after(END + 10))).isFalse();
        assertThat(track.hasBegun()).isFalse();
        nowNanos += TimeUnit.SECONDS.toNanos(8);

        assertThatThrownBy(() -> starts.begin(consumer, track, after(END + 10)))
                .isInstanceOf(ReplayEndedException.class)
                .hasMessageContaining("partition 0 ends at offset 5000, the cursor names 5010");
    }

    @Test
    void shouldNotWaitForOffsetsThatAreFarBeyondTheEnd() {
        starts.turn();
        assertThatThrownBy(() -> starts.begin(consumer, track(), after(Long.MAX_VALUE)))
                .isInstanceOf(ReplayEndedException.class);
    }
}
