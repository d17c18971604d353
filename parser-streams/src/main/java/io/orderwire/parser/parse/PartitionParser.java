package io.orderwire.parser.parse;

import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.RecordVersion;
import io.orderwire.parser.shed.AgeGate;
import io.orderwire.parser.shed.BlockAt;
import io.orderwire.parser.shed.BlockShedding;
import io.orderwire.parser.shed.StartGap;
import io.orderwire.parser.stats.ParserMetrics;
import io.orderwire.parser.totals.BlockProgress;
import io.orderwire.parser.totals.Progress;
import io.orderwire.parser.totals.ShedBlocks;
import io.orderwire.runtime.clock.RecordAges;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import java.util.Optional;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Turns the blocks of one partition into orders and dead letters, and stores their totals in the same transaction.
 *
 * <p>A record that cannot be handled must not fail the task after every restart, so each record is handled in two
 * phases. The first phase checks the whole record and forwards nothing: a record that fails the check is ignored as
 * foreign. If an ingestor did write it, its sequences are reported as missing later. The second phase forwards the
 * lines: a line that fails becomes a dead letter. Any other failure leaves part of a block in the transaction, which
 * must not be committed, so it ends the task.
 */
final class PartitionParser implements AutoCloseable {
    /**
     * Parts that all partitions of the process share.
     *
     * @param partitions number of partitions of the topic of orders
     */
    record Shared(int partitions, Progress progress, ParserMetrics metrics, BlockShedding shedding, RecordAges ages) {}

    private final ProcessorContext<byte[], Outgoing> context;
    private final int partition;
    private final Progress progress;
    private final ParserMetrics metrics;
    private final BlockShedding shedding;
    private final RecordAges ages;
    private final BlockProgress watch;
    private final Account account;
    private final LineParser lines;
    private final GapReports gaps;
    private final AgeGate gate;
    private final boolean exactlyOnce;

    /**
     * Opens the totals of the partition of {@code context}.
     *
     * @param watch the task's stage in the watchdog, paused while Kafka Streams takes a forwarded record
     */
    PartitionParser(ProcessorContext<byte[], Outgoing> context, Shared shared, BlockProgress watch) {
        this.context = context;
        this.partition = context.taskId().partition();
        this.progress = shared.progress();
        this.metrics = shared.metrics();
        this.shedding = shared.shedding();
        this.ages = shared.ages();
        this.watch = watch;
        exactlyOnce = StreamsConfig.EXACTLY_ONCE_V2.equals(
                context.appConfigs().get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG));
        StartGap startGap = shedding.startGap(partition);
        account = new Account(partition, progress, context.getStateStore(ParserTopology.TOTALS), startGap != null);
        lines = new LineParser(shared.partitions(), partition, metrics, this::forward);
        gaps = new GapReports(context, partition, startGap == null ? null : startGap.ahead(account.counted(0)));
        gate = shedding.gate(partition);
        ShedBlocks unreported = account.totals().unreported();
        if (unreported != null) {
            gate.resume(unreported.fromOffset(), unreported.resumeAt());
            gaps.resume(unreported);
        }
    }

    /** Handles one record of the raw topic. */
    void process(Record<byte[], byte[]> raw) {
        account.sees(offset());
        ReceivedRecord read = read(raw);
        if (read instanceof RawBlock block) {
            handle(block, raw.timestamp());
        } else if (read instanceof RawMarker marker) {
            handle(marker, raw.timestamp());
        }
        gate.handled(offset());
    }

    /**
     * Reads a record of the raw topic; counts it as foreign and returns null if its headers are not those of an
     * ingestor. Ends the process at a record of a later version: its events would be lost, because the committed offset passes
     * them, and a parser of that version could no longer read them.
     */
    private @Nullable ReceivedRecord read(Record<byte[], byte[]> raw) {
        try {
            return ReceivedRecord.of(raw, partition);
        } catch (RecordVersion.LaterVersionException e) {
            throw new ProcessExit(
                    ExitCode.KAFKA,
                    topic() + "-" + partition + " offset " + offset() + " cannot be read: " + e.getMessage(),
                    e);
        } catch (RuntimeException | StackOverflowError e) {
            foreign(e instanceof IllegalArgumentException ? e.getMessage() : e.toString());
            return null;
        }
    }

    private void foreign(@Nullable String why) {
        metrics.foreign().ignored(topic(), partition, offset(), why);
    }

    private void handle(RawBlock block, long timestamp) {
        Continuity.Result result = account.judge(block, offset());
        boolean handled = block.lastSeq() <= account.totals().seq();
        if (result == Continuity.Result.NEXT || result == Continuity.Result.BEGINS) {
            accept(block, timestamp);
        } else if (handled && !exactlyOnce) {
            // Without transactions, the totals may have been written although the orders were not.
            metrics.repeated(block.events());
            lines.forward(block, timestamp);
        } else if (result == Continuity.Result.REPEATED) {
            metrics.repeated(block.events());
        } else {
            foreign("the sequence " + block.rawSeq() + " does not follow "
                    + account.totals().seq());
        }
    }

    private void accept(RawBlock block, long timestamp) {
        long nowMs = ages.nowMs();
        long offset = offset();
        long ageMs = ages.ageMs(timestamp, gate.waitedMs(offset));
        long missing = reportMissing(block.firstSeq(), block.firstPosition(), timestamp, nowMs);
        if (stops(block, offset)) {
            gaps.aged(block, timestamp);
            shedding.shed(block.events(), ageMs == RecordAges.UNKNOWN ? ages.correctedMs(timestamp) : ageMs, nowMs);
            finish(block, 0, 0, missing + block.events(), ageMs);
        } else {
            long orders = lines.forward(block, timestamp);
            long handledMs = ageMs == RecordAges.UNKNOWN ? ageMs : ageMs + ages.nowMs() - nowMs;
            finish(block, orders, block.events() - orders, missing, handledMs);
            metrics.handled(orders, block.bytes().length, ageMs);
            gate.parsed(block.events());
        }
    }

    private boolean stops(RawBlock block, long offset) {
        BlockAt at = new BlockAt(offset, block.events(), block.lastSeq());
        if (block.replay()) {
            gate.replays(at);
            return false;
        }
        return gate.stops(at);
    }

    /**
     * Reports the events that are missing before {@code firstSeq}, the first sequence of the current record; returns
     * their number.
     */
    private long reportMissing(long firstSeq, @Nullable String position, long timestamp, long nowMs) {
        long last = account.totals().seq();
        long missing = Math.max(0, firstSeq - last - 1);
        if (missing > 0 && gate.shedBefore(offset())) {
            long sinceMs = gaps.reportUnread(last + 1, firstSeq - 1, position, timestamp);
            shedding.shed(missing, ages.correctedMs(sinceMs), nowMs);
        } else if (missing > 0) {
            gaps.missing(last + 1, firstSeq - 1, timestamp);
            metrics.shed(missing);
        }
        return missing;
    }

    private long offset() {
        return position().map(RecordMetadata::offset).orElse(0L);
    }

    private String topic() {
        return position().map(RecordMetadata::topic).orElse("");
    }

    private Optional<RecordMetadata> position() {
        return context.recordMetadata();
    }

    /**
     * Forwards a gap marker of the ingestor to its place among the orders; the ingestor itself writes the gap to the
     * topic of gaps. Events that are missing before it are reported first, because the next block may be a long time
     * away.
     */
    private void handle(RawMarker marker, long timestamp) {
        Long nextSeq = marker.nextSeq();
        Continuity.Result result = nextSeq == null
                ? account.takesUnnamed() ? Continuity.Result.REPEATED : Continuity.Result.FOREIGN
                : account.judge(marker, nextSeq);
        if (result == Continuity.Result.FOREIGN) {
            foreign("the marker's sequence " + nextSeq + " does not follow "
                    + account.totals().seq());
            return;
        }
        if (result == Continuity.Result.NEXT && nextSeq != null) {
            long next = account.counted(nextSeq);
            long missing = reportMissing(next, marker.gap().fromPos(), timestamp, ages.nowMs());
            if (missing > 0) {
                put(next - 1, 0, 0, missing);
            }
        } else if (nextSeq != null && exactlyOnce) {
            metrics.repeated(0);
            return;
        }
        gaps.forwardMarker(Headers.value(marker.json()), timestamp);
        progress.handled(ages.ageMs(timestamp, gate.waitedMs(offset())));
    }

    private void finish(RawBlock block, long orders, long deadLetters, long lost, long ageMs) {
        put(block.lastSeq(), orders, deadLetters, lost);
        if (block.replay()) {
            progress.replayed(ageMs);
        } else {
            progress.handled(ageMs);
        }
    }

    /** Adds to the stored totals that all events up to {@code seq} were handled. */
    private void put(long seq, long orders, long deadLetters, long lost) {
        long next = offset() + 1;
        long resumeAt = gate.resumeAt();
        ShedBlocks shed = resumeAt > next ? gaps.unreported(next, resumeAt) : null;
        account.put(seq, offset(), orders, deadLetters, lost, shed);
    }

    private void forward(Record<byte[], Outgoing> outgoing, String sink) {
        watch.pause();
        context.forward(outgoing, sink);
        watch.begin();
    }

    /**
     * Forgets which blocks were shed: the consumer polls before the next parser begins, and must not pass over blocks
     * only because this parser shed them.
     */
    @Override
    public void close() {
        gate.close();
    }
}
