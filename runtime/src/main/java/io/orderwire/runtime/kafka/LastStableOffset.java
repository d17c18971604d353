package io.orderwire.runtime.kafka;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.runtime.clock.RecordAges;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The recent last stable offsets of one partition, which show since when each of its records could be read, however old the record
 * was by then. All times are monotonic times of this process: wall clocks do not affect them. Thread-safe.
 */
final class LastStableOffset {
    private static final int MOST_STEPS = 64;
    /** Steps in a bound of age at most, so that all of them reach back four bounds, whatever the bound is. */
    private static final int STEPS_IN_A_BOUND = 16;

    /** The end was seen at {@code offset} at {@code timeMs}; the next record to be committed begins there. */
    private record Step(long offset, long timeMs) {}

    private final long maxAgeMs;

    @GuardedBy("this")
    private final Deque<Step> steps = new ArrayDeque<>();

    @GuardedBy("this")
    private long lastOffset;

    @GuardedBy("this")
    private long lastMs = Long.MIN_VALUE;

    LastStableOffset(long maxAgeMs) {
        this.maxAgeMs = maxAgeMs;
    }

    /** Adds the current end. Clears the earlier ends if the end moved backwards: the topic was created again. */
    synchronized void seen(long offset, long nowMs) {
        lastOffset = offset;
        lastMs = nowMs;
        if (!steps.isEmpty() && offset < steps.getLast().offset()) {
            steps.clear();
        }
        if (!steps.isEmpty()
                && (offset == steps.getLast().offset()
                        || nowMs - steps.getLast().timeMs() < maxAgeMs / STEPS_IN_A_BOUND)) {
            return;
        }
        steps.addLast(new Step(offset, nowMs));
        while (steps.size() > MOST_STEPS
                || steps.size() > 2 && nowMs - steps.getFirst().timeMs() > 4 * maxAgeMs) {
            steps.removeFirst();
        }
    }

    synchronized int size() {
        return steps.size();
    }

    /** See {@link NewerRecords#instead} and {@link LastStableOffsets#newer}. */
    synchronized long newer(long offset, long nowMs, long leastGainMs) {
        Iterator<Step> each = steps.iterator();
        while (each.hasNext()) {
            Step committed = each.next();
            if (committed.offset() > offset) {
                return nowMs - committed.timeMs() <= maxAgeMs
                        ? 0
                        : landing(committed, each, committed.timeMs() + leastGainMs, nowMs - maxAgeMs / 2);
            }
        }
        return 0;
    }

    /** See {@link NewerRecords#waitedMs}. */
    synchronized long waitedMs(long offset, long nowMs) {
        Iterator<Step> each = steps.iterator();
        if (!each.hasNext() || each.next().offset() > offset) {
            // Records of before the first step may have come at any time before it.
            return RecordAges.UNKNOWN;
        }
        while (each.hasNext()) {
            Step committed = each.next();
            if (committed.offset() > offset) {
                return Math.max(0, nowMs - committed.timeMs());
            }
        }
        return 0;
    }

    /** See {@link NewerRecords#waitedAtLeastMs}. */
    synchronized long waitedAtLeastMs(long offset, long nowMs) {
        for (Step committed : steps) {
            if (committed.offset() > offset) {
                return Math.max(0, nowMs - committed.timeMs());
            }
        }
        return 0;
    }

    /** The end when it was last seen, 0 before that. */
    synchronized long offset() {
        return lastOffset;
    }

    /** When the end was last seen, {@link Long#MIN_VALUE} before that. */
    synchronized long seenMs() {
        return lastMs;
    }

    /**
     * The first end after which records were committed since {@code youngMs}, or else the last end; 0 if there is none.
     *
     * @param leastMs records committed before this time are not new enough
     */
    private static long landing(Step from, Iterator<Step> each, long leastMs, long youngMs) {
        long landing = 0;
        Step before = from;
        while (each.hasNext()) {
            Step next = each.next();
            if (next.timeMs() >= leastMs) {
                landing = before.offset();
                if (next.timeMs() >= youngMs) {
                    break;
                }
            }
            before = next;
        }
        return landing;
    }
}
