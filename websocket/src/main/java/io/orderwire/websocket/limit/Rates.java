package io.orderwire.websocket.limit;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.runtime.rate.TokenBucket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket for each key (an address or a token) that refills at a rate, and holds ten seconds of that rate or a given
 * amount. Thread-safe.
 *
 * <p>Its memory is bounded: beyond {@value #MOST_KEYS} keys, the bucket that was not used for the longest time is
 * forgotten, and is full when its key is used again.
 */
public final class Rates {
    static final int MOST_KEYS = 10_000;
    /** Seconds of the rate that a bucket holds. */
    public static final int BURST_SECONDS = 10;

    private final double perSecond;
    private final double most;
    private final LongSupplier nanoTime;

    @GuardedBy("this")
    private final Map<String, TokenBucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /** All buckets are full. */
    public Rates(double perSecond, LongSupplier nanoTime) {
        this(perSecond, perSecond * BURST_SECONDS, nanoTime);
    }

    /** Starts with full buckets that hold {@code most}. */
    public Rates(double perSecond, double most, LongSupplier nanoTime) {
        this.perSecond = perSecond;
        this.most = most;
        this.nanoTime = nanoTime;
    }

    /**
     * Takes one and returns 0; if the bucket is empty, takes nothing and returns the nanoseconds until one is available. A
     * null key is not limited.
     */
    public synchronized long take(@Nullable String key) {
        if (key == null) {
            return 0;
        }
        TokenBucket bucket = bucket(key);
        double level = bucket.level(nanoTime.getAsLong());
        if (level < 1) {
            return bucket.nanosFor(1 - level);
        }
        bucket.take(1);
        return 0;
    }

    /** Returns 0 if something is left, otherwise the nanoseconds until something is. */
    public synchronized long waitNanos(@Nullable String key) {
        if (key == null) {
            return 0;
        }
        TokenBucket bucket = bucket(key);
        double level = bucket.level(nanoTime.getAsLong());
        return level > 0 ? 0 : bucket.nanosFor(-level);
    }

    /** Charges an amount that is known only afterwards. A bucket that it overdraws is empty until it has refilled. */
    public synchronized void charge(@Nullable String key, double amount) {
        if (key != null) {
            TokenBucket bucket = bucket(key);
            bucket.level(nanoTime.getAsLong());
            bucket.take(amount);
        }
    }

    @GuardedBy("this")
    private TokenBucket bucket(String key) {
        TokenBucket bucket = buckets.get(key);
        if (bucket == null) {
            makeRoom();
            bucket = TokenBucket.full(perSecond, most, nanoTime.getAsLong());
            buckets.put(key, bucket);
        }
        return bucket;
    }

    @GuardedBy("this")
    private void makeRoom() {
        if (buckets.size() >= MOST_KEYS) {
            var eldest = buckets.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }
}
