package io.orderwire.benchmarks.beside;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * How long blocks took, microseconds: percentiles of one run.
 *
 * @param p50 median
 * @param p90 90th percentile
 * @param p99 99th percentile
 * @param p999 99.9th percentile
 * @param max longest
 */
record WriteTimes(long p50, long p90, long p99, long p999, long max) {
    private static final int FIGURES = 5;

    static WriteTimes of(Histogram micros) {
        return new WriteTimes(
                micros.getValueAtPercentile(50),
                micros.getValueAtPercentile(90),
                micros.getValueAtPercentile(99),
                micros.getValueAtPercentile(99.9),
                micros.getMaxValue());
    }

    /** Reads what {@link #line} wrote, from the word at {@code from} on. */
    static WriteTimes parse(List<String> words, int from) {
        if (words.size() < from + FIGURES) {
            throw new IllegalArgumentException("expected " + FIGURES + " times from word " + from + " on: " + words);
        }
        List<Long> figures = new ArrayList<>();
        words.subList(from, from + FIGURES).forEach(word -> figures.add(Long.valueOf(word)));
        return new WriteTimes(figures.get(0), figures.get(1), figures.get(2), figures.get(3), figures.get(4));
    }

    /** Five words. */
    String line() {
        return p50 + " " + p90 + " " + p99 + " " + p999 + " " + max;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%8.2f %8.2f %8.2f %8.2f %8.2f", p50 / 1e3, p90 / 1e3, p99 / 1e3, p999 / 1e3, max / 1e3);
    }
}
