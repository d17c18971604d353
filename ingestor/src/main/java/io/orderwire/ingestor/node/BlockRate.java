package io.orderwire.ingestor.node;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * How many blocks a node writes, from samples of the newest block number. A large step is not counted, because the node did not
 * write the blocks whose numbers it left out. Thread-safe.
 */
final class BlockRate {
    private static final long WINDOW_MS = 10_000;
    private static final long LEAST_MS = 2_000;

    /** A larger step between two samples is not counted: a node usually needs more than a minute for so many blocks. */
    static final long MOST_STEP = 1_000;

    /** Late lines have slightly smaller numbers. If a number is smaller by more than this, a rewind has begun. */
    static final long MOST_LATE = 100;

    /** Bounds the number of samples. Each new sample drops those that have left the window. */
    private static final int MOST_SAMPLES = 1_000;

    private record Sample(long block, long ms) {}

    @GuardedBy("this")
    private final Deque<Sample> samples = new ArrayDeque<>();

    @GuardedBy("this")
    private long counted;

    /** Adds a sample: the number of the newest block at {@code nowMs}, monotonic. */
    synchronized void block(long number, long nowMs) {
        Sample last = samples.peekLast();
        if (last != null && number <= last.block && number >= last.block - MOST_LATE) {
            return;
        }
        if (last != null && (number < last.block || number - last.block > MOST_STEP)) {
            samples.clear();
        } else if (last != null) {
            counted += number - last.block;
        }
        dropBefore(nowMs - WINDOW_MS);
        if (samples.size() == MOST_SAMPLES) {
            samples.removeFirst();
        }
        samples.addLast(new Sample(number, nowMs));
    }

    /** Drops the samples before {@code ms}, except the newest of them, whose number was still current at {@code ms}. */
    @GuardedBy("this")
    private void dropBefore(long ms) {
        Sample first = samples.pollFirst();
        while (first != null && !samples.isEmpty() && samples.getFirst().ms <= ms) {
            first = samples.pollFirst();
        }
        if (first != null) {
            samples.addFirst(first);
        }
    }

    /** Blocks per second over the last 10 s; null if the oldest sample is younger than 2 s. */
    synchronized @Nullable Double perSecond(long nowMs) {
        dropBefore(nowMs - WINDOW_MS);
        Sample first = samples.peekFirst();
        Sample last = samples.peekLast();
        if (first == null || last == null || nowMs - first.ms < LEAST_MS) {
            return null;
        }
        return (last.block - first.block) * 1_000.0 / Math.min(WINDOW_MS, nowMs - first.ms);
    }

    /** Number of blocks since the first sample. */
    synchronized long counted() {
        return counted;
    }
}
