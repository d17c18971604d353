package io.orderwire.parser.shed;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people of shedding, without a flood: once when it begins, each minute while it lasts, louder after ten, once when
 * it is over. Partitions and threads share one log, and shedding comes in bursts, so an episode is over only when nothing
 * was given up for a while.
 */
public final class ShedLog {
    private static final Logger log = LoggerFactory.getLogger(ShedLog.class);
    private static final long QUIET_MS = 10_000;
    private static final long REMIND_MS = 60_000;
    private static final long SERIOUS_MS = 600_000;
    private static final long NEVER = -1;

    private final LongAdder events = new LongAdder();
    private final AtomicLong since = new AtomicLong(NEVER);
    private volatile long lastMs;
    private long eventsBefore;
    private long remindedMs;

    /** Events were given up; from any thread that parses. */
    public void shed(long count, long ageMs, long nowMs) {
        events.add(count);
        lastMs = nowMs;
        if (since.get() == NEVER && since.compareAndSet(NEVER, nowMs)) {
            log.warn("blocks are {} ms old: the oldest are given up until the parser has caught up", ageMs);
        }
    }

    /** True from the first loss until none came for a while; from any thread. */
    public boolean isShedding() {
        return since.get() != NEVER;
    }

    /** Called every now and then by one thread, to remind and to end. */
    public void look(long nowMs) {
        long sinceMs = since.get();
        if (sinceMs == NEVER) {
            return;
        }
        long total = events.sum() - eventsBefore;
        if (nowMs - lastMs >= QUIET_MS) {
            log.warn("caught up after {} s, {} events were given up", (lastMs - sinceMs + 999) / 1_000, total);
            eventsBefore += total;
            remindedMs = 0;
            since.set(NEVER);
        } else if (nowMs - Math.max(sinceMs, remindedMs) >= REMIND_MS) {
            remindedMs = nowMs;
            String text = "still behind after {} s, {} events given up so far";
            if (nowMs - sinceMs >= SERIOUS_MS) {
                log.error(text, (nowMs - sinceMs) / 1_000, total);
            } else {
                log.warn(text, (nowMs - sinceMs) / 1_000, total);
            }
        }
    }
}
