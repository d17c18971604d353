package io.orderwire.ingestor.shed;

import io.orderwire.ingestor.checkpoint.IngestorState;
import io.orderwire.ingestor.checkpoint.UncountedBytes;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.runtime.agent.OwnerCheck;
import io.orderwire.runtime.shed.ShedLog;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether bytes are shed because of their age, and keeps the ranges of shed bytes whose events are not counted yet. */
public final class ByteShedding {
    /**
     * Largest number of ranges that wait to be counted. Every checkpoint holds them, about 200 bytes each. At this number,
     * nothing is shed until one has been counted; from half of it on, counting is not throttled.
     */
    public static final int MAX_PENDING = 512;

    private static final Logger log = LoggerFactory.getLogger(ByteShedding.class);

    /** An episode of shedding is over when nothing was shed for this long. */
    private static final long QUIET_MS = 10_000;

    private final ByteAgeLimit limit;
    private final ShedEventCounter counter;
    private final ShedLog episodes = new ShedLog(
            log, "the next line is {} ms old: the oldest data is shed", "bytes", QUIET_MS, () -> this.shedBytes);
    private final List<UncountedBytes> pending = new ArrayList<>();
    private final OwnerCheck owner = new OwnerCheck("the shed bytes of the ingestor");
    private boolean counting;
    private long shedBytes;

    /** Sheds according to {@code limit}. */
    public ByteShedding(ByteAgeLimit limit, ShedEventCounter counter) {
        this.limit = limit;
        this.counter = counter;
    }

    /** The limit that decides whether bytes are shed. */
    public ByteAgeLimit limit() {
        return limit;
    }

    /** True if bytes may be shed for their age. */
    public boolean allowed() {
        owner.check();
        return limit.canShed() && pending.size() < MAX_PENDING;
    }

    /** Age from which on the next byte is shed. */
    public long maxAgeMs() {
        return limit.maxAgeMs();
    }

    /** Age of the byte at which reading resumes: young enough that it is not shed at once. */
    public long toAgeMs() {
        return limit.maxAgeMs() / 2;
    }

    /** Bytes were shed. */
    public void add(UncountedBytes range, long nowMs) {
        owner.check();
        pending.add(range);
        shedBytes += range.to() - range.from();
        episodes.shed(range.toMs() - range.fromMs(), nowMs);
    }

    /** Called at intervals, so that lasting shedding is logged again. */
    public void look(long nowMs) {
        owner.check();
        episodes.look(nowMs);
    }

    /** The ranges that are not counted yet, the oldest first. */
    public List<UncountedBytes> pending() {
        owner.check();
        return List.copyOf(pending);
    }

    /** Goes back to a checkpoint. A running count is dropped if the checkpoint does not hold its range. */
    public void restore(IngestorState committed) {
        owner.check();
        pending.clear();
        pending.addAll(committed.uncounted());
        limit.restore(committed.throughput());
    }

    /** Adds a finished count to the blocks, and requests the next one. */
    public void settle(PartitionedBlocks blocks) {
        owner.check();
        ShedEventCounter.Count count = counter.poll();
        if (count != null) {
            counting = false;
            UncountedBytes range = remove(count.id());
            if (range != null && count.vanished()) {
                blocks.uncountable(range.vanished());
            } else if (range != null) {
                blocks.counted(range.gap(count.events()), count.events(), count.lines(), count.emptyLines());
            }
        }
        if (!counting && !pending.isEmpty()) {
            counting = true;
            counter.count(pending.get(0), pending.size() > MAX_PENDING / 2);
        }
    }

    private @Nullable UncountedBytes remove(String id) {
        for (int i = 0; i < pending.size(); i++) {
            if (pending.get(i).id().equals(id)) {
                return pending.remove(i);
            }
        }
        return null;
    }
}
