package io.orderwire.gateway.stats;

import io.orderwire.runtime.figures.Figures;
import io.orderwire.runtime.figures.Snapshot;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The newest snapshot of each process there ever was. Thread-safe. */
public final class StatsBoard {
    private static final Logger log = LoggerFactory.getLogger(StatsBoard.class);

    /** A gateway on a free port is a new instance at each start; so many starts are plenty. */
    private static final int MOST_INSTANCES = 10_000;

    private final Map<String, Snapshot> newest = new ConcurrentHashMap<>();
    private final CatchUp catchUp = new CatchUp();
    private final Clock clock;

    /** Nothing on it yet. */
    public StatsBoard(Clock clock) {
        this.clock = clock;
    }

    /** Puts up what stands under that key in the topic, or takes it down when it is null. */
    void put(String key, byte @Nullable [] json) {
        if (json == null) {
            newest.remove(key);
            return;
        }
        try {
            Snapshot snapshot = Snapshot.parse(json);
            if (newest.containsKey(key) || newest.size() < MOST_INSTANCES) {
                newest.put(key, snapshot);
            }
        } catch (IllegalArgumentException e) {
            log.debug("passed over under {}: {}", key, e.getMessage());
        }
    }

    /** The last snapshot under that key, or null when there is none. */
    public @Nullable Snapshot get(String key) {
        return newest.get(key);
    }

    /** To be called about once a second, so that it can be told when the pipeline will have caught up. */
    public void look(Supplier<Snapshot> own) {
        long nowMs = clock.millis();
        catchUp.look(merge(own, nowMs), nowMs);
    }

    /** The accounts of this moment, of the gateway's own line; {@code own} is the snapshot of the gateway that tells them. */
    public PipelineStats stats(Supplier<Snapshot> own) {
        long nowMs = clock.millis();
        PipelineStats merged = merge(own, nowMs);
        return merged.catchingUpIn(catchUp.seconds(merged, nowMs));
    }

    private PipelineStats merge(Supplier<Snapshot> own, long nowMs) {
        Snapshot live = own.get();
        List<Snapshot> all = new ArrayList<>();
        newest.forEach((key, snapshot) -> {
            if (!key.equals(live.key()) && concerns(snapshot, live.ordersTopic())) {
                all.add(snapshot);
            }
        });
        all.add(live);
        return new StatsMerge(all, nowMs).merge();
    }

    /** The ingestor is every line's; parsers and gateways of another topic of orders have accounts of their own. */
    private static boolean concerns(Snapshot snapshot, String ordersTopic) {
        return snapshot.role().equals(Figures.INGESTOR)
                || snapshot.ordersTopic().equals(ordersTopic);
    }
}
