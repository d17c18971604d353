package io.orderwire.gateway.stats;

import io.orderwire.gateway.stats.KnownSnapshot.Life;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.reason.ReasonTimes;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The newest snapshot of each process that ever ran. Thread-safe. */
public final class NewestSnapshots {
    /**
     * Maximum number of instances. A gateway on a free port is a new instance at each start, so that this is a number of
     * starts.
     */
    private static final int MOST_INSTANCES = 10_000;

    /**
     * A process is silent if no snapshot of it arrived for longer than this, by monotonic time. Snapshots come once a second.
     */
    static final long ALIVE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A snapshot, {@code heard} if it was written after this gateway began to follow. */
    private record Entry(Snapshot snapshot, long arrival, boolean heard, long nanos) {}

    private final Map<String, Entry> newest = new ConcurrentHashMap<>();
    private final AtomicLong arrivals = new AtomicLong();
    private final LagTrend trend = new LagTrend();
    private final Durations durations = new Durations();
    private final ReasonTimes times = new ReasonTimes();
    private final StatsHistory history = new StatsHistory();
    private final LongSupplier nanoTime;
    private final ClockSkew skew;
    private volatile long caughtUpNanos;

    /**
     * Begins without snapshots.
     *
     * @param skew between this host's clock and the ingestor's, estimated from the times in the ingestor's snapshots
     */
    public NewestSnapshots(LongSupplier nanoTime, ClockSkew skew) {
        this.nanoTime = nanoTime;
        this.skew = skew;
        this.caughtUpNanos = nanoTime.getAsLong();
    }

    /** Records that all snapshots that were in the topic at the start were put. */
    void caughtUp() {
        caughtUpNanos = nanoTime.getAsLong();
    }

    /**
     * Replaces the snapshot under a key of the topic.
     *
     * @param heard true if it was written after this gateway began to follow
     * @throws IllegalArgumentException if no process of ours can have written it; none deletes its own snapshot
     */
    void put(String key, byte @Nullable [] json, boolean heard) {
        if (json == null) {
            throw new IllegalArgumentException("not a snapshot: the value must be there");
        }
        Snapshot snapshot = Snapshot.parse(json);
        if (!snapshot.key().equals(key)) {
            throw new IllegalArgumentException("not a snapshot: the key must be " + snapshot.key());
        }
        if (newest.containsKey(key) || newest.size() < MOST_INSTANCES) {
            newest.put(key, new Entry(snapshot, arrivals.incrementAndGet(), heard, nanoTime.getAsLong()));
        }
        if (heard && snapshot.role().equals(StatsNames.INGESTOR) && !snapshot.stopped()) {
            skew.sample(snapshot.atMs(), 0);
        }
    }

    /** The last snapshot under that key, or null when there is none. */
    public @Nullable Snapshot get(String key) {
        Entry entry = newest.get(key);
        return entry == null ? null : entry.snapshot();
    }

    /**
     * Takes a sample for the estimate of when the pipeline will have caught up, and for the history; to be called about once
     * a second.
     */
    public void look(Supplier<Snapshot> own) {
        PipelineStats merged = merge(own);
        long nowMs = nowMs();
        trend.look(merged, nowMs);
        PipelineStats lasting = merged.lasting(durations.of(merged, nowMs));
        history.look(lasting, nowMs);
    }

    /**
     * The present stats of the ingestor, and of the parsers and gateways with this gateway's topic of orders; {@code own}
     * supplies this gateway's snapshot.
     */
    public PipelineStats stats(Supplier<Snapshot> own) {
        PipelineStats now = merge(own);
        PipelineStats merged = now.lasting(durations.of(now, nowMs()));
        Long estimated = merged.behind().catchUpMs();
        if (estimated != null && estimated > 0) {
            return merged;
        }
        // Records that are read because of a start position are not late, but they may be many.
        Long seconds = trend.seconds(merged, nowMs());
        return estimated == null || seconds != null && seconds > 0 ? merged.catchingUpIn(seconds) : merged;
    }

    /** What the stats were within the last 15 minutes, JSON. */
    public byte[] history() {
        return history.toJson(nowMs());
    }

    private long nowMs() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong());
    }

    private PipelineStats merge(Supplier<Snapshot> own) {
        Snapshot live = own.get();
        List<KnownSnapshot> all = new ArrayList<>();
        newest.forEach((key, entry) -> {
            if (!key.equals(live.key()) && concerns(entry.snapshot(), live.ordersTopic())) {
                all.add(new KnownSnapshot(entry.snapshot(), entry.arrival(), life(entry)));
            }
        });
        all.add(new KnownSnapshot(live, Long.MAX_VALUE, Life.HEARD));
        return new StatsMerge(all).merge().timed(times, live.atMs());
    }

    private Life life(Entry entry) {
        if (entry.heard()) {
            return isOver(entry.nanos()) ? Life.SILENT : Life.HEARD;
        }
        return isOver(caughtUpNanos) ? Life.FORMER : Life.UNHEARD;
    }

    private boolean isOver(long sinceNanos) {
        return nanoTime.getAsLong() - sinceNanos > ALIVE_NANOS;
    }

    /** The ingestor serves all topics of orders; parsers and gateways with another one have accounts of their own. */
    private static boolean concerns(Snapshot snapshot, String ordersTopic) {
        return snapshot.role().equals(StatsNames.INGESTOR)
                || snapshot.ordersTopic().equals(ordersTopic);
    }
}
