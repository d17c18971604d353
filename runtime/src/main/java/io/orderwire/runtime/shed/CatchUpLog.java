package io.orderwire.runtime.shed;

import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Logs how a stage catches up. After it logged that catching up began, it does not log further beginnings and ends for {@link
 * #QUIET_NANOS}. A failure is always logged, because data is shed then. Not thread-safe.
 */
final class CatchUpLog {
    static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ShedLimits limits;
    private final Logger log;
    private boolean hasLogged;
    private long loggedNanos;
    private boolean logsEnd;

    CatchUpLog(ShedLimits limits, Logger log) {
        this.limits = limits;
        this.log = log;
    }

    void begins(long lag, long ageMs, double seconds, long nowNanos) {
        logsEnd = !hasLogged || nowNanos - loggedNanos >= QUIET_NANOS;
        if (logsEnd) {
            hasLogged = true;
            loggedNanos = nowNanos;
            log.info(
                    "{}: {} ms behind with {} to read: reading on, {}",
                    limits.stage(),
                    ageMs,
                    lag,
                    Double.isInfinite(seconds)
                            ? "but data arrives faster than it is read"
                            : "caught up in about " + text(seconds) + " s");
        }
    }

    void ends(long elapsedNanos, long nowNanos) {
        if (logsEnd) {
            loggedNanos = nowNanos;
            log.info("{}: caught up after {} s, nothing shed", limits.stage(), text(elapsedNanos / 1e9));
        }
    }

    void fails(long elapsedNanos, double seconds, long distrustNanos) {
        log.warn(
                "{}: not caught up after {} s, and {}: shedding, for the next {} s by age alone",
                limits.stage(),
                text(elapsedNanos / 1e9),
                Double.isInfinite(seconds)
                        ? "data arrives faster than it is read"
                        : "it would take about " + text(seconds) + " s more",
                TimeUnit.NANOSECONDS.toSeconds(distrustNanos));
    }

    private static String text(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }
}
