package io.orderwire.runtime.figures;

import java.util.Arrays;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/**
 * The ages of what a stage has handled within the last {@value #WINDOW_SECONDS} s, to one part in a hundred. It takes
 * some 150 KiB, however much is recorded. Thread-safe; recording neither locks nor allocates.
 */
public final class AgeWindow {
    /** How far the window reaches back; the second at hand is the last one of it. */
    static final int WINDOW_SECONDS = 5;

    /** What is older counts as this old, milliseconds. */
    static final long HIGHEST_MS = 3_600_000;

    private static final int DIGITS = 2;

    private final Recorder recorder = new Recorder(1, HIGHEST_MS, DIGITS);
    private final Histogram[] seconds = new Histogram[WINDOW_SECONDS];
    private final long[] secondOf = new long[WINDOW_SECONDS];
    private final Histogram window = new Histogram(1, HIGHEST_MS, DIGITS);
    private @Nullable Histogram taken;

    /** A window in which nothing has been recorded. */
    public AgeWindow() {
        Arrays.setAll(seconds, i -> new Histogram(1, HIGHEST_MS, DIGITS));
    }

    /** Something was handled at that age; less than 0, as a timestamp in the future makes it, counts as 0. */
    public void record(long ageMs) {
        recorder.recordValue(Math.max(0, Math.min(ageMs, HIGHEST_MS)));
    }

    /**
     * The age that one in a hundred exceeds, milliseconds, 0 when nothing was recorded. What was recorded since the last
     * call counts as of {@code nowMs}, of a clock that is not set: it is to be called about once a second.
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
            // A clock that was set back leaves seconds that are yet to come.
            if (secondOf[i] > second - WINDOW_SECONDS && secondOf[i] <= second) {
                window.add(seconds[i]);
            }
        }
        // The lower end of the step that it lies in: what is at a bound is never told to be over it.
        return window.lowestEquivalentValue(window.getValueAtPercentile(99));
    }
}
