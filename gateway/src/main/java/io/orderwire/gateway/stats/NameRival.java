package io.orderwire.gateway.stats;

import io.orderwire.runtime.stats.ProcessIdentity;
import io.orderwire.runtime.stats.Snapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Notices another running gateway with this gateway's name whose first snapshot precedes its own. If two gateways start at
 * the same moment, so that both find the name free, exactly one notices the other.
 */
public final class NameRival {
    /** Number of process starts whose first offset is remembered: only the last ones can still run. */
    private static final int MOST_STARTS = 64;

    private static final long NONE = -1;

    private final String key;
    private final ProcessIdentity own;
    private final Consumer<Snapshot> onRival;
    private final Map<String, Long> firstOffsets = new LinkedHashMap<>();
    private long ownFirst = NONE;

    /**
     * @param key of this gateway's snapshots
     * @param own identity of this gateway's process
     * @param onRival called with each snapshot of the other gateway
     */
    public NameRival(String key, ProcessIdentity own, Consumer<Snapshot> onRival) {
        this.key = key;
        this.own = own;
        this.onRival = onRival;
    }

    /** Takes a snapshot, in the topic's order; snapshots under other keys are ignored. */
    void see(String rowKey, long offset, byte[] json) {
        if (!rowKey.equals(key)) {
            return;
        }
        Snapshot snapshot;
        try {
            snapshot = Snapshot.parse(json);
        } catch (IllegalArgumentException expected) {
            return;
        }
        ProcessIdentity process = snapshot.process();
        if (own.equals(process)) {
            ownFirst = ownFirst == NONE ? offset : ownFirst;
            return;
        }
        long first = firstOffset(process == null ? "" : process.id(), offset);
        if (!snapshot.stopped() && ownFirst != NONE && first < ownFirst && offset > ownFirst) {
            onRival.accept(snapshot);
        }
    }

    private long firstOffset(String start, long offset) {
        Long known = firstOffsets.putIfAbsent(start, offset);
        if (firstOffsets.size() > MOST_STARTS) {
            firstOffsets.remove(firstOffsets.keySet().iterator().next());
        }
        return known == null ? offset : known;
    }
}
