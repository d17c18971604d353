package io.orderwire.gateway.read;

import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.GatewayMetrics.Skipped;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether orders are being shed for their age. Shedding begins with the first order that is shed, and ends when all orders
 * of 5 s were young; both are logged once, and a reminder each minute in between. Used by the reading thread.
 */
final class Shedding {
    private static final Logger log = LoggerFactory.getLogger(Shedding.class);
    private static final long CALM_MS = TimeUnit.SECONDS.toMillis(5);
    private static final long REMINDER_MS = TimeUnit.MINUTES.toMillis(1);
    private static final long ERROR_MS = TimeUnit.MINUTES.toMillis(10);

    private final long maxAgeMs;
    private final GatewayMetrics metrics;
    private final ReaderState state;
    private boolean active;
    private long sinceMs;
    private long oldMs;
    private long remindedMs;
    private long skippedBefore;

    Shedding(long maxAgeMs, GatewayMetrics metrics, ReaderState state) {
        this.maxAgeMs = maxAgeMs;
        this.metrics = metrics;
        this.state = state;
    }

    /** Orders are shed at that time. */
    void gaveUp(long nowMs) {
        metrics.agedOut();
        oldMs = nowMs;
        if (active) {
            return;
        }
        active = true;
        sinceMs = nowMs;
        remindedMs = nowMs;
        skippedBefore = metrics.skipped(Skipped.AGE);
        state.shedding(true);
        log.warn("orders have waited longer than {} ms: giving up the oldest ones", maxAgeMs);
    }

    /** Takes the age of the oldest order of a poll at that time, 0 if there was none, negative if it is not known. */
    void polled(long ageMs, long nowMs) {
        if (!active) {
            return;
        }
        if (ageMs > maxAgeMs / 2) {
            oldMs = nowMs;
        }
        if (nowMs - oldMs > CALM_MS) {
            active = false;
            state.shedding(false);
            log.warn("orders are in time again; {}", totals(nowMs));
        } else if (nowMs - remindedMs >= REMINDER_MS) {
            remindedMs = nowMs;
            if (nowMs - sinceMs >= ERROR_MS) {
                log.error("orders are still older than {} ms; {}", maxAgeMs, totals(nowMs));
            } else {
                log.warn("orders are still older than {} ms; {}", maxAgeMs, totals(nowMs));
            }
        }
    }

    private String totals(long nowMs) {
        return (metrics.skipped(Skipped.AGE) - skippedBefore) + " were given up in "
                + TimeUnit.MILLISECONDS.toSeconds(nowMs - sinceMs) + " s";
    }
}
