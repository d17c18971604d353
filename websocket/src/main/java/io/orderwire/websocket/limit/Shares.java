package io.orderwire.websocket.limit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what clients hold of something of which each address and each token may hold so much. Thread-safe.
 *
 * <p>Its memory is bounded by what is held: an address or a token that holds nothing is forgotten.
 */
public final class Shares {
    private final long mostOfAddress;
    private final long mostOfToken;

    @GuardedBy("this")
    private final Map<String, Long> ofAddress = new HashMap<>();

    @GuardedBy("this")
    private final Map<String, Long> ofToken = new HashMap<>();

    /** Nothing is held yet. */
    public Shares(long mostOfAddress, long mostOfToken) {
        this.mostOfAddress = mostOfAddress;
        this.mostOfToken = mostOfToken;
    }

    /** Returns true if it may hold one more. */
    public boolean hasRoom(Payer payer) {
        return hasRoom(payer, 1);
    }

    /** Returns true if it may hold so much more. */
    public synchronized boolean hasRoom(Payer payer, long more) {
        return held(ofAddress, payer.address()) + more <= mostOfAddress
                && held(ofToken, payer.token()) + more <= mostOfToken;
    }

    /** Counts one more; returns false, and counts nothing, if there is no room for it. */
    public synchronized boolean take(Payer payer) {
        if (!hasRoom(payer)) {
            return false;
        }
        add(payer, 1);
        return true;
    }

    /** Counts so much more, or less, whether there is room for it or not. */
    public synchronized void add(Payer payer, long change) {
        add(ofAddress, payer.address(), change);
        add(ofToken, payer.token(), change);
    }

    /** One that {@link #take} counted is held no longer. */
    public void release(Payer payer) {
        add(payer, -1);
    }

    private static long held(Map<String, Long> counts, @Nullable String key) {
        return key == null ? 0 : counts.getOrDefault(key, 0L);
    }

    private static void add(Map<String, Long> counts, @Nullable String key, long change) {
        if (key != null) {
            counts.compute(key, (same, count) -> {
                long sum = (count == null ? 0 : count) + change;
                return sum <= 0 ? null : sum;
            });
        }
    }
}
