package io.orderwire.gateway.client;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what clients hold of something of which each address and each token may hold a number. Thread-safe.
 *
 * <p>Its memory is bounded by what is held: an address or a token that holds nothing is forgotten.
 */
public final class Shares {
    private final int mostOfAddress;
    private final int mostOfToken;
    private final Map<String, Integer> ofAddress = new HashMap<>();
    private final Map<String, Integer> ofToken = new HashMap<>();

    /** Nothing is held yet. */
    public Shares(int mostOfAddress, int mostOfToken) {
        this.mostOfAddress = mostOfAddress;
        this.mostOfToken = mostOfToken;
    }

    /** Returns true if it may hold one more. */
    public synchronized boolean hasRoom(Payer payer) {
        return held(ofAddress, payer.address()) < mostOfAddress && held(ofToken, payer.token()) < mostOfToken;
    }

    /** Counts one more; returns false, and counts nothing, if there is no room for it. */
    public synchronized boolean take(Payer payer) {
        if (!hasRoom(payer)) {
            return false;
        }
        add(ofAddress, payer.address());
        add(ofToken, payer.token());
        return true;
    }

    /** One that {@link #take} counted is held no longer. */
    public synchronized void release(Payer payer) {
        remove(ofAddress, payer.address());
        remove(ofToken, payer.token());
    }

    private static int held(Map<String, Integer> counts, @Nullable String key) {
        return key == null ? 0 : counts.getOrDefault(key, 0);
    }

    private static void add(Map<String, Integer> counts, @Nullable String key) {
        if (key != null) {
            counts.merge(key, 1, Integer::sum);
        }
    }

    private static void remove(Map<String, Integer> counts, @Nullable String key) {
        if (key != null) {
            counts.computeIfPresent(key, (same, count) -> count == 1 ? null : count - 1);
        }
    }
}
