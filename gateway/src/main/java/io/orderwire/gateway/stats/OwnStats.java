package io.orderwire.gateway.stats;

import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonTimes;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StageState;
import io.orderwire.runtime.stats.StatsNames;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The stats of this gateway. Its counts continue from its last snapshot in Kafka. Thread-safe. */
public final class OwnStats {
    /** The present state of the gateway. */
    public interface Source {
        /** Clients connected. */
        int clients();

        /** Age of the oldest record at hand, null when unknown. */
        @Nullable
        Long ageMs();

        /** Adds the percentiles of recent ages to the figures of a snapshot, if they are known. */
        void addAges(Map<String, Long> figures);

        /** The reasons why it is degraded, empty if it is not. */
        List<Reason> degraded();

        /** Its further state. */
        StageState state();
    }

    private record Identity(String instance, long skippedBefore, long droppedBefore) {}

    private final GatewayMetrics metrics;
    private final Source source;
    private final String ordersTopic;
    private final Clock clock;
    private final ReasonTimes times = new ReasonTimes();
    private volatile Identity identity = new Identity("", 0, 0);

    /** Stats of a gateway that reads {@code ordersTopic}; without a name until {@link #resume}. */
    public OwnStats(GatewayMetrics metrics, Source source, String ordersTopic, Clock clock) {
        this.ordersTopic = ordersTopic;
        this.metrics = metrics;
        this.source = source;
        this.clock = clock;
    }

    /** The key of the snapshots of a gateway with that name. */
    public String key(String instance) {
        return Snapshot.key(StatsNames.GATEWAY, instance, ordersTopic);
    }

    /** Sets the name, and continues the counts of the last snapshot under that name. */
    public void resume(String instance, NewestSnapshots snapshots) {
        Snapshot last = snapshots.get(key(instance));
        identity = new Identity(
                instance,
                last == null ? 0 : last.figure(StatsNames.GATEWAY_SKIPPED, 0),
                last == null ? 0 : last.figure(StatsNames.DROPPED_SLOW, 0));
    }

    /** Makes a snapshot of the present state; {@code stopped} in the last one of an orderly stop. */
    public Snapshot snapshot(boolean stopped) {
        Identity own = identity;
        Map<String, Long> values = new TreeMap<>();
        values.put(
                StatsNames.GATEWAY_SKIPPED,
                own.skippedBefore + metrics.skippedEvents().total());
        values.put(
                StatsNames.DROPPED_SLOW, own.droppedBefore + metrics.sessions().droppedSlow());
        values.put(StatsNames.CLIENTS, (long) source.clients());
        Long ageMs = source.ageMs();
        if (ageMs != null) {
            values.put(StatsNames.AGE_MS, ageMs);
        }
        source.addAges(values);
        return new Snapshot(StatsNames.GATEWAY, own.instance, clock.millis(), stopped, source.degraded(), values)
                .with(ordersTopic)
                .in(source.state())
                .timed(times);
    }
}
