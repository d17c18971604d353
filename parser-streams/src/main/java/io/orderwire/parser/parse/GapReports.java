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

/** Reports the gaps of one partition: in the topic of gaps, and by a marker at their place among the orders. */
final class GapReports {
    private static final Logger log = LoggerFactory.getLogger(GapReports.class);

    private final ProcessorContext<byte[], Outgoing> context;
    private final int partition;
    private final @Nullable StartGap startGap;
    private @Nullable String agedToPos;
    private long agedToMs;

    /** @param startGap blocks that this process shed at its start, or null */
    GapReports(ProcessorContext<byte[], Outgoing> context, int partition, @Nullable StartGap startGap) {
        this.context = context;
        this.partition = partition;
        this.startGap = startGap;
    }

    /** Restores shed blocks that a previous task instance had not reported. */
    void resume(ShedBlocks unreported) {
        agedToPos = unreported.fromPos();
        agedToMs = unreported.fromMs();
    }

    /** The shed blocks between those offsets, which follow the last block that was too old; null if no block was too old. */
    @Nullable
    ShedBlocks unreported(long fromOffset, long resumeAt) {
        return agedToPos == null ? null : new ShedBlocks(fromOffset, resumeAt, agedToPos, agedToMs);
    }

    /** Reports a block that was read, but shed because it was too old. */
    void aged(RawBlock block, long timestamp) {
        String file = new String(block.file(), StandardCharsets.UTF_8) + "@";
        String toPos = file + (block.lastOffset() + 1);
        report(aged(block.firstSeq(), block.lastSeq(), file + block.firstOffset(), toPos, timestamp, timestamp));
        agedToPos = toPos;
        agedToMs = timestamp;
    }

    /**
     * Reports the blocks between the last one that was too old and the current record, which were shed unread because they were
     * too old as well.
     *
     * @param toPos position of the first event after them, null if it is not known
     * @return time at which the ingestor read the last block that was too old, epoch milliseconds
     */
    long reportUnread(long fromSeq, long toSeq, @Nullable String toPos, long timestamp) {
        report(aged(fromSeq, toSeq, toPos == null ? null : agedToPos, toPos, agedToMs, timestamp));
        return agedToMs;
    }

    /**
     * Reports blocks that did not arrive. Those that this process shed at its start were too old; retention deleted all
     * others before they were read.
     */
    void missing(long fromSeq, long toSeq, long timestamp) {
        if (startGap == null || startGap.toSeq() < fromSeq || startGap.fromSeq() > toSeq) {
            retention(fromSeq, toSeq, timestamp);
            return;
        }
        retention(fromSeq, startGap.fromSeq() - 1, timestamp);
        boolean whole = startGap.fromSeq() >= fromSeq && startGap.toSeq() <= toSeq;
        report(aged(
                Math.max(fromSeq, startGap.fromSeq()),
                Math.min(toSeq, startGap.toSeq()),
                whole ? startGap.fromPos() : null,
                whole ? startGap.toPos() : null,
                startGap.fromMs(),
                startGap.toMs()));
        retention(startGap.toSeq() + 1, toSeq, timestamp);
    }

    private void retention(long fromSeq, long toSeq, long timestamp) {
        if (fromSeq > toSeq) {
            return;
        }
        log.warn(
                "retention deleted events {} to {} of partition {} before they were parsed", fromSeq, toSeq, partition);
        long events = toSeq - fromSeq + 1;
        String id = Gap.Where.RETENTION.word() + "-" + partition + "-" + fromSeq;
        report(Gap.builder(id, Gap.Where.RETENTION, Gap.Reason.RETENTION)
                .partition(partition)
                .seqs(fromSeq, toSeq)
                .events(events)
                .times(timestamp, timestamp)
                .build());
    }

    private Gap aged(
            long fromSeq, long toSeq, @Nullable String fromPos, @Nullable String toPos, long fromMs, long toMs) {
        long events = toSeq - fromSeq + 1;
        String id = Gap.Where.PARSER.word() + "-" + partition + "-" + fromSeq;
        return Gap.builder(id, Gap.Where.PARSER, Gap.Reason.AGE)
                .partition(partition)
                .seqs(fromSeq, toSeq)
                .positions(fromPos, toPos)
                .events(events)
                .times(fromMs, toMs)
                .build();
    }

    private void report(Gap gap) {
        byte[] json = Headers.value(gap.toJson());
        context.forward(new Record<>(null, new Outgoing(0, json), gap.toMs()), ParserTopology.GAPS);
        forwardMarker(json, gap.toMs());
    }

    /** Forwards a marker for a gap that the ingestor or this parser reported. */
    void forwardMarker(byte[] gap, long timestamp) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.GAP, gap);
        context.forward(new Record<>(null, new Outgoing(partition, null), timestamp, headers), ParserTopology.ORDERS);
    }
}
