package io.orderwire.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderwire.contract.topic.Topics;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.RecordAges;
import io.orderwire.runtime.clock.SteadyClock;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders that take 80 ms from file to gateway, one snapshot of the ingestor per second, and clocks that are changed. */
class OrderAgesTest {
    private static final long WAY_MS = 80;

    private long nowMs = 1_800_000_000_000L;
    private long ownAheadMs;
    private long ingestorAheadMs;
    private final Clock wall =
            ((InstantSource) () -> Instant.ofEpochMilli(nowMs + ownAheadMs)).withZone(ZoneOffset.UTC);
    private final SteadyClock clock = new SteadyClock(wall, () -> TimeUnit.MILLISECONDS.toNanos(nowMs));
    private final ClockSkew skew = new ClockSkew(clock, "the ingestor's");
    private final OrderAges ages = new OrderAges(clock, skew);

    private long poll(long lagMs) {
        TopicPartition partition = new TopicPartition(Topics.DEFAULT.orders(), 0);
        ConsumerRecord<byte[], byte[]> row = new ConsumerRecord<>(
                partition.topic(),
                0,
                0,
                nowMs - lagMs + ingestorAheadMs,
                org.apache.kafka.common.record.TimestampType.CREATE_TIME,
                0,
                0,
                null,
                new byte[0],
                new org.apache.kafka.common.header.internals.RecordHeaders(),
                java.util.Optional.empty());
        return ages.of(new ConsumerRecords<>(Map.of(partition, List.of(row)), Map.of()))
                .liveMs();
    }

    private void second(long lagMs, long most) {
        for (int i = 0; i < 10; i++) {
            nowMs += 100;
            assertThat(poll(lagMs)).isLessThanOrEqualTo(most);
        }
        skew.sample(nowMs + ingestorAheadMs - 10, 0);
        skew.look();
    }

    @ParameterizedTest
    @ValueSource(longs = {600_000, -600_000, 3_600_000, -3_600_000})
    void shouldNotTakeASkewForAnAge(long aheadMs) {
        ingestorAheadMs = aheadMs;
        for (int i = 0; i < 20; i++) {
            second(WAY_MS, WAY_MS);
        }
        assertThat(poll(WAY_MS)).isBetween(WAY_MS - 20, WAY_MS);
    }

    @ParameterizedTest
    @ValueSource(longs = {600_000, -600_000, 3_600_000, -3_600_000})
    void shouldNotTakeAClockThatIsSetForAnAge(long byMs) {
        for (int i = 0; i < 90; i++) {
            ingestorAheadMs = i / 15 % 2 == 0 ? 0 : byMs;
            ownAheadMs = i / 10 % 2 == 0 ? 0 : -byMs;
            second(WAY_MS, WAY_MS);
        }
        assertThat(poll(WAY_MS)).isBetween(WAY_MS - 20, WAY_MS);
    }

    /** The parser lags by a minute, and no snapshot contains that lag. */
    @Test
    void shouldTellALagUpstream() {
        ingestorAheadMs = -600_000;
        for (int i = 0; i < 10; i++) {
            second(60_000, 60_000);
        }
        assertThat(poll(60_000)).isBetween(59_900L, 60_000L);
    }

    @Test
    void shouldNotKnowAgesBeforeItHasHeardTheIngestor() {
        assertThat(poll(600_000)).isEqualTo(RecordAges.UNKNOWN);
        nowMs += RecordAges.GRACE_MS;
        assertThat(poll(600_000)).isEqualTo(600_000);
    }
}
