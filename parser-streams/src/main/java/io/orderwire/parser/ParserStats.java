package io.orderwire.parser;

import io.orderwire.parser.totals.Progress;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.reason.Reason;
import io.orderwire.runtime.reason.ReasonTimes;
import io.orderwire.runtime.shed.CatchUpStats;
import io.orderwire.runtime.stats.Slowness;
import io.orderwire.runtime.stats.Snapshot;
import io.orderwire.runtime.stats.StatsNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The stats that a parser publishes once a second. */
final class ParserStats {
    private final String instance;
    private final Progress progress;
    private final Slowness slowness;
    private final SteadyClock clock;
    private final ClockSkew skew;
    private final ReasonTimes times = new ReasonTimes();

    /**
     * The stats of parser {@code instance}.
     *
     * @param maxAgeMs age from which on blocks are shed, milliseconds
     * @param warmUpMs longest time that the parser warms up, milliseconds
     */
    ParserStats(String instance, Progress progress, long maxAgeMs, long warmUpMs, SteadyClock clock, ClockSkew skew) {
        this.instance = instance;
        this.clock = clock;
        this.skew = skew;
        this.progress = progress;
        this.slowness = new Slowness(StatsNames.PARSER, "blocks", maxAgeMs, warmUpMs, progress.ages());
    }

    /**
     * The stats at {@code atMs} by the wall clock.
     *
     * @param trouble why the parser is degraded, empty if it is not
     * @param starting reasons for which the parser has not started yet; they count as faults once it should have started
     * @param catchUp how the parser deals with its lag
     * @param throughput events per second of one thread, 0 if unknown
     */
    Snapshot snapshot(
            boolean stopped,
            List<Reason> trouble,
            List<Reason> starting,
            CatchUpStats catchUp,
            long throughput,
            long atMs) {
        Map<String, Long> values = new HashMap<>();
        progress.addTo(values);
        if (throughput > 0) {
            values.put(StatsNames.THROUGHPUT, throughput);
        }
        values.put(StatsNames.AGE_MS, progress.takeOldestMs());
        List<Reason> degraded = new ArrayList<>(trouble);
        degraded.addAll(progress.notes());
        degraded.addAll(slowness.look(clock.millis(), catchUp.mode()));
        degraded.addAll(skew.look());
        slowness.addTo(values);
        boolean warming = slowness.isWarming();
        if (!warming) {
            degraded.addAll(0, starting);
        }
        return new Snapshot(StatsNames.PARSER, instance, atMs, stopped, List.copyOf(degraded), values)
                .in(slowness.state(catchUp, warming ? starting : List.of()))
                .timed(times);
    }
}
