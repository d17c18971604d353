package io.orderwire.parser.parse;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import io.orderwire.parser.shed.StartGap;
import io.orderwire.parser.totals.ShedBlocks;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one partition's losses: in the topic of gaps, and by a marker at their place among the orders. */
final class GapReports {
    private static final Logger log = LoggerFactory.getLogger(GapReports.class);
    private static final String PARSER = "parser";
    private static final String AGE = "age";
    private static final String RETENTION = "retention";

    private final ProcessorContext<byte[], Outgoing> context;
    private final int partition;
    private final @Nullable StartGap jump;
    private @Nullable String agedToPos;
    private long agedToMs;

    /** @param jump what this process's start passed over, or null */
    GapReports(ProcessorContext<byte[], Outgoing> context, int partition, @Nullable StartGap jump) {
        this.context = context;
        this.partition = partition;
        this.jump = jump;
    }

    /** Takes up what an earlier life of this partition's task gave up and did not tell. */
    void resume(ShedBlocks skip) {
        agedToPos = skip.fromPos();
        agedToMs = skip.fromMs();
    }

    /** What is given up between those offsets, behind the last block that was too old. */
    @Nullable
    ShedBlocks skip(long fromOffset, long goOnAt) {
        return agedToPos == null ? null : new ShedBlocks(fromOffset, goOnAt, agedToPos, agedToMs);
    }

    /** A block was too old. */
    void aged(RawBlock block, long timestamp) {
        String file = new String(block.file(), StandardCharsets.UTF_8) + "@";
        String toPos = file + (block.lastOffset() + 1);
        tell(aged(block.firstSeq(), block.lastSeq(), file + block.firstOffset(), toPos, timestamp, timestamp));
        agedToPos = toPos;
        agedToMs = timestamp;
    }

    /**
     * Blocks between the last one that was too old and the record at hand were so too, and not even read.
     *
     * @param toPos where the first event behind them stands, null where that is not known
     * @return when that last one was read by the ingestor, epoch milliseconds
     */
    long passedOver(long fromSeq, long toSeq, @Nullable String toPos, long timestamp) {
        tell(aged(fromSeq, toSeq, toPos == null ? null : agedToPos, toPos, agedToMs, timestamp));
        return agedToMs;
    }

    /**
     * Blocks never came. Those that this process's own start jumped over were too old; retention took all others before
     * they were read.
     */
    void missing(long fromSeq, long toSeq, long timestamp) {
        if (jump == null || jump.toSeq() < fromSeq || jump.fromSeq() > toSeq) {
            retention(fromSeq, toSeq, timestamp);
            return;
        }
        retention(fromSeq, jump.fromSeq() - 1, timestamp);
        boolean whole = jump.fromSeq() >= fromSeq && jump.toSeq() <= toSeq;
        tell(aged(
                Math.max(fromSeq, jump.fromSeq()),
                Math.min(toSeq, jump.toSeq()),
                whole ? jump.fromPos() : null,
                whole ? jump.toPos() : null,
                jump.fromMs(),
                jump.toMs()));
        retention(jump.toSeq() + 1, toSeq, timestamp);
    }

    private void retention(long fromSeq, long toSeq, long timestamp) {
        if (fromSeq > toSeq) {
            return;
        }
        log.warn("retention took events {} to {} of partition {} before they were parsed", fromSeq, toSeq, partition);
        long events = toSeq - fromSeq + 1;
        String id = RETENTION + "-" + partition + "-" + fromSeq;
        tell(new Gap(
                id, RETENTION, RETENTION, partition, fromSeq, toSeq, null, null, events, null, timestamp, timestamp));
    }

    private Gap aged(
            long fromSeq, long toSeq, @Nullable String fromPos, @Nullable String toPos, long fromMs, long toMs) {
        long events = toSeq - fromSeq + 1;
        String id = PARSER + "-" + partition + "-" + fromSeq;
        return new Gap(id, PARSER, AGE, partition, fromSeq, toSeq, fromPos, toPos, events, null, fromMs, toMs);
    }

    private void tell(Gap gap) {
        byte[] json = Headers.value(gap.toJson());
        context.forward(new Record<>(null, new Outgoing(0, json), gap.toMs()), ParserTopology.GAPS);
        forwardMarker(json, gap.toMs());
    }

    /** A marker for a gap, whoever found it. */
    void forwardMarker(byte[] gap, long timestamp) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.GAP, gap);
        context.forward(new Record<>(null, new Outgoing(partition, null), timestamp, headers), ParserTopology.ORDERS);
    }
}
