package io.orderwire.runtime.stats;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides which names are in use, from the snapshots in the topic at the start and those written after it. */
final class NameHolders {
    private static final Logger log = LoggerFactory.getLogger(NameHolders.class);

    private final Map<String, Snapshot> newest = new HashMap<>();
    private final Set<String> alive = new HashSet<>();

    /** Adds a record that was in the topic at the start; it does not show whether its process still runs. */
    void stood(ConsumerRecord<byte[], byte[]> row, Set<String> keys) {
        put(row, keys);
    }

    /** Adds a record that was written after the start: its process runs, unless the record says that it stopped. */
    void came(ConsumerRecord<byte[], byte[]> row, Set<String> keys) {
        String key = put(row, keys);
        if (key == null) {
            return;
        }
        Snapshot snapshot = newest.get(key);
        if (snapshot == null || snapshot.stopped()) {
            alive.remove(key);
        } else {
            alive.add(key);
        }
    }

    private @Nullable String put(ConsumerRecord<byte[], byte[]> row, Set<String> keys) {
        String key = row.key() == null ? "" : new String(row.key(), StandardCharsets.UTF_8);
        if (!keys.contains(key)) {
            return null;
        }
        if (row.value() == null) {
            newest.remove(key);
            return key;
        }
        try {
            newest.put(key, Snapshot.parse(row.value()));
            return key;
        } catch (IllegalArgumentException e) {
            log.debug("ignored under {}: {}", key, e.getMessage());
            return null;
        }
    }

    /** Whether a running process certainly has the name. */
    boolean isTaken(String key) {
        return alive.contains(key);
    }

    /** Whether a running process may have the name. */
    boolean isInDoubt(String key) {
        Snapshot last = newest.get(key);
        if (last == null || last.stopped()) {
            return false;
        }
        ProcessIdentity process = last.process();
        return process == null || !process.isGone();
    }

    /** The last known process with the name, null if not known. */
    @Nullable
    ProcessIdentity holder(String key) {
        Snapshot last = newest.get(key);
        return last == null ? null : last.process();
    }
}
