package io.orderwire.parser.shed;

import io.orderwire.parser.ParserMetrics;
import io.orderwire.runtime.kafka.NewerRecords;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the partitions of this process share in giving up blocks by age. */
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

    /** Sheds what has waited too long for what is newer. */
    public static Shedding latest(NewerRecords newer, Map<Integer, Jump> jumps, ParserMetrics metrics) {
        return new Shedding(newer, Map.copyOf(jumps), metrics);
    }

    /**
     * Sheds nothing.
     *
     * @param none leads nowhere, and may know how long blocks have waited
     */
    public static Shedding complete(NewerRecords none, ParserMetrics metrics) {
        return new Shedding(none, Map.of(), metrics);
    }

    /** A gate for one partition. */
    public AgeGate gate(int partition) {
        return new AgeGate(partition, newer, passedOver);
    }

    /** What the gates stop without having seen it. */
    public PassedOver passedOver() {
        return passedOver;
    }

    /** What this process's start passed over in that partition, or null. */
    public @Nullable Jump jump(int partition) {
        return jumps.get(partition);
    }

    /** A block was given up. */
    public void shed(long events, long ageMs, long nowMs) {
        metrics.shed(events);
        log.shed(events, ageMs, nowMs);
    }

    /** Called every now and then, so that a lasting overload is told of again. */
    public void look(long nowMs) {
        log.look(nowMs);
    }
}
