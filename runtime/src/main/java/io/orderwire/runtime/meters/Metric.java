package io.orderwire.runtime.meters;

import com.google.errorprone.annotations.Immutable;
import java.util.List;

/**
 * The definition of a meter: the only place for its name, kind, unit, help text and tags.
 *
 * @param name name with dots, without a unit and without {@code total}
 * @param kind how its value moves
 * @param unit unit of its value, a base unit
 * @param help one sentence without a period, for operators
 * @param tags names of its tags, in the order in which their values are given
 */
@Immutable
@SuppressWarnings("Immutable") // the list of tags is a copy that cannot be changed
public record Metric(String name, Kind kind, Unit unit, String help, List<String> tags) {
    private static final String TOTAL = "_total";

    /** How a value moves. */
    public enum Kind {
        /** Rises from 0 when the process starts. */
        COUNTER("counter"),
        /** Rises and falls. */
        GAUGE("gauge"),
        /** Number and sum of times, with their p50 and p99, in seconds. */
        TIMER("timer");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The kind in the reference page. */
        public String word() {
            return word;
        }
    }

    /** Units of values: Prometheus's base units. */
    public enum Unit {
        /** A number of things, which the name says. */
        NONE(""),
        /** Bytes. */
        BYTES("bytes"),
        /** Seconds. */
        SECONDS("seconds"),
        /** A part of a whole, from 0 to 1. */
        RATIO("ratio");

        private final String word;

        Unit(String word) {
            this.word = word;
        }

        /** The unit as Prometheus's names end in it; empty for a number of things. */
        public String word() {
            return word;
        }
    }

    /** Copies the tags. */
    public Metric {
        tags = List.copyOf(tags);
    }

    /** A number of things that have happened. */
    public static Metric counter(String name, String help, String... tags) {
        return new Metric(name, Kind.COUNTER, Unit.NONE, help, List.of(tags));
    }

    /** A number of things that are there. */
    public static Metric gauge(String name, String help, String... tags) {
        return new Metric(name, Kind.GAUGE, Unit.NONE, help, List.of(tags));
    }

    /** Times. */
    public static Metric timer(String name, String help, String... tags) {
        return new Metric(name, Kind.TIMER, Unit.SECONDS, help, List.of(tags));
    }

    /** The same meter, whose value has a unit. */
    public Metric in(Unit of) {
        return new Metric(name, kind, of, help, tags);
    }

    /**
     * Its name in {@code /metrics}. That of a timer has the sum and the number of the times as {@code _sum} and {@code
     * _count}, and its percentiles with the label {@code quantile}.
     */
    public String prometheusName() {
        String named = withUnit(name.replace('.', '_'));
        return kind == Kind.COUNTER && !named.endsWith(TOTAL) ? named + TOTAL : named;
    }

    private String withUnit(String named) {
        return unit == Unit.NONE || named.endsWith("_" + unit.word()) ? named : named + "_" + unit.word();
    }
}
