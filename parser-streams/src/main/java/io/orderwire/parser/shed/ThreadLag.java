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
 * The blocks of all partitions that wait for one thread. Decides by a {@link CatchUp} that counts events whether blocks that
 * have waited too long are read or shed. Offsets are converted to events by the average number of events in recent blocks. Used
 * by that thread only.
 */
final class ThreadLag {
    private final NewerRecords newer;
    private final long maxAgeMs;
    private final LongSupplier nanoTime;
    private final CatchUp catchUp;
    private final BusyTime busy = new BusyTime();
    private final Map<Integer, UnreadBlocks> parts = new HashMap<>();
    private double arrived;

    /**
     * @param throughput events per second of such a thread in the previous run, 0 if unknown
     */
    ThreadLag(NewerRecords newer, ShedLimits limits, long throughput, LongSupplier nanoTime) {
        this.newer = newer;
        this.maxAgeMs = limits.maxAgeMs();
        this.nanoTime = nanoTime;
        this.catchUp = new CatchUp(limits, throughput);
    }

    /** Adds a partition of the thread. */
    void open(int partition) {
        parts.put(partition, new UnreadBlocks());
    }

    /** Removes a partition of the thread; returns whether the thread has others. */
    boolean close(int partition) {
        parts.remove(partition);
        return !parts.isEmpty();
    }

    CatchUp catchUp() {
        return catchUp;
    }

    /** Reports that the consumer returned records up to that offset. */
    void polled(int partition, long lastOffset) {
        UnreadBlocks part = parts.get(partition);
        if (part != null) {
            part.polled(lastOffset);
        }
    }

    /** Reports that the consumer continues at that offset. */
    void movedTo(int partition, long position) {
        UnreadBlocks part = parts.get(partition);
        if (part != null) {
            part.movedTo(position);
        }
    }

    /** Reports that the consumer returned no records. If no records wait, the thread has caught up. */
    void polledNothing() {
        look();
        if (parts.values().stream().allMatch(part -> part.unread() == 0)) {
            catchUp.decide(0, 0, nanoTime.getAsLong());
        }
    }

    /**
     * Begins a block, and decides whether the thread sheds blocks.
     *
     * @param tooOld whether the block has waited too long and there are newer ones
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

    /**
     * Updates the lag from the last stable offsets of the partitions. Records count as arrived at the time at which these
     * offsets were seen.
     */
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

    /** Reports that the current block was parsed. */
    void parsed(int events) {
        catchUp.done(events, busy.end(nanoTime.getAsLong()));
    }

    /** Reports that the current block was shed, and that the blocks before {@code resumeAt} will be shed. */
    void shed(int partition, long resumeAt) {
        busy.interrupt();
        part(partition).resumeAt(resumeAt);
    }

    /** Reports that the record at that offset was handled. */
    void handled(int partition, long offset) {
        part(partition).handled(offset);
    }

    private UnreadBlocks part(int partition) {
        return parts.computeIfAbsent(partition, number -> new UnreadBlocks());
    }
}
