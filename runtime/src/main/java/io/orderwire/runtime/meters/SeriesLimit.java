package io.orderwire.runtime.meters;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bounds the meters of Kafka's clients, whose number grows with clients, topics, partitions and brokers. Figures of
 * connections to single brokers are left out, because each client has them for each broker; so are rates, which Prometheus
 * computes from the totals beside them, and figures of logins. Thread-safe; threads that register at the same time may
 * exceed the limit by one each.
 */
public final class SeriesLimit implements MeterFilter {
    private static final String PREFIX = "kafka.";
    private static final String BROKER = "node.id";
    private static final String RATE = ".rate";
    private static final String LOGINS = "authentication";

    private final int most;
    private final AtomicInteger count = new AtomicInteger();
    private final LongAdder refused = new LongAdder();

    private SeriesLimit(int most) {
        this.most = most;
    }

    /** Limits the meters of {@code meters} whose names begin with {@code kafka.}, and shows how near that limit is. */
    public static void limit(MeterRegistry meters, int most) {
        SeriesLimit limit = new SeriesLimit(most);
        meters.config()
                .onMeterAdded(meter -> limit.counted(meter, 1))
                .onMeterRemoved(meter -> limit.counted(meter, -1))
                .meterFilter(limit);
        RuntimeMeter.KAFKA_CLIENT_SERIES.gauge(meters, limit.count, AtomicInteger::get);
        RuntimeMeter.KAFKA_CLIENT_SERIES_LIMIT.constant(meters, most);
        RuntimeMeter.KAFKA_CLIENT_SERIES_REFUSED.counted(meters, limit.refused, LongAdder::sum);
    }

    private void counted(Meter meter, int change) {
        if (meter.getId().getName().startsWith(PREFIX)) {
            count.addAndGet(change);
        }
    }

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        if (!id.getName().startsWith(PREFIX)) {
            return MeterFilterReply.NEUTRAL;
        }
        if (id.getTag(BROKER) != null
                || id.getName().endsWith(RATE)
                || id.getName().contains(LOGINS)) {
            return MeterFilterReply.DENY;
        }
        if (count.get() >= most) {
            refused.increment();
            return MeterFilterReply.DENY;
        }
        return MeterFilterReply.NEUTRAL;
    }
}
