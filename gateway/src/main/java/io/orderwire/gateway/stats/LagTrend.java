package io.orderwire.gateway.stats;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Estimates when the pipeline will have caught up, from how its lag shrank recently. Bytes before the ingestor and events
 * before the parser shrink at the same time, so the slower one counts. Keeps a bounded number of samples.
 * Thread-safe.
 */
final class LagTrend {
    /** How far back to look: long enough to even out bursts, short enough to follow a change of load. */
    static final long WINDOW_MS = 20_000;

    /** Samples must be at least this far apart to show a trend. */
    static final long LEAST_MS = 5_000;

    /**
     * Events that are younger, or will be handled sooner, are on their way and do not count as lag: snapshots come once a
     * second, from each process at a different moment.
     */
    static final long ON_ITS_WAY_MS = 2_000;

    private static final int MOST_SAMPLES = 64;

    private record Sample(long atMs, long bytes, long events, long handled) {
        static Sample of(PipelineStats stats, long atMs) {
            PipelineStats.Events events = stats.counts().events();
            return new Sample(
                    atMs,
                    stats.behind().bytes(),
                    stats.behind().events(),
                    events.orders() + events.deadLetters() + events.shedByParser());
        }
    }

    @GuardedBy("this")
    private final Deque<Sample> samples = new ArrayDeque<>();

    /** Takes a sample at that time of a monotonic clock; to be called about once a second. */
    synchronized void look(PipelineStats stats, long nowMs) {
        samples.addLast(Sample.of(stats, nowMs));
        while (samples.size() > MOST_SAMPLES || nowMs - samples.getFirst().atMs > WINDOW_MS) {
            samples.removeFirst();
        }
    }

    /** Seconds until the lag is 0; null if that cannot be estimated or will not happen. */
    synchronized @Nullable Long seconds(PipelineStats stats, long nowMs) {
        Sample now = Sample.of(stats, nowMs);
        Sample before = samples.peekFirst();
        if (before == null || nowMs - before.atMs < LEAST_MS) {
            before = null;
        }
        Long bytes = isYoung(stats.ageMs().ingestor()) ? Long.valueOf(0) : left(now.bytes, before, now, false);
        Long events = left(now.events, before, now, true);
        return bytes == null || events == null ? null : Long.valueOf(Math.max(bytes, events));
    }

    private static boolean isYoung(@Nullable Long ageMs) {
        return ageMs != null && ageMs <= ON_ITS_WAY_MS;
    }

    private static @Nullable Long left(long lag, @Nullable Sample before, Sample now, boolean events) {
        if (lag == 0) {
            return 0L;
        }
        if (before == null) {
            return null;
        }
        double ms = now.atMs - before.atMs;
        if (events && lag * ms <= (now.handled - before.handled) * (double) ON_ITS_WAY_MS) {
            return 0L;
        }
        long shrunk = (events ? before.events : before.bytes) - lag;
        return shrunk <= 0 ? null : (long) Math.ceil(lag * ms / shrunk / 1_000);
    }
}
