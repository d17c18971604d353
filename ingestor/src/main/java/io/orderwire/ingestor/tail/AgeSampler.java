package io.orderwire.ingestor.tail;

/**
 * Tells how old a byte of a growing file is, from samples of the file's size over time. Bounded: when full, every second
 * sample is forgotten, so that ages get coarser as they get longer; the oldest is never made younger.
 */
final class AgeSampler {
    private static final int CAPACITY = 512;
    private static final long MIN_DISTANCE_MS = 5;

    private final long[] sizes = new long[CAPACITY];
    private final long[] timesMs = new long[CAPACITY];
    private int count;

    /** The file was seen to have {@code size} bytes. */
    void sample(long size, long nowMs) {
        if (count > 0) {
            if (size <= sizes[count - 1]) {
                return;
            }
            // The first moment at which a byte was seen counts: a later one only widens the newest sample.
            if (nowMs - timesMs[count - 1] < MIN_DISTANCE_MS) {
                sizes[count - 1] = size;
                return;
            }
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

    /** Age in milliseconds of the oldest byte from {@code offset} on, 0 when there is none. */
    long ageMs(long offset, long nowMs) {
        int passed = 0;
        while (passed < count && sizes[passed] <= offset) {
            passed++;
        }
        if (passed > 0) {
            System.arraycopy(sizes, passed, sizes, 0, count - passed);
            System.arraycopy(timesMs, passed, timesMs, 0, count - passed);
            count -= passed;
        }
        return count == 0 ? 0 : Math.max(0, nowMs - timesMs[0]);
    }
}
