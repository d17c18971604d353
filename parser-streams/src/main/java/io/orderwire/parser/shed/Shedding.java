package io.orderwire.parser.shed;

import io.orderwire.parser.ParserMetrics;
import io.orderwire.runtime.kafka.NewerRecords;
import io.orderwire.runtime.shed.CatchUpStats;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The state that the partitions of this process share to shed blocks by age. */
public final class Shedding {
    private final NewerRecords newer;
    private final Map<Integer, Jump> jumps;
    private final ParserMetrics metrics;
    private final PassedOver passedOver = new PassedOver();
    private final ShedLog log = new ShedLog();

    private Shedding(NewerRecords newer, Map<Integer, Jump> jumps, ParserMetrics metrics) {
        this.newer = newer;
        this.jumps = jumps;
        this.metrics = metrics;
    }

    /** Sheds blocks that have waited too long for newer ones. */
    public static Shedding latest(NewerRecords newer, Map<Integer, Jump> jumps, ParserMetrics metrics) {
        return new Shedding(newer, Map.copyOf(jumps), metrics);
    }

    /** Sheds nothing; {@code newer} shows only how long blocks have waited. */
    public static Shedding complete(NewerRecords newer, ParserMetrics metrics) {
        return new Shedding(newer.withoutShedding(), Map.of(), metrics);
    }

    /** A gate for one partition. */
    public AgeGate gate(int partition) {
        return new AgeGate(partition, newer, passedOver);
    }

    /** The blocks that the gates shed unread. */
    public PassedOver passedOver() {
        return passedOver;
    }

    /** The jump of this process's start in that partition, or null. */
    public @Nullable Jump jump(int partition) {
        return jumps.get(partition);
    }

    /** Counts events that were shed. */
    public void shed(long events, long ageMs, long nowMs) {
        metrics.shed(events);
        log.shed(events, ageMs, nowMs);
    }

    /** What the parser does about its lag; from any thread. */
    public CatchUpStats catchUp() {
        return CatchUpStats.withoutEstimate(log.isShedding());
    }

    /** To be called about once a second, so that a lasting overload is logged again. */
    public void look(long nowMs) {
        log.look(nowMs);
    }
}
