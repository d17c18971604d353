package io.orderwire.gateway.client;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A bucket for each key, an address or a token, that refills at a rate and holds ten seconds' worth, or as much as is
 * said. Thread-safe.
 *
 * <p>Its memory is bounded: of more keys than {@value #MOST_KEYS}, the one that was not asked for the longest gets a full
 * bucket when it comes again.
 */
public final class Rates {
    static final int MOST_KEYS = 10_000;
    /** Seconds of the rate that a bucket holds. */
    public static final int BURST_SECONDS = 10;

    private static final class Bucket {
        private double level;
        private long sinceNanos;
    }

    private final double perNano;
    private final double most;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    /** All buckets are full. */
    public Rates(double perSecond, LongSupplier nanoTime) {
        this(perSecond, perSecond * BURST_SECONDS, nanoTime);
    }

    /** All buckets are full, and hold {@code most}. */
    Rates(double perSecond, double most, LongSupplier nanoTime) {
        this.perNano = perSecond / TimeUnit.SECONDS.toNanos(1);
        this.most = most;
        this.nanoTime = nanoTime;
    }

    /** Takes one; returns 0, or the nanoseconds until there is one to take, and takes nothing then. A null key is unbounded. */
    public synchronized long take(@Nullable String key) {
        if (key == null) {
            return 0;
        }
        Bucket bucket = bucket(key);
        if (bucket.level < 1) {
            return nanosFor(1 - bucket.level);
        }
        bucket.level--;
        return 0;
    }

    /** Returns 0 if something is left, otherwise the nanoseconds until something is. */
    public synchronized long waitNanos(@Nullable String key) {
        if (key == null) {
            return 0;
        }
        double level = bucket(key).level;
        return level > 0 ? 0 : nanosFor(-level);
    }

    /** Takes an amount that is known only now; what is missing has to refill before anything is left again. */
    public synchronized void charge(@Nullable String key, double amount) {
        if (key != null) {
            bucket(key).level -= amount;
        }
    }

    private long nanosFor(double amount) {
        return Math.max(1, (long) Math.ceil(amount / perNano));
    }

    private Bucket bucket(String key) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.get(key);
        if (bucket == null) {
            makeRoom();
            bucket = new Bucket();
            bucket.level = most;
            buckets.put(key, bucket);
        } else {
            bucket.level = Math.min(most, bucket.level + (now - bucket.sinceNanos) * perNano);
        }
        bucket.sinceNanos = now;
        return bucket;
    }

    private void makeRoom() {
        if (buckets.size() >= MOST_KEYS) {
            var eldest = buckets.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }
}
