package io.orderwire.websocket.limit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts how much of a resource the clients of each address and of each token hold, up to a limit. Thread-safe.
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

    /** Begins with nothing held. */
    public Shares(long mostOfAddress, long mostOfToken) {
        this.mostOfAddress = mostOfAddress;
        this.mostOfToken = mostOfToken;
    }

    /** Returns true if the payer may hold one more. */
    public boolean hasRoom(Payer payer) {
        return hasRoom(payer, 1);
    }

    /** Returns true if the payer may hold {@code more} more. */
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

    /** Changes the held amount by {@code change}, whether there is room for it or not. */
    public synchronized void add(Payer payer, long change) {
        add(ofAddress, payer.address(), change);
        add(ofToken, payer.token(), change);
    }

    /** Releases one that {@link #take} has counted. */
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
