package io.orderwire.runtime.rate;

import java.util.concurrent.TimeUnit;

/** A bucket of tokens that fills at a rate, holds a burst and may be overdrawn. Not thread-safe. */
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

    /** Number of tokens, negative if it is overdrawn. */
    public double level(long nowNanos) {
        tokens = Math.min(burst, tokens + (nowNanos - lastNanos) * perSecond / SECOND);
        lastNanos = nowNanos;
        return tokens;
    }

    /** True if it holds a token. */
    public boolean has(long nowNanos) {
        return level(nowNanos) >= 1;
    }

    /** Takes one token if it holds one. */
    public boolean tryTake(long nowNanos) {
        if (!has(nowNanos)) {
            return false;
        }
        take(1);
        return true;
    }

    /** Takes tokens even if it does not hold so many. */
    public void take(double count) {
        tokens -= count;
    }

    /** Nanoseconds in which it fills by so many tokens, at least 1. */
    public long nanosFor(double count) {
        return Math.max(1, (long) Math.ceil(count * SECOND / perSecond));
    }
}
