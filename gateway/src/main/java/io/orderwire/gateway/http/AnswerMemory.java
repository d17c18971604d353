package io.orderwire.gateway.http;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.websocket.limit.Payer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of answers that clients have not received yet, bounded in all, and to a quarter of that for each address and each
 * token. Thread-safe.
 */
final class AnswerMemory {
    private static final int PARTS = 4;

    private final long most;

    @GuardedBy("this")
    private final Map<String, Long> held = new HashMap<>();

    @GuardedBy("this")
    private long bytes;

    AnswerMemory(long most) {
        this.most = most;
    }

    /** Reserves {@code more} bytes and returns true; returns false, and reserves nothing, if a limit would be exceeded. */
    synchronized boolean take(Payer payer, long more) {
        if (bytes + more > most || exceeds(payer.address(), more) || exceeds(payer.token(), more)) {
            return false;
        }
        add(payer, more);
        return true;
    }

    /** Releases reserved bytes. */
    synchronized void release(Payer payer, long taken) {
        add(payer, -taken);
    }

    /** An answer longer than the share of its payer is allowed if the payer does not hold another one. */
    @GuardedBy("this")
    private boolean exceeds(@Nullable String key, long more) {
        long before = key == null ? 0 : held.getOrDefault(key, 0L);
        return before > 0 && before + more > most / PARTS;
    }

    @GuardedBy("this")
    private void add(Payer payer, long change) {
        bytes += change;
        add(payer.address(), change);
        add(payer.token(), change);
    }

    @GuardedBy("this")
    private void add(@Nullable String key, long change) {
        if (key != null) {
            held.merge(key, change, (before, more) -> before + more == 0 ? null : before + more);
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
