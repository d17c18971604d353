package io.orderwire.ingestor.tail;

/**
 * Estimates the age of bytes of a growing file from samples of its size over monotonic time. Bounded: when it is full, it drops
 * every second sample. Long ages are therefore less exact, but never too short.
 *
 * <p>For bytes that were written while the file was not sampled, only bounds of the age are known: these bytes are {@link
 * #unwatched}.
 */
final class AgeSampler {
    /** Longest time between two samples whose new bytes count as watched. */
    static final long MAX_SILENCE_MS = 250;

    private static final int CAPACITY = 512;
    private static final long MIN_DISTANCE_MS = 5;

    private final long[] sizes = new long[CAPACITY];
    private final long[] timesMs = new long[CAPACITY];
    private int count;
    private long newest;
    private long grewMs;
    private long lastLookMs;
    private long unwatchedTo;
    private long unwatchedSinceMs;
    private long foundBytes;
    private long liveGrowthMs;

    /** Samples a file that was last checked, or known not to exist, at {@code lastLookMs}. */
    AgeSampler(long lastLookMs) {
        this.lastLookMs = lastLookMs;
    }

    /** Adds a sample: the file had {@code size} bytes. */
    void sample(long size, long nowMs) {
        long silenceSinceMs = lastLookMs;
        lastLookMs = nowMs;
        if (size <= newest) {
            return;
        }
        if (silenceSinceMs == 0) {
            foundBytes = size;
        } else {
            liveGrowthMs = nowMs;
        }
        newest = size;
        grewMs = nowMs;
        if (nowMs - silenceSinceMs > MAX_SILENCE_MS) {
            unwatchedSinceMs = unwatchedTo == 0 ? silenceSinceMs : Math.min(unwatchedSinceMs, silenceSinceMs);
            unwatchedTo = size;
        } else if (count > 0 && nowMs - timesMs[count - 1] < MIN_DISTANCE_MS) {
            // The time at which a byte was first seen counts, so the newest sample keeps its time and only its size
            // changes.
            sizes[count - 1] = size;
            return;
        }
        if (count == CAPACITY) {
            thin();
        }
        sizes[count] = size;
        timesMs[count] = nowMs;
        count++;
    }

    private void thin() {
        int kept = 0;
        for (int i = 0; i < count; i += 2) {
            timesMs[kept] = timesMs[i];
            sizes[kept] = sizes[Math.min(i + 1, count - 1)];
            kept++;
        }
        count = kept;
    }

    /** Drops the samples of bytes before {@code offset}, which were handled. */
    void forget(long offset) {
        int passed = countUpTo(offset);
        if (passed > 0) {
            System.arraycopy(sizes, passed, sizes, 0, count - passed);
            System.arraycopy(timesMs, passed, timesMs, 0, count - passed);
            count -= passed;
        }
        if (offset >= unwatchedTo) {
            unwatchedTo = 0;
        }
    }

    /** Age in milliseconds of the oldest byte from {@code offset} on, 0 if there is none; an unwatched byte may be older. */
    long ageMs(long offset, long nowMs) {
        int first = countUpTo(offset);
        return first == count ? 0 : Math.max(0, nowMs - timesMs[first]);
    }

    private int countUpTo(long offset) {
        int passed = 0;
        while (passed < count && sizes[passed] <= offset) {
            passed++;
        }
        return passed;
    }

    /**
     * The first byte that is not older than {@code maxAgeMs}; the age of unwatched bytes counts from the time at which they
     * were first seen.
     */
    long youngerThan(long maxAgeMs, long nowMs) {
        long from = 0;
        for (int i = 0; i < count && timesMs[i] < nowMs - maxAgeMs; i++) {
            from = sizes[i];
        }
        return from;
    }

    /** The greatest length in the samples. */
    long size() {
        return newest;
    }

    /** Time of the last sample in which the file had grown, 0 before the first. */
    long grewMs() {
        return grewMs;
    }

    /** Time of the last sample, 0 before the first unless the file was checked or known not to exist before it. */
    long lastLookMs() {
        return lastLookMs;
    }

    /** Length of the file when it was found; later bytes were written while this process was running. */
    long foundBytes() {
        return foundBytes;
    }

    /** Time of the last sample in which the file had grown since it was found, 0 before the first. */
    long liveGrowthMs() {
        return liveGrowthMs;
    }

    /** True when the byte at {@code offset} was written while the file was not sampled. */
    boolean unwatched(long offset) {
        return offset < unwatchedTo;
    }

    /** The end of the unwatched bytes, 0 when there are none. */
    long unwatchedTo() {
        return unwatchedTo;
    }

    /** Upper bound of the age of unwatched bytes, milliseconds. */
    long unwatchedMaxAgeMs(long nowMs) {
        return nowMs - unwatchedSinceMs;
    }
}
