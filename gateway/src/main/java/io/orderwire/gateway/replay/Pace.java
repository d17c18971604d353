package io.orderwire.gateway.replay;

import io.orderwire.runtime.rate.TokenBucket;
import java.util.function.LongSupplier;

/** A rate limit that allows a short burst after a pause. Not thread-safe. */
final class Pace {
    private static final double BURST_SECONDS = 0.05;

    private final LongSupplier nanoTime;
    private final TokenBucket bucket;

    Pace(int perSecond, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.bucket = TokenBucket.empty(perSecond, perSecond * BURST_SECONDS, nanoTime.getAsLong());
    }

    /** Counts {@code count}, and returns how long to wait before the next one; 0 if no wait is necessary. */
    long took(int count) {
        double before = bucket.level(nanoTime.getAsLong());
        bucket.take(count);
        return before < count ? bucket.nanosFor(count - before) : 0;
    }
}
