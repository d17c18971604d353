package io.orderwire.gateway.stats;

import io.orderwire.runtime.figures.ProcessIdentity;
import io.orderwire.runtime.figures.Snapshot;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Notices another running gateway under this one's name whose snapshots began before its own. Of two that started at the
 * same moment, and so both found the name free, exactly one notices the other.
 */
public final class NameRival {
    /** Starts whose first offset is remembered: only the last ones can still run. */
    private static final int MOST_STARTS = 64;

    private static final long NONE = -1;

    private final String key;
    private final ProcessIdentity own;
    private final Consumer<Snapshot> onRival;
    private final Map<String, Long> firstOffsets = new LinkedHashMap<>();
    private long ownFirst = NONE;

    /**
     * @param key of this gateway's snapshots
     * @param own this start of it
     * @param onRival given a snapshot of the other one, each time that one comes
     */
    public NameRival(String key, ProcessIdentity own, Consumer<Snapshot> onRival) {
        this.key = key;
        this.own = own;
        this.onRival = onRival;
    }

    /** A snapshot in the topic, in the order of the topic; those under other keys are nothing to it. */
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
