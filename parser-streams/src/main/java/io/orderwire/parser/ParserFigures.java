package io.orderwire.parser;

import io.orderwire.parser.totals.Progress;
import io.orderwire.runtime.clock.ClockSkew;
import io.orderwire.runtime.clock.SteadyClock;
import io.orderwire.runtime.figures.Figures;
import io.orderwire.runtime.figures.Slowness;
import io.orderwire.runtime.figures.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The stats that a parser publishes once a second. */
final class ParserFigures {
    private final String instance;
    private final Progress progress;
    private final Slowness slowness;
    private final SteadyClock clock;
    private final ClockSkew skew;

    /** The stats of parser {@code instance}, whose bound of the time that blocks wait is {@code maxAgeMs}. */
    ParserFigures(String instance, Progress progress, long maxAgeMs, SteadyClock clock, ClockSkew skew) {
        this.instance = instance;
        this.clock = clock;
        this.skew = skew;
        this.progress = progress;
        this.slowness = new Slowness(Figures.PARSER, "blocks", maxAgeMs, progress.ages());
    }

    /** The stats at {@code atMs} by the wall clock; {@code trouble} is why the parser is degraded, empty if it is not. */
    Snapshot snapshot(boolean stopped, List<String> trouble, long atMs) {
        Map<String, Long> values = new HashMap<>();
        progress.addTo(values);
        values.put(Figures.AGE_MS, progress.takeOldestMs());
        List<String> degraded = new ArrayList<>(trouble);
        degraded.addAll(progress.notes());
        degraded.addAll(slowness.look(clock.millis()));
        degraded.addAll(skew.look());
        return new Snapshot(Figures.PARSER, instance, atMs, stopped, List.copyOf(degraded), values);
    }
}
