package io.orderwire.ingestor.node;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.orderwire.contract.text.Unicode;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonCode;
import io.orderwire.runtime.stats.NodeStats;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Judges the node by its {@linkplain NodeOutput output}: its lag behind the chain, and whether it has stopped writing or writes
 * another shape. Its reasons make the ingestor degraded but not unready, because only the node can be repaired. Thread-safe.
 */
public final class NodeWatch {
    private final NodeOutput output;
    private final NodeFolder folder;
    private final NodeLimits limits;
    private final SteadyClock clock;

    @GuardedBy("this")
    private final LagAlarm lag;

    @GuardedBy("this")
    private final FolderWatch presence;

    @GuardedBy("this")
    private final OtherSources others;

    @GuardedBy("this")
    private final ReasonLog log = new ReasonLog();

    /**
     * Watches what a node writes.
     *
     * @param folder the folder that is followed
     * @param clock clock whose wall time is compared with the times of blocks
     */
    public NodeWatch(NodeOutput output, NodeFolder folder, NodeLimits limits, SteadyClock clock) {
        this.output = output;
        this.folder = folder;
        this.limits = limits;
        this.clock = clock;
        this.lag = new LagAlarm(limits.lagMs());
        this.presence = new FolderWatch(folder.hourly());
        this.others = new OtherSources(folder);
    }

    /** The state of the node. */
    public NodeStats stats() {
        NodeLine line = output.newest();
        return new NodeStats(
                line == null ? null : line.lagMs(),
                line == null ? null : line.chainAgeMs(clock.millis() + clock.wallAheadMs()),
                output.silentMs(),
                line == null ? null : Long.valueOf(line.block()),
                output.blocksPerSecond(),
                folder.source().option(),
                Unicode.wellFormed(folder.hourly().toString()));
    }

    /** Like {@link #stats}, but without the times of a line that was in the files before this process began to watch them. */
    public NodeStats liveStats() {
        NodeLine line = output.newest();
        NodeStats all = stats();
        return line != null && line.live()
                ? all
                : new NodeStats(
                        null, null, all.silentMs(), all.lastBlock(), all.blocksPerSecond(), all.source(), all.folder());
    }

    /** Number of blocks that the node wrote while this process was running. */
    public long blocks() {
        return output.blocks();
    }

    /**
     * Checks the node, and returns its faults as reasons, each of which begins with {@code node:}. To be called about once a
     * second.
     */
    public synchronized List<Reason> look() {
        long now = clock.millis();
        lag.look(output.newest(), now);
        presence.look(now);
        others.look(output.quietMs(), now);
        List<Reason> reasons = new ArrayList<>();
        add(reasons, "the lag", lag.reason());
        add(reasons, "the silence", silence());
        add(reasons, "the absence of the folder", presence.reason());
        add(reasons, "the growth of another source", others.reason());
        return reasons;
    }

    @GuardedBy("this")
    private void add(List<Reason> reasons, String what, @Nullable Reason reason) {
        log.is(what, reason == null ? null : reason.text());
        if (reason != null) {
            reasons.add(reason);
        }
    }

    private @Nullable Reason silence() {
        Long silentMs = output.silentMs();
        return limits.silentMs() == 0 || silentMs == null || silentMs < limits.silentMs()
                ? null
                : ReasonCode.NODE_SILENT.because(
                        "node: nothing written for " + TimeUnit.MILLISECONDS.toSeconds(silentMs) + " s");
    }
}
