package io.orderwire.gateway.stats;

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

    /** The accounts of this moment; {@code own} is the snapshot of the gateway that tells them. */
    public PipelineStats stats(Supplier<Snapshot> own) {
        Snapshot live = own.get();
        List<Snapshot> all = new ArrayList<>();
        newest.forEach((key, snapshot) -> {
            if (!key.equals(live.key())) {
                all.add(snapshot);
            }
        });
        all.add(live);
        return new StatsMerge(all, clock.millis()).merge();
    }
}
