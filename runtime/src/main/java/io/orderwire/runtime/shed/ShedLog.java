package io.orderwire.runtime.shed;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Logs that a stage sheds, without flooding the log: when an episode of shedding begins, each minute while it lasts (as an
 * error after ten minutes), and when it is over. Shedding comes in bursts, so an episode is over only when nothing was shed for
 * a while. Any thread may call {@link #shed}; one thread calls {@link #look}.
 */
public final class ShedLog {
    private static final long REMIND_MS = 60_000;
    private static final long SERIOUS_MS = 600_000;
    private static final long NEVER = -1;

    private final Logger log;
    private final String beginning;
    private final String unit;
    private final long quietMs;
    private final LongSupplier total;
    private final AtomicLong since = new AtomicLong(NEVER);
    private volatile long lastMs;
    private long totalBefore;
    private long remindedMs;

    /**
     * Starts outside an episode.
     *
     * @param beginning text of the first line of an episode, with {@code {}} for an age in milliseconds
     * @param unit in which losses are counted, in the plural
     * @param quietMs time without shedding after which an episode is over, milliseconds
     * @param total number of units shed since the start
     */
    public ShedLog(Logger log, String beginning, String unit, long quietMs, LongSupplier total) {
        this.log = log;
        this.beginning = beginning;
        this.unit = unit;
        this.quietMs = quietMs;
        this.total = total;
        this.totalBefore = total.getAsLong();
    }

    /** Reports that data of that age was shed. */
    public void shed(long ageMs, long nowMs) {
        lastMs = nowMs;
        if (since.get() == NEVER && since.compareAndSet(NEVER, nowMs)) {
            log.warn(beginning, ageMs);
        }
    }

    /** Reports that data is too old, so that the current episode, if there is one, is not over. */
    public void old(long nowMs) {
        lastMs = nowMs;
    }

    /** True from the first loss until nothing was shed for a while; from any thread. */
    public boolean isShedding() {
        return since.get() != NEVER;
    }

    /** Logs reminders and ends episodes; to be called at intervals. */
    public void look(long nowMs) {
        long sinceMs = since.get();
        if (sinceMs == NEVER) {
            return;
        }
        long amount = total.getAsLong() - totalBefore;
        if (nowMs - lastMs >= quietMs) {
            log.warn("caught up after {} s, {} {} were shed", (lastMs - sinceMs + 999) / 1_000, amount, unit);
            totalBefore += amount;
            remindedMs = 0;
            since.set(NEVER);
        } else if (nowMs - Math.max(sinceMs, remindedMs) >= REMIND_MS) {
            remindedMs = nowMs;
            String text = "still shedding after {} s, {} {} so far";
            if (nowMs - sinceMs >= SERIOUS_MS) {
                log.error(text, (nowMs - sinceMs) / 1_000, amount, unit);
            } else {
                log.warn(text, (nowMs - sinceMs) / 1_000, amount, unit);
            }
        }
    }
}
