package io.orderwire.benchmarks.beside;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * Compares runs with the pipeline with runs without it. Runs alone differ from each other; the pipeline is not noticed if the
 * median of the runs with it is not above the highest of them.
 *
 * @param alone percentiles of the runs without the pipeline
 * @param beside percentiles of those with it
 */
record Comparison(List<WriteTimes> alone, List<WriteTimes> beside) {
    private static final double MICROS_A_MS = 1e3;

    /** Whether the median p99 with the pipeline lies within the spread without it, or below. */
    boolean holds() {
        return median(beside, WriteTimes::p99) <= highest(alone, WriteTimes::p99);
    }

    /** One line of text. */
    String line(String what) {
        return String.format(
                Locale.ROOT,
                "  %-8s%s: p99 alone %.2f to %.2f ms, beside %.2f to %.2f ms, median %.2f",
                holds() ? "held" : "BROKEN",
                what,
                lowest(alone, WriteTimes::p99) / MICROS_A_MS,
                highest(alone, WriteTimes::p99) / MICROS_A_MS,
                lowest(beside, WriteTimes::p99) / MICROS_A_MS,
                highest(beside, WriteTimes::p99) / MICROS_A_MS,
                median(beside, WriteTimes::p99) / MICROS_A_MS);
    }

    private static long lowest(List<WriteTimes> runs, ToLongFunction<WriteTimes> figure) {
        return runs.stream().mapToLong(figure).min().orElseThrow();
    }

    private static long highest(List<WriteTimes> runs, ToLongFunction<WriteTimes> figure) {
        return runs.stream().mapToLong(figure).max().orElseThrow();
    }

    /** The lower one of two in the middle. */
    private static long median(List<WriteTimes> runs, ToLongFunction<WriteTimes> figure) {
        return runs.stream().mapToLong(figure).sorted().toArray()[(runs.size() - 1) / 2];
    }
}
