package io.orderwire.parser.shed;

import io.orderwire.runtime.kafka.NewerRecords;
import io.orderwire.runtime.shed.BusyTime;
import io.orderwire.runtime.shed.CatchUp;
import io.orderwire.runtime.shed.ShedLimits;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The blocks that wait for one thread, in all its partitions, and whether those that have waited too long are read or shed:
 * {@link CatchUp} in events. Offsets become events by what the blocks lately read hold. Used by that thread.
 */
final class ThreadLag {
    private final NewerRecords newer;
    private final long maxAgeMs;
    private final LongSupplier nanoTime;
    private final CatchUp catchUp;
    private final BusyTime busy = new BusyTime();
    private final Map<Integer, UnreadBlocks> parts = new HashMap<>();
    private double arrived;

    /** @param throughput events a second of such a thread in the previous run, 0 if that is not known */
    ThreadLag(NewerRecords newer, ShedLimits limits, long throughput, LongSupplier nanoTime) {
        this.newer = newer;
        this.maxAgeMs = limits.maxAgeMs();
        this.nanoTime = nanoTime;
        this.catchUp = new CatchUp(limits, throughput);
    }

    /** The thread has that partition. */
    void open(int partition) {
        parts.put(partition, new UnreadBlocks());
    }

    /** The thread no longer has that partition; returns whether it has others. */
    boolean close(int partition) {
        parts.remove(partition);
        return !parts.isEmpty();
    }

    CatchUp catchUp() {
        return catchUp;
    }

    /** The consumer returned records up to that offset. */
    void polled(int partition, long lastOffset) {
        UnreadBlocks part = parts.get(partition);
        if (part != null) {
            part.polled(lastOffset);
        }
    }

    /** The consumer continues at that offset. */
    void movedTo(int partition, long position) {
        UnreadBlocks part = parts.get(partition);
        if (part != null) {
            part.movedTo(position);
        }
    }

    /** The consumer returned nothing: if nothing waits, the thread has caught up. */
    void polledNothing() {
        look();
        if (parts.values().stream().allMatch(part -> part.unread() == 0)) {
            catchUp.decide(0, 0, nanoTime.getAsLong());
        }
    }

    /**
     * A block is at hand. Decides whether blocks of the thread are shed.
     *
     * @param tooOld whether it has waited too long for newer ones
     */
    boolean sheds(int partition, BlockAt block, boolean tooOld) {
        long waitedMs = newer.waitedAtLeastMs(partition, block.offset());
        return decide(partition, block, false, waitedMs, tooOld ? Math.max(waitedMs, maxAgeMs + 1) : waitedMs);
    }

    /** Takes note of a block that a start position requested: later blocks cannot be read before it, however old they are. */
    void replays(int partition, BlockAt block) {
        decide(partition, block, true, newer.waitedAtLeastMs(partition, block.offset()), 0);
    }

    private boolean decide(int partition, BlockAt block, boolean replay, long waitedMs, long ageMs) {
        long nowNanos = nanoTime.getAsLong();
        look();
        part(partition).begins(block, replay);
        double lag = 0;
        long oldestMs = ageMs;
        for (Map.Entry<Integer, UnreadBlocks> entry : parts.entrySet()) {
            UnreadBlocks part = entry.getValue();
            lag += part.unread() * part.eventsAnOffset();
            if (entry.getKey() != partition && !part.isReplay() && part.unread() > 0) {
                oldestMs = Math.max(oldestMs, newer.waitedAtLeastMs(entry.getKey(), part.from()));
            }
        }
        busy.begin(TimeUnit.MILLISECONDS.toNanos(waitedMs), nowNanos);
        long events = block.events() + Math.round(lag);
        return catchUp.decide(events, oldestMs, nowNanos) == CatchUp.Decision.SHED;
    }

    /** Looks how far the partitions are committed. Arrivals belong to the time at which the ends were seen. */
    private void look() {
        long seenNanos = NewerRecords.NEVER;
        for (Map.Entry<Integer, UnreadBlocks> entry : parts.entrySet()) {
            long partSeenNanos = newer.endSeenNanos(entry.getKey());
            if (partSeenNanos != NewerRecords.NEVER) {
                UnreadBlocks part = entry.getValue();
                arrived += part.endsAt(newer.end(entry.getKey())) * part.eventsAnOffset();
                seenNanos = Math.max(seenNanos, partSeenNanos);
            }
        }
        if (seenNanos != NewerRecords.NEVER) {
            catchUp.arrived(Math.round(arrived), seenNanos);
        }
    }

    /** The block at hand was parsed. */
    void parsed(int events) {
        catchUp.done(events, busy.end(nanoTime.getAsLong()));
    }

    /** The block at hand was shed, and those before that offset are. */
    void shed(int partition, long resumeAt) {
        busy.interrupt();
        part(partition).resumeAt(resumeAt);
    }

    /** The record at that offset was handled. */
    void handled(int partition, long offset) {
        part(partition).handled(offset);
    }

    private UnreadBlocks part(int partition) {
        return parts.computeIfAbsent(partition, number -> new UnreadBlocks());
    }
}
