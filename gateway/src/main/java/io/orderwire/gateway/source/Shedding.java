package io.orderwire.gateway.source;

import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.gateway.stats.Skipped;
import io.orderwire.runtime.shed.ShedLog;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether orders are being shed for their age. Shedding begins with the first order that is shed, and ends when all orders
 * of 5 s were young.
 */
final class Shedding {
    private static final Logger log = LoggerFactory.getLogger(Shedding.class);
    private static final long CALM_MS = TimeUnit.SECONDS.toMillis(5);

    private final long maxAgeMs;
    private final GatewayMetrics metrics;
    private final ReaderState state;
    private final ShedLog episodes;

    Shedding(long maxAgeMs, GatewayMetrics metrics, ReaderState state) {
        this.maxAgeMs = maxAgeMs;
        this.metrics = metrics;
        this.state = state;
        this.episodes = new ShedLog(
                log,
                "orders have waited longer than {} ms: the oldest ones are shed",
                "orders",
                CALM_MS,
                () -> metrics.skippedEvents().count(Skipped.AGE));
    }

    /** Records that orders were shed at a time. */
    void shed(long nowMs) {
        metrics.source().agedOut();
        episodes.shed(maxAgeMs, nowMs);
        state.shedding(true);
    }

    /** Takes the age of the oldest order of a poll, 0 if there was none, negative if it is not known. */
    void polled(long ageMs, long nowMs) {
        if (!episodes.isShedding()) {
            return;
        }
        if (ageMs > maxAgeMs / 2) {
            episodes.old(nowMs);
        }
        episodes.look(nowMs);
        state.shedding(episodes.isShedding());
    }
}
