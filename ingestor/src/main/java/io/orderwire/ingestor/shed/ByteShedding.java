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

/**
 * When to jump over what is too old, and what was jumped over and is not counted yet.
 */
public final class ByteShedding {
    /**
     * Most jumps waiting to be counted. They stand in every committed state, about 200 bytes each. When there are so many
     * nothing is jumped over until one has been counted, and counting is not throttled from half of that on.
     */
    public static final int MAX_PENDING = 512;

    private static final Logger log = LoggerFactory.getLogger(ByteShedding.class);

    /** Shedding is over when nothing was shed for so long. */
    private static final long QUIET_MS = 10_000;

    private final ByteAgeLimit limit;
    private final ShedEventCounter counter;
    private final ShedLog episodes =
            new ShedLog(log, "the next line is {} ms old: the oldest data is shed", "bytes", QUIET_MS, this::bytes);
    private final List<UncountedBytes> pending = new ArrayList<>();
    private final OwnerCheck owner = new OwnerCheck("the shed bytes of the ingestor");
    private boolean counting;
    private long bytes;

    /** Sheds when {@code limit} says so. */
    public ByteShedding(ByteAgeLimit limit, ShedEventCounter counter) {
        this.limit = limit;
        this.counter = counter;
    }

    /** When to jump. */
    public ByteAgeLimit limit() {
        return limit;
    }

    /** True when bytes may be jumped over for their age. */
    public boolean allowed() {
        return limit.canShed() && pending.size() < MAX_PENDING;
    }

    /** Age of the next byte from which on it is given up. */
    public long maxAgeMs() {
        return limit.maxAgeMs();
    }

    /** Age of the byte to jump to: far enough not to jump again at once. */
    public long toAgeMs() {
        return limit.maxAgeMs() / 2;
    }

    /** Bytes were jumped over. */
    public void add(UncountedBytes jump, long nowMs) {
        owner.check();
        pending.add(jump);
        bytes += jump.to() - jump.from();
        episodes.shed(jump.toMs() - jump.fromMs(), nowMs);
    }

    /** Called at intervals, so that lasting shedding is logged again. */
    public void look(long nowMs) {
        episodes.look(nowMs);
    }

    /** What is not counted yet, the oldest first. */
    public List<UncountedBytes> pending() {
        return List.copyOf(pending);
    }

    /** Bytes jumped over by this process. */
    public long bytes() {
        return bytes;
    }

    /** Goes back to what was committed. A count under way of a jump that is not among them is of no use. */
    public void restore(IngestorState committed) {
        owner.check();
        pending.clear();
        pending.addAll(committed.uncounted());
        limit.restore(committed.throughput());
    }

    /** Takes note of what has been counted meanwhile, and has the next one counted. */
    public void settle(PartitionedBlocks blocks) {
        owner.check();
        ShedEventCounter.Count count = counter.poll();
        if (count != null) {
            counting = false;
            UncountedBytes jump = remove(count.id());
            if (jump != null && count.vanished()) {
                blocks.uncountable(jump.vanished());
            } else if (jump != null) {
                blocks.counted(jump.gap(count.events()), count.events(), count.lines(), count.emptyLines());
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
