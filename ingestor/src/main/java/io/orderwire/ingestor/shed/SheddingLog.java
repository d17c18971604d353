package io.orderwire.ingestor.shed;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that data is given up without flooding the log: once on entering, each minute while it goes on, as an error after
 * ten, and once on leaving. It has ended when nothing was given up for {@link #QUIET_MS}.
 */
public final class SheddingLog {
    static final long QUIET_MS = 10_000;
    private static final Logger log = LoggerFactory.getLogger(SheddingLog.class);
    private static final long MINUTE_MS = 60_000;
    private static final long ERROR_AFTER_MS = 10 * MINUTE_MS;

    private boolean shedding;
    private long sinceMs;
    private long lastMs;
    private long toldMs;
    private long jumps;
    private long bytes;

    /** So many bytes were given up. */
    public void jumped(long newBytes, long ageMs, long nowMs) {
        if (!shedding) {
            shedding = true;
            sinceMs = nowMs;
            toldMs = nowMs;
            jumps = 0;
            bytes = 0;
            log.warn("behind: the next line is {} ms old; giving up the oldest data", ageMs);
        }
        lastMs = nowMs;
        jumps++;
        bytes += newBytes;
    }

    /** Called again and again, whether anything is given up or not. */
    public void tick(long nowMs) {
        if (!shedding) {
            return;
        }
        if (nowMs - lastMs >= QUIET_MS) {
            shedding = false;
            log.info(
                    "up to date again: {} bytes were given up in {} jumps within {} ms",
                    bytes,
                    jumps,
                    lastMs - sinceMs);
        } else if (nowMs - toldMs >= MINUTE_MS) {
            toldMs = nowMs;
            String text = "still giving up the oldest data after {} s: {} bytes in {} jumps so far";
            if (nowMs - sinceMs >= ERROR_AFTER_MS) {
                log.error(text, (nowMs - sinceMs) / 1_000, bytes, jumps);
            } else {
                log.warn(text, (nowMs - sinceMs) / 1_000, bytes, jumps);
            }
        }
    }

    /** True from the first loss until none came for a while. */
    public boolean shedding() {
        return shedding;
    }
}
