package io.orderwire.runtime.meters;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bounds the meters of Kafka's clients, whose number grows with clients, topics, partitions and brokers. Figures of
 * connections to single brokers are left out, because each client has them for each broker; so are rates, which Prometheus
 * computes from the totals beside them, and figures of admin clients and of logins. Of a topic whose name has dots, consumers
 * show each figure a second time with underscores instead: these are left out too, because sums would count them twice.
 * Thread-safe; threads that register at the same time may exceed the limit by one each.
 */
public final class SeriesLimit implements MeterFilter {
    private static final String PREFIX = "kafka.";
    private static final String ADMIN = "kafka.admin.";
    private static final String BROKER = "node.id";
    private static final String RATE = ".rate";
    private static final String LOGINS = "authentication";
    private static final String TOPIC = "topic";

    private final MeterRegistry meters;
    private final int most;
    /** Names of topics with their dots replaced; as many as there are topics that clients of this JVM use. */
    private final Set<String> replacedNames = ConcurrentHashMap.newKeySet();

    private final AtomicInteger count = new AtomicInteger();
    private final LongAdder refused = new LongAdder();

    private SeriesLimit(MeterRegistry meters, int most) {
        this.meters = meters;
        this.most = most;
    }

    /** Limits the meters of {@code meters} whose names begin with {@code kafka.}, and shows how near that limit is. */
    public static void limit(MeterRegistry meters, int most) {
        SeriesLimit limit = new SeriesLimit(meters, most);
        meters.config()
                .onMeterAdded(limit::added)
                .onMeterRemoved(meter -> limit.counted(meter, -1))
                .meterFilter(limit);
        RuntimeMeter.KAFKA_CLIENT_SERIES.gauge(meters, limit.count, AtomicInteger::get);
        RuntimeMeter.KAFKA_CLIENT_SERIES_LIMIT.constant(meters, most);
        RuntimeMeter.KAFKA_CLIENT_SERIES_REFUSED.counted(meters, limit.refused, LongAdder::sum);
    }

    private void added(Meter meter) {
        counted(meter, 1);
        String topic = meter.getId().getTag(TOPIC);
        if (topic != null && topic.indexOf('.') >= 0) {
            // The one with underscores may have been registered first.
            meters.remove(
                    meter.getId().replaceTags(Tags.of(meter.getId().getTags()).and(TOPIC, underscored(topic))));
        }
    }

    private static String underscored(String topic) {
        return topic.replace('.', '_');
    }

    private boolean repeats(Meter.Id id) {
        String topic = id.getTag(TOPIC);
        if (topic != null && topic.indexOf('.') >= 0) {
            replacedNames.add(underscored(topic));
            return false;
        }
        return topic != null && replacedNames.contains(topic);
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
                || id.getName().startsWith(ADMIN)
                || id.getName().endsWith(RATE)
                || id.getName().contains(LOGINS)
                || repeats(id)) {
            return MeterFilterReply.DENY;
        }
        if (count.get() >= most) {
            refused.increment();
            return MeterFilterReply.DENY;
        }
        return MeterFilterReply.NEUTRAL;
    }
}
