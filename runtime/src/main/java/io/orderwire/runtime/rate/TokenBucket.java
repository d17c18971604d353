package io.orderwire.runtime.rate;

import java.util.concurrent.TimeUnit;

/**
 * A bucket that fills with tokens at a constant rate, holds at most a burst of tokens, and may be overdrawn. Not thread-safe.
 */
public final class TokenBucket {
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private final double perSecond;
    private final double burst;
    private double tokens;
    private long lastNanos;

    private TokenBucket(double perSecond, double burst, double tokens, long nowNanos) {
        this.perSecond = perSecond;
        this.burst = burst;
        this.tokens = tokens;
        this.lastNanos = nowNanos;
    }

    /** A full bucket. */
    public static TokenBucket full(double perSecond, double burst, long nowNanos) {
        return new TokenBucket(perSecond, burst, burst, nowNanos);
    }

    /** An empty bucket. */
    public static TokenBucket empty(double perSecond, double burst, long nowNanos) {
        return new TokenBucket(perSecond, burst, 0, nowNanos);
    }

    /** Number of tokens; negative if the bucket is overdrawn. */
    public double level(long nowNanos) {
        tokens = Math.min(burst, tokens + (nowNanos - lastNanos) * perSecond / SECOND);
        lastNanos = nowNanos;
        return tokens;
    }

    /** True if the bucket holds at least one token. */
    public boolean has(long nowNanos) {
        return level(nowNanos) >= 1;
    }

    /** Takes one token if the bucket holds one. */
    public boolean tryTake(long nowNanos) {
        if (!has(nowNanos)) {
            return false;
        }
        take(1);
        return true;
    }

    /** Takes that many tokens even if the bucket holds fewer. */
    public void take(double count) {
        tokens -= count;
    }

    /** Nanoseconds in which {@code count} tokens are added, at least 1. */
    public long nanosFor(double count) {
        return Math.max(1, (long) Math.ceil(count * SECOND / perSecond));
    }
}
