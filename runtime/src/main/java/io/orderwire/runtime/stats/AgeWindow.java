package io.orderwire.runtime.stats;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.Arrays;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * The ages at which a stage handled its data within the last {@value #WINDOW_SECONDS} s, with a precision of 1 %. A window
 * takes about 150 KiB, independent of the number of recorded ages. Thread-safe; recording neither locks nor allocates.
 */
public final class AgeWindow {
    /** Length of the window; the current second is its last one. */
    static final int WINDOW_SECONDS = 5;

    /** Highest age, milliseconds; higher ages count as this one. */
    static final long HIGHEST_MS = 3_600_000;

    private static final int DIGITS = 2;

    private final Recorder recorder = new Recorder(1, HIGHEST_MS, DIGITS);

    @GuardedBy("this")
    private final Histogram[] seconds = new Histogram[WINDOW_SECONDS];

    @GuardedBy("this")
    private final long[] secondOf = new long[WINDOW_SECONDS];

    @GuardedBy("this")
    private final Histogram window = new Histogram(1, HIGHEST_MS, DIGITS);

    @GuardedBy("this")
    private @Nullable Histogram taken;

    /** A window in which nothing has been recorded. */
    public AgeWindow() {
        Arrays.setAll(seconds, i -> new Histogram(1, HIGHEST_MS, DIGITS));
    }

    /** Adds the age at which data was handled; a negative age, from a timestamp in the future, counts as 0. */
    public void record(long ageMs) {
        recorder.recordValue(Math.max(0, Math.min(ageMs, HIGHEST_MS)));
    }

    /**
     * The 99th percentile of the ages, milliseconds; 0 if the window is empty. Ages recorded since the last call count as
     * recorded at {@code nowMs}, so call this about once a second, with the time of a clock that is never set.
     */
    public synchronized long p99Ms(long nowMs) {
        long second = Math.floorDiv(nowMs, 1_000L);
        int place = Math.floorMod(second, WINDOW_SECONDS);
        if (secondOf[place] != second) {
            secondOf[place] = second;
            seconds[place].reset();
        }
        Histogram since = recorder.getIntervalHistogram(taken);
        taken = since;
        seconds[place].add(since);
        window.reset();
        for (int i = 0; i < WINDOW_SECONDS; i++) {
            // If nowMs went backwards, there are slots of seconds in the future: they are not counted.
            if (secondOf[i] > second - WINDOW_SECONDS && secondOf[i] <= second) {
                window.add(seconds[i]);
            }
        }
        // The lower end of the histogram bucket: an age equal to a limit is never reported as exceeding it.
        return window.lowestEquivalentValue(window.getValueAtPercentile(99));
    }

    /** Whether nothing had been recorded in the window as of the last {@link #p99Ms}. */
    public synchronized boolean isEmpty() {
        return window.getTotalCount() == 0;
    }

    /** Adds the median and the 99th percentile as of the last {@link #p99Ms}, unless the window was empty. */
    synchronized void addTo(Map<String, Long> figures) {
        if (!isEmpty()) {
            figures.put(StatsNames.AGE_P50_MS, window.lowestEquivalentValue(window.getValueAtPercentile(50)));
            figures.put(StatsNames.AGE_P99_MS, window.lowestEquivalentValue(window.getValueAtPercentile(99)));
        }
    }
}
