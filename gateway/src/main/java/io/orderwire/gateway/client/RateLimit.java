package io.orderwire.gateway.client;

import java.util.concurrent.TimeUnit;

/** A bucket of tokens that fills at a rate. Used by one thread. */
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

    /** True if there is a token to take. */
    boolean has(long nowNanos) {
        tokens = Math.min(burst, tokens + (nowNanos - lastNanos) * perNano);
        lastNanos = nowNanos;
        return tokens >= 1;
    }

    /** Takes tokens; those that are missing have to come before there are others to take. */
    void take(double count) {
        tokens -= count;
    }
}
