package io.orderwire.parser.stats;

import io.orderwire.runtime.meters.Catalogued;
import io.orderwire.runtime.meters.Metric;
import io.orderwire.runtime.meters.Metric.Unit;

/** Every meter of the parser. */
public enum ParserMeter implements Catalogued {
    AGE(Metric.timer("orderwire.parser.age", "Time from the ingestor's read of a block to its parsing")),
    AGE_LIMIT(Metric.gauge(
                    "orderwire.parser.age.limit",
                    "Age from which blocks are shed with overload=latest: parser.max.age.ms")
            .in(Unit.SECONDS)),
    BYTES(Metric.counter("orderwire.parser.bytes", "Bytes of raw blocks read by this process")
            .in(Unit.BYTES)),
    ORDERS(Metric.counter("orderwire.parser.orders", "Orders written by this process")),
    DEAD_LETTERS(Metric.counter(
            "orderwire.parser.dead.letters", "Dead letters written by this process, by reason", "reason")),
    FAILED_LINES(Metric.counter(
            "orderwire.parser.failed.lines", "Lines that became dead letters because of an unforeseen failure")),
    UNUSUAL(Metric.counter(
            "orderwire.parser.unusual",
            "Lines whose form (names, nesting, kinds of values) was not that of an earlier one;"
                    + " they take longer")),
    REPEATED(Metric.counter(
            "orderwire.parser.repeated",
            "Events that were read a second time: ignored, or with at_least_once written again")),
    SHED(Metric.counter(
            "orderwire.parser.shed",
            "Events that this process did not parse: shed because they were too old, or deleted"
                    + " before they were read")),
    SEQUENCE(Metric.gauge(
            "orderwire.parser.sequence",
            "Sequence of the last event of a partition that this process has handled",
            "partition")),
    FOREIGN(Metric.counter(
            "orderwire.parser.foreign",
            "Records that were ignored because no process of this pipeline can have written"
                    + " them, or a later version did",
            "topic")),
    REPLACED_THREADS(Metric.counter(
            "orderwire.parser.replaced.threads",
            "Threads of Kafka Streams that died and were replaced; more than 20 within a minute" + " end the process"));

    private final Metric metric;

    ParserMeter(Metric metric) {
        this.metric = metric;
    }

    @Override
    public Metric metric() {
        return metric;
    }
}
