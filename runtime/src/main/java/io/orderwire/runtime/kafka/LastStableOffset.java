package io.orderwire.runtime.kafka;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.runtime.clock.RecordAges;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The recent last stable offsets of one partition, which show since when each of its records could be read, independent of the
 * record's timestamp. All times are monotonic times of this process: wall clocks do not affect them. Thread-safe.
 */
final class LastStableOffset {
    private static final int MOST_STEPS = 64;
    /** Largest number of steps within the bound of age. All steps together therefore always reach back four times the bound. */
    private static final int STEPS_IN_A_BOUND = 16;

    /** A last stable offset and the time at which it was seen: records at or after {@code offset} became readable later. */
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

    /**
     * Adds the current last stable offset. Clears the earlier ones if it moved backwards, because the topic was created again.
     */
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
            // Records before the first step may have become readable at any time before it.
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

    /** The newest last stable offset, 0 before one was seen. */
    synchronized long offset() {
        return lastOffset;
    }

    /** When the last stable offset was last seen, {@link Long#MIN_VALUE} before that. */
    synchronized long seenMs() {
        return lastMs;
    }

    /**
     * The first offset at which records begin that became readable at or after {@code youngMs}, or the last step before the end
     * if there is no such offset; 0 if none is new enough.
     *
     * @param leastMs records that became readable before this time are not new enough
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
