package io.orderwire.benchmarks.beside;

import io.orderwire.benchmarks.whole.LineSource;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Measures how long each block takes to write, and how long after it was due it is written. Used by one thread. */
final class TimedLines implements LineSource {
    private static final int DIGITS = 3;

    private final LineSource lines;
    private final long fromEpochMs;
    private final Histogram call = new Histogram(DIGITS);
    private final Histogram due = new Histogram(DIGITS);

    /**
     * @param fromEpochMs blocks that were due before this moment are not counted
     */
    TimedLines(LineSource lines, long fromEpochMs) {
        this.lines = lines;
        this.fromEpochMs = fromEpochMs;
    }

    @Override
    public void write(int count, long epochMs) throws IOException {
        // Sleeping is exact to less than a millisecond, the time at which a block is due to a millisecond.
        long lateMs = System.currentTimeMillis() - epochMs;
        long began = System.nanoTime();
        lines.write(count, epochMs);
        long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - began);
        if (epochMs >= fromEpochMs) {
            call.recordValue(micros);
            due.recordValue(TimeUnit.MILLISECONDS.toMicros(Math.max(0, lateMs)) + micros);
        }
    }

    /** From the beginning of the write to its end. */
    WriteTimes call() {
        return WriteTimes.of(call);
    }

    /** From when the block was due to the end of its write. */
    WriteTimes due() {
        return WriteTimes.of(due);
    }

    @Override
    public long bytes() {
        return lines.bytes();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
