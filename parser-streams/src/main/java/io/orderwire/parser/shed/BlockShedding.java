package io.orderwire.parser.shed;

import io.orderwire.parser.stats.ParserMetrics;
import io.orderwire.runtime.kafka.NewerRecords;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.shed.ShedLimits;
import io.orderwire.runtime.shed.ShedLog;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The state for shedding blocks by age that all partitions of this process share. */
public final class BlockShedding {
    private static final Logger log = LoggerFactory.getLogger(BlockShedding.class);

    /**
     * Partitions and threads share one log, and shedding comes in bursts: an episode is over when nothing was shed for this
     * long.
     */
    private static final long QUIET_MS = 10_000;

    private final NewerRecords newer;
    private final Map<Integer, StartGap> startGaps;
    private final ParserMetrics metrics;
    private final ThreadLags lags;
    private final ShedOffsets shedOffsets = new ShedOffsets();
    private final LongAdder shed = new LongAdder();
    private final ShedLog episodes = new ShedLog(
            log,
            "blocks are {} ms old: the oldest are shed until the parser has caught up",
            "events",
            QUIET_MS,
            shed::sum);

    /**
     * Starts without shed blocks.
     *
     * @param limits limits of one thread; {@link ThreadLags#limits}
     * @param throughput events per second of one thread in the previous run, 0 if unknown
     * @param newer finds the newer blocks for which old ones are shed; only provides ages if shedding is disabled
     * @param startGaps gaps of the start, by partition
     */
    public BlockShedding(
            ShedLimits limits,
            long throughput,
            NewerRecords newer,
            Map<Integer, StartGap> startGaps,
            LongSupplier nanoTime,
            ParserMetrics metrics) {
        this.newer = limits.sheds() ? newer : newer.withoutShedding();
        this.startGaps = Map.copyOf(startGaps);
        this.metrics = metrics;
        this.lags = new ThreadLags(this.newer, limits, throughput, nanoTime);
    }

    /** Creates a gate for one partition, which only the calling thread may use. */
    public AgeGate gate(int partition) {
        return new AgeGate(partition, newer, shedOffsets, lags);
    }

    /** The blocks that the gates shed unread. */
    public ShedOffsets shedOffsets() {
        return shedOffsets;
    }

    /** The blocks that wait for each thread. */
    public ThreadLags lags() {
        return lags;
    }

    /** The gap that this start shed in that partition, or null. */
    public @Nullable StartGap startGap(int partition) {
        return startGaps.get(partition);
    }

    /** Counts events that were shed. */
    public void shed(long events, long ageMs, long nowMs) {
        metrics.shed(events);
        shed.add(events);
        episodes.shed(ageMs, nowMs);
    }

    /** How the parser deals with its lag; from any thread. */
    public CatchUpStats catchUp() {
        return lags.stats().after(episodes.isShedding());
    }

    /** Events per second that one thread parses while it has work, 0 if unknown; from any thread. */
    public long throughput() {
        return lags.throughput();
    }

    /** To be called about once a second, so that a lasting overload is logged again. */
    public void look(long nowMs) {
        episodes.look(nowMs);
    }
}
