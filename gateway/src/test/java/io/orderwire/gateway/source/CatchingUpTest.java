package io.orderwire.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.orderwire.contract.order.OrderPackWriter;
import io.orderwire.gateway.sequence.UserOf;
import io.orderwire.runtime.kafka.NewerRecords;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.StageMode;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A reader that lags reads on if it can catch up in time, and sheds by age if it cannot. Records arrive in one partition,
 * evenly, and handling each takes a fixed time on a virtual clock.
 */
class CatchingUpTest extends OrdersReaderFixture {
    private static final long CATCH_UP_MAX_MS = 2_000;
    private static final int MOST_AT_ONCE = 100;

    private long catchUpMaxMs = CATCH_UP_MAX_MS;
    private int perSecond;
    private double nanosEach;
    private double clockNanos;
    private double beginNanos;
    private long written;
    private long handled;

    /** Every record can be read as soon as it arrives. */
    private final NewerRecords arrivals = new NewerRecords() {
        @Override
        public long instead(int partition, long offset) {
            double fromNanos = arrivalNanos(offset);
            if (clockNanos - fromNanos <= MAX_AGE_MS * 1e6) {
                return 0;
            }
            long young = Math.min(end(partition) - 1, offset(clockNanos - MAX_AGE_MS * 1e6 / 2));
            return arrivalNanos(young) - fromNanos >= MAX_AGE_MS * 1e6 ? young : 0;
        }

        @Override
        public long waitedMs(int partition, long offset) {
            return Math.max(0, (long) ((clockNanos - arrivalNanos(offset)) / 1e6));
        }

        @Override
        public long end(int partition) {
            return partition == 0 ? offset(clockNanos) : END;
        }

        @Override
        public long endSeenNanos(int partition) {
            return (long) clockNanos;
        }
    };

    private double arrivalNanos(long offset) {
        return beginNanos + (offset - END) * 1e9 / perSecond;
    }

    /** Offset of the first record that arrives at {@code nanos} or later. */
    private long offset(double nanos) {
        return END + (long) Math.ceil((nanos - beginNanos) * perSecond / 1e9);
    }

    @Override
    OrdersReader.Limits limits(boolean complete) {
        return new OrdersReader.Limits(complete, MAX_AGE_MS, catchUpMaxMs, arrivals, () ->
                (long) (clockNanos + sink.events().size() * nanosEach));
    }

    @BeforeEach
    void begin() {
        clockNanos = nowMs * 1e6;
        beginNanos = clockNanos;
        consumer.setMaxPollRecords(MOST_AT_ONCE);
    }

    private OrdersReader reader(int arrivingPerSecond, double handledPerSecond) {
        perSecond = arrivingPerSecond;
        nanosEach = 1e9 / handledPerSecond;
        return reader(false);
    }

    private void run(OrdersReader reader, long ms) {
        double untilNanos = clockNanos + ms * 1e6;
        while (clockNanos < untilNanos) {
            while (END + written < offset(clockNanos)) {
                written++;
                append(0, written, 0);
            }
            sink.events().clear();
            reader.doWork();
            // The end of the batch is an event, too.
            int orders = sink.events().size() - 1;
            handled += orders;
            pass(orders == 0 ? 1e6 : orders * nanosEach);
        }
    }

    private void pass(double nanos) {
        clockNanos += nanos;
        nowMs = (long) (clockNanos / 1e6);
    }

    private long ageMs() {
        return arrivals.waitedMs(0, consumer.position(FIRST));
    }

    @ParameterizedTest
    @CsvSource({"1000, 10000, 100", "1000, 10000, 5000", "1000, 50000, 30000", "2000, 20000, 5000"})
    void shouldShedNothingAfterAPauseThatItCanCatchUp(int arriving, double capacity, long pauseMs) {
        OrdersReader reader = reader(arriving, capacity);
        run(reader, 10_000);
        pass(pauseMs * 1e6);
        run(reader, CATCH_UP_MAX_MS);
        assertThat(metrics.skippedEvents().total()).isZero();
        assertThat(handled).isCloseTo(written, within(100L));
        assertThat(ageMs()).isLessThan(MAX_AGE_MS);
        assertThat(state.catchUp()).isEqualTo(new CatchUpStats(StageMode.LIVE, 0L));
    }

    /** So few records that a gateway which has just started could catch up, if each had one order. */
    @Test
    void shouldCountTheOrdersOfRecordsThatHaveSeveral() {
        OrdersReader reader = reader(50, 100_000);
        pass(30e9);
        for (int record = 0; record < 1_500; record++) {
            appendSeveral(100L * record + 1, 100);
        }
        reader.doWork();
        assertThat(state.catchUp().mode()).isEqualTo(StageMode.SHEDDING);
    }

    private void appendSeveral(long firstSeq, int count) {
        OrderPackWriter several = new OrderPackWriter();
        byte[] user = UserOf.key(UserOf.partition(0, PARTITIONS));
        for (long seq = firstSeq; seq < firstSeq + count; seq++) {
            byte[] order = order(0, seq).getBytes(StandardCharsets.UTF_8);
            assertThat(several.add(user, order, 0, "BTC", "open", seq)).isTrue();
        }
        RecordHeaders headers = new RecordHeaders();
        several.addTo(headers);
        consumer.append(record(0, several.value(), headers, 0));
    }

    @Test
    void shouldShowHowLongCatchingUpTakes() {
        OrdersReader reader = reader(1_000, 10_000);
        run(reader, 1_000);
        pass(5e9);
        run(reader, 100);
        assertThat(state.catchUp().mode()).isEqualTo(StageMode.CATCHING_UP);
        assertThat(state.catchUp().msLeft()).isBetween(50L, CATCH_UP_MAX_MS);
    }

    @Test
    void shouldShedByAgeAloneWhenToldTo() {
        catchUpMaxMs = 0;
        OrdersReader reader = reader(1_000, 10_000);
        run(reader, 1_000);
        pass(5e9);
        run(reader, 1_000);
        assertThat(metrics.skippedEvents().total()).isCloseTo(4_750, within(150L));
        assertThat(state.catchUp().mode()).isEqualTo(StageMode.SHEDDING);
    }

    /**
     * The number of shed records is the same as when shedding by age alone: those that arrive minus those that are handled.
     */
    @ParameterizedTest
    @CsvSource({"0", "2000"})
    void shouldShedAsBeforeAtThreeTimesItsCapacity(long maxMs) {
        catchUpMaxMs = maxMs;
        OrdersReader reader = reader(6_000, 2_000);
        run(reader, 20_000);
        assertThat(handled).isCloseTo(40_000, Percentage.withPercentage(2));
        assertThat(metrics.skippedEvents().total()).isCloseTo(80_000, Percentage.withPercentage(5));
        assertThat(ageMs()).isLessThan(2 * MAX_AGE_MS);
        assertThat(state.catchUp().mode()).isEqualTo(StageMode.SHEDDING);
    }
}
