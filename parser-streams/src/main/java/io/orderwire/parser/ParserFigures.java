package io.orderwire.parser;

import io.orderwire.parser.totals.Progress;
import io.orderwire.runtime.figures.Figures;
import io.orderwire.runtime.figures.Slowness;
import io.orderwire.runtime.figures.Snapshot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a parser tells of itself, once a second. */
final class ParserFigures {
    private final String instance;
    private final Progress progress;
    private final Slowness slowness;

    /** Of the parser of that name, which gives up blocks older than {@code maxAgeMs}. */
    ParserFigures(String instance, Progress progress, long maxAgeMs) {
        this.instance = instance;
        this.progress = progress;
        this.slowness = new Slowness(Figures.PARSER, "blocks", maxAgeMs, progress.ages());
    }

    /** As of {@code nowMs}; {@code trouble} is why it is not ready, empty when it is. */
    Snapshot snapshot(boolean stopped, List<String> trouble, long nowMs) {
        Map<String, Long> values = new HashMap<>();
        progress.addTo(values);
        values.put(Figures.AGE_MS, progress.takeOldestMs());
        List<String> degraded = new ArrayList<>(trouble);
        degraded.addAll(slowness.look(nowMs));
        return new Snapshot(Figures.PARSER, instance, nowMs, stopped, List.copyOf(degraded), values);
    }
}
