package io.orderwire.gateway.session;

import java.util.concurrent.TimeUnit;

/** A bucket of tokens that fills at a rate. Used by one thread at a time. */
final class RateLimit {
    private final double perNano;
    private final double burst;
    private double tokens;
    private long lastNanos;

    RateLimit(double perSecond, double burst, long nowNanos) {
        this.perNano = perSecond / TimeUnit.SECONDS.toNanos(1);
        this.burst = burst;
        this.tokens = burst;
        this.lastNanos = nowNanos;
    }

    /** Tokens in it, fewer than 0 if some are missing. */
    double level(long nowNanos) {
        tokens = Math.min(burst, tokens + (nowNanos - lastNanos) * perNano);
        lastNanos = nowNanos;
        return tokens;
    }

    /** True if there is a token to take. */
    boolean has(long nowNanos) {
        return level(nowNanos) >= 1;
    }

    /** Takes tokens; those that are missing have to come before there are others to take. */
    void take(double count) {
        tokens -= count;
    }

    /** Nanoseconds in which so many tokens come, at least 1. */
    long nanosFor(double count) {
        return Math.max(1, (long) Math.ceil(count / perNano));
    }
}
