package io.orderwire.ingestor;

import io.orderwire.runtime.meters.Catalogued;
import io.orderwire.runtime.meters.Metric;
import io.orderwire.runtime.meters.Metric.Unit;

/** Every meter of the ingestor, in the order in which a line passes by. */
public enum IngestorMeter implements Catalogued {
    AGE(Metric.gauge("orderwire.ingestor.age", "Age of the oldest byte that is not in Kafka, 0 if there is none")
            .in(Unit.SECONDS)),
    AGE_LIMIT(Metric.gauge(
                    "orderwire.ingestor.age.limit",
                    "Age from which bytes are shed with overload=latest: ingestor.max.age.ms")
            .in(Unit.SECONDS)),
    LAG(Metric.gauge("orderwire.ingestor.lag", "Bytes of the files that are not in Kafka")
            .in(Unit.BYTES)),
    UNREADABLE(
            Metric.gauge("orderwire.ingestor.files.unreadable", "Hour files and folders of dates that cannot be read")),
    BYTES(Metric.counter("orderwire.ingestor.bytes", "Bytes of the files that this process has passed, read or shed")
            .in(Unit.BYTES)),
    LINES(Metric.counter("orderwire.ingestor.lines", "Lines that this process has read, empty ones included")),
    EMPTY_LINES(Metric.counter(
            "orderwire.ingestor.lines.empty", "Lines without an event: empty ones and blocks without events")),
    EVENTS(Metric.counter("orderwire.ingestor.events", "Events committed to the raw topic by this process")),
    UNUSUAL(Metric.counter(
            "orderwire.ingestor.unusual",
            "Lines, and events of blocks, whose form (names, nesting, kinds of values) was not that of"
                    + " an earlier one; they take longer")),
    SHED(Metric.counter("orderwire.ingestor.shed", "Events shed for their age, as counted by this process")),
    UNCOUNTED(Metric.gauge("orderwire.ingestor.uncounted", "Shed ranges whose events are not counted yet")),
    UNCOUNTED_LIMIT(Metric.gauge(
            "orderwire.ingestor.uncounted.limit",
            "Shed ranges from which on nothing more is shed until one is counted")),
    VANISHED(Metric.counter(
            "orderwire.ingestor.vanished", "Losses of bytes that vanished before they were read or counted")),
    DUPLICATES(Metric.counter(
            "orderwire.ingestor.duplicates",
            "Events dropped because the node had written them before, with ingestor.drop.duplicates")),
    REWINDS(Metric.counter(
            "orderwire.ingestor.rewinds", "Times that block numbers went back while this process was running")),
    REMEMBERED(Metric.gauge(
                    "orderwire.ingestor.remembered",
                    "Memory for the blocks in which repetitions are recognized, with ingestor.drop.duplicates")
            .in(Unit.BYTES)),
    REMEMBERED_LIMIT(Metric.gauge(
                    "orderwire.ingestor.remembered.limit",
                    "Memory that the blocks in which repetitions are recognized may take")
            .in(Unit.BYTES)),
    REMEMBERED_BLOCKS(Metric.gauge(
            "orderwire.ingestor.remembered.blocks",
            "How many block numbers back repetitions are recognized, at most 10,000")),
    NOT_COMPARED(Metric.counter(
            "orderwire.ingestor.not.compared",
            "Events that were not compared with earlier ones, and are delivered even if they repeat them")),
    COMMIT(Metric.timer("orderwire.ingestor.commit", "Time from the hand-over of a cycle to its commit")),
    COMMITS_WAITING(
            Metric.gauge("orderwire.ingestor.commits.waiting", "Commits that wait for the thread that commits")),
    COMMITS_WAITING_LIMIT(Metric.gauge(
            "orderwire.ingestor.commits.waiting.limit", "Commits that may wait for the thread that commits")),
    FAILURES(Metric.counter(
            "orderwire.ingestor.failures", "Transactions that failed, whose bytes were read again from the files")),
    SEQUENCE(Metric.gauge(
            "orderwire.ingestor.sequence",
            "Sequence of the last committed event of a partition; the parser's is this minus its lag in events",
            "partition")),
    FOREIGN(Metric.counter(
            "orderwire.ingestor.foreign",
            "Records that were ignored because no process of this pipeline can have written them, or a"
                    + " later version did",
            "topic")),
    PRUNED_FILES(
            Metric.counter("orderwire.ingestor.pruned.files", "Hour files deleted by this process, with prune.keep")),
    PRUNED_BYTES(Metric.counter(
                    "orderwire.ingestor.pruned.bytes",
                    "Bytes of the hour files deleted by this process, with prune.keep")
            .in(Unit.BYTES)),
    NODE_LAG(Metric.gauge(
                    "orderwire.node.lag",
                    "How long after the time of its block the node wrote the newest line; NaN if unknown")
            .in(Unit.SECONDS)),
    NODE_CHAIN_AGE(Metric.gauge("orderwire.node.chain.age", "Age of the block of the newest line; NaN if unknown")
            .in(Unit.SECONDS)),
    NODE_SILENT(Metric.gauge("orderwire.node.silent", "Time since the node's files last grew; NaN if unknown")
            .in(Unit.SECONDS)),
    NODE_LAST_BLOCK(
            Metric.gauge("orderwire.node.last.block", "Number of the block of the newest line; NaN if unknown")),
    NODE_BLOCKS(Metric.counter("orderwire.node.blocks", "Blocks that the node wrote while this process was running")),
    NODE_BLOCKS_MISSING(Metric.gauge(
            "orderwire.node.blocks.missing",
            "Blocks that the node certainly did not write, since the topics were created")),
    NODE_REWINDS(Metric.gauge(
            "orderwire.node.rewinds", "Times that the node wrote blocks again, since the topics were created")),
    NODE_FOLLOWED(Metric.gauge(
            "orderwire.node.followed",
            "Always 1, with the shape that is followed and its folder of dates",
            "source",
            "folder"));

    private final Metric metric;

    IngestorMeter(Metric metric) {
        this.metric = metric;
    }

    @Override
    public Metric metric() {
        return metric;
    }
}
