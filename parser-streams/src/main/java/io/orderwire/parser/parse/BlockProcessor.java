package io.orderwire.parser.parse;

import io.orderwire.orders.Gap;
import io.orderwire.orders.Headers;
import io.orderwire.orders.LineReader;
import io.orderwire.orders.OrderEncoder;
import io.orderwire.orders.Users;
import io.orderwire.orders.Verdict;
import io.orderwire.parser.ParserMetrics;
import io.orderwire.parser.shed.AgeGate;
import io.orderwire.parser.shed.Shedding;
import io.orderwire.parser.totals.BlockWatch;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.parser.totals.Progress;
import io.orderwire.parser.totals.Skip;
import io.orderwire.runtime.clock.RecordAges;
import io.orderwire.runtime.process.ExitCode;
import io.orderwire.runtime.process.ProcessExit;
import io.orderwire.runtime.process.StallWatchdog;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the blocks of one partition into orders and dead letters, and writes down what became of them in the same
 * transaction. Throws on nothing that a block holds.
 */
final class BlockProcessor implements Processor<byte[], byte[], byte[], Outgoing> {
    private static final Logger log = LoggerFactory.getLogger(BlockProcessor.class);
    private static final byte[] ONE = {'1'};

    private final int partitions;
    private final Progress progress;
    private final ParserMetrics metrics;
    private final Shedding shedding;
    private final RecordAges ages;
    private final StallWatchdog watchdog;
    private final BlockWatch watch = new BlockWatch();
    private final LineReader line = new LineReader();
    private final OrderEncoder encoder = new OrderEncoder();
    private @Nullable ProcessorContext<byte[], Outgoing> context;
    private @Nullable Losses losses;
    private @Nullable AgeGate gate;
    private @Nullable KeyValueStore<Integer, PartitionTotals> store;
    private PartitionTotals totals = PartitionTotals.NONE;
    private int partition;
    private boolean exactlyOnce;
    private boolean foreignTold;

    BlockProcessor(
            int partitions,
            Progress progress,
            ParserMetrics metrics,
            Shedding shedding,
            RecordAges ages,
            StallWatchdog watchdog) {
        this.partitions = partitions;
        this.progress = progress;
        this.metrics = metrics;
        this.shedding = shedding;
        this.ages = ages;
        this.watchdog = watchdog;
    }

    @Override
    public void init(ProcessorContext<byte[], Outgoing> newContext) {
        context = newContext;
        partition = newContext.taskId().partition();
        exactlyOnce = StreamsConfig.EXACTLY_ONCE_V2.equals(
                newContext.appConfigs().get(StreamsConfig.PROCESSING_GUARANTEE_CONFIG));
        KeyValueStore<Integer, PartitionTotals> opened = newContext.getStateStore(ParserTopology.TOTALS);
        totals = stored(opened);
        store = opened;
        losses = new Losses(newContext, partition, shedding.jump(partition));
        gate = shedding.gate(partition);
        Skip skip = totals.skip();
        if (skip != null) {
            gate.resume(skip.fromOffset(), skip.goOnAt());
            losses.resume(skip);
        }
        progress.set(partition, totals);
        watchdog.watch(stage(), watch);
    }

    /** What cannot be read now cannot be read by another thread either: the process ends. */
    private PartitionTotals stored(KeyValueStore<Integer, PartitionTotals> opened) {
        try {
            PartitionTotals stored = opened.get(partition);
            return stored == null ? PartitionTotals.NONE : stored;
        } catch (SerializationException e) {
            throw new ProcessExit(
                    ExitCode.KAFKA, "the totals of partition " + partition + " cannot be read: " + e.getMessage(), e);
        }
    }

    private String stage() {
        return "parser-partition-" + partition;
    }

    @Override
    public void process(Record<byte[], byte[]> raw) {
        watch.begin();
        try {
            handle(raw);
        } finally {
            watch.end();
        }
    }

    private void handle(Record<byte[], byte[]> raw) {
        RawBlock block = RawBlock.of(raw);
        if (block == null) {
            noBlock(raw);
            return;
        }
        if (block.lastSeq() <= totals.seq()) {
            metrics.repeated(block.events());
            if (!exactlyOnce) {
                // Without transactions the totals may have been written and these orders not.
                parse(block, raw.timestamp());
            }
            return;
        }
        long nowMs = ages.nowMs();
        long offset = offset();
        long ageMs = ages.ageMs(raw.timestamp(), gate().waitedMs(offset));
        long missing = tellMissing(block.firstSeq(), block.firstPosition(), raw.timestamp(), nowMs);
        if (!block.replay() && gate().stops(offset)) {
            losses().aged(block, raw.timestamp());
            shedding.shed(
                    block.events(), ageMs == RecordAges.UNKNOWN ? ages.correctedMs(raw.timestamp()) : ageMs, nowMs);
            finish(block, 0, 0, missing + block.events(), ageMs);
        } else {
            long orders = parse(block, raw.timestamp());
            long handledMs = ageMs == RecordAges.UNKNOWN ? ageMs : ageMs + ages.nowMs() - nowMs;
            finish(block, orders, block.events() - orders, missing, handledMs);
            metrics.handled(orders, block.bytes().length, Math.max(0, ageMs));
        }
    }

    /** Tells what is missing before that sequence, where the record at hand goes on; returns how many events that are. */
    private long tellMissing(long firstSeq, @Nullable String position, long timestamp, long nowMs) {
        long missing = Math.max(0, firstSeq - totals.seq() - 1);
        if (missing > 0 && gate().passedOverBefore(offset())) {
            long sinceMs = losses().passedOver(totals.seq() + 1, firstSeq - 1, position, timestamp);
            shedding.shed(missing, ages.correctedMs(sinceMs), nowMs);
        } else if (missing > 0) {
            losses().missing(totals.seq() + 1, firstSeq - 1, timestamp);
            metrics.shed(missing);
        }
        return missing;
    }

    /** Where the record at hand stands in its partition. */
    private long offset() {
        return position().map(RecordMetadata::offset).orElse(0L);
    }

    private Optional<RecordMetadata> position() {
        if (context == null) {
            throw new IllegalStateException("not initialised");
        }
        return context.recordMetadata();
    }

    private AgeGate gate() {
        if (gate == null) {
            throw new IllegalStateException("not initialised");
        }
        return gate;
    }

    /**
     * The ingestor's gap markers go on to their place among the orders; the topic of gaps has them from the ingestor. What
     * is missing before one is told before it: no block may follow for long.
     */
    private void noBlock(Record<byte[], byte[]> raw) {
        Header gap = raw.headers().lastHeader(Headers.GAP);
        if (gap != null && gap.value() != null && raw.value() == null) {
            Long seq = Headers.number(raw.headers(), Headers.SEQ);
            long missing = seq == null ? 0 : tellMissing(seq, begin(gap), raw.timestamp(), ages.nowMs());
            if (missing > 0) {
                account(totals.seq() + missing, 0, 0, missing);
            }
            losses().forwardMarker(gap.value(), raw.timestamp());
            progress.handled(ages.ageMs(raw.timestamp(), gate().waitedMs(offset())));
            return;
        }
        metrics.foreign();
        if (!foreignTold) {
            foreignTold = true;
            log.warn(
                    "{}-{} offset {} is no block of an ingestor that this version knows: passed over; more of them are"
                            + " counted and not logged",
                    position().map(RecordMetadata::topic).orElse(""),
                    partition,
                    offset());
        }
    }

    /** Each line of the block to an order or a dead letter; returns how many are orders. */
    private long parse(RawBlock block, long timestamp) {
        RecordHeaders headers = new RecordHeaders();
        if (block.replay()) {
            headers.add(Headers.REPLAY, ONE);
        }
        long orders = 0;
        for (long seq = block.firstSeq(); seq <= block.lastSeq(); seq++) {
            block.next();
            Verdict verdict = judge(block);
            if (verdict == Verdict.ORDER) {
                forwardOrder(block, seq, timestamp, headers);
                orders++;
            } else {
                forwardDeadLetter(block, seq, verdict, timestamp);
            }
        }
        return orders;
    }

    private Verdict judge(RawBlock block) {
        if (block.oversized()) {
            return Verdict.OVERSIZED;
        }
        Verdict verdict = line.read(block.bytes(), block.lineFrom(), block.lineTo());
        boolean agreed = verdict != Verdict.ORDER || Users.partition(line.user(), partitions) == partition;
        return agreed ? verdict : Verdict.NOT_AN_ORDER;
    }

    private void forwardOrder(RawBlock block, long seq, long timestamp, RecordHeaders headers) {
        byte[] value = encoder.encode(block.bytes(), line, block.file(), block.offset(), partition, seq);
        byte[] key = Arrays.copyOf(line.user(), Users.LENGTH);
        forward(new Record<>(key, new Outgoing(partition, value), timestamp, headers), ParserTopology.ORDERS);
    }

    private void forwardDeadLetter(RawBlock block, long seq, Verdict verdict, long timestamp) {
        RecordHeaders headers = new RecordHeaders();
        String position = new String(block.file(), StandardCharsets.UTF_8) + "@" + block.offset();
        headers.add(Headers.REASON, Headers.value(verdict.reason()));
        headers.add(Headers.POS, Headers.value(position));
        headers.add(Headers.PARTITION, Headers.value(partition));
        headers.add(Headers.SEQ, Headers.value(seq));
        byte[] value = Arrays.copyOfRange(block.bytes(), block.lineFrom(), block.lineTo());
        forward(new Record<>(null, new Outgoing(0, value), timestamp, headers), ParserTopology.DEAD_LETTERS);
        metrics.deadLetter(verdict);
    }

    /** Where a gap begins, null when nobody knows. */
    private static @Nullable String begin(Header gap) {
        try {
            return Gap.parse(new String(gap.value(), StandardCharsets.UTF_8)).fromPos();
        } catch (IllegalArgumentException expected) {
            return null;
        }
    }

    private void finish(RawBlock block, long orders, long deadLetters, long lost, long ageMs) {
        account(block.lastSeq(), orders, deadLetters, lost);
        if (block.replay()) {
            progress.replayed(ageMs);
        } else {
            progress.handled(ageMs);
        }
    }

    /** All up to that sequence has become something. */
    private void account(long seq, long orders, long deadLetters, long lost) {
        long next = offset() + 1;
        long goOnAt = gate().goOnAt();
        totals = new PartitionTotals(
                seq,
                totals.orders() + orders,
                totals.deadLetters() + deadLetters,
                totals.shed() + lost,
                goOnAt > next ? losses().skip(next, goOnAt) : null);
        if (store != null) {
            store.put(partition, totals);
        }
        progress.set(partition, totals);
    }

    private void forward(Record<byte[], Outgoing> outgoing, String sink) {
        if (context == null) {
            throw new IllegalStateException("not initialised");
        }
        watch.pause();
        context.forward(outgoing, sink);
        watch.begin();
    }

    private Losses losses() {
        if (losses == null) {
            throw new IllegalStateException("not initialised");
        }
        return losses;
    }

    @Override
    public void close() {
        // Until the next one has begun, its consumer polls already: it must not skip by what this one found.
        if (gate != null) {
            gate.close();
        }
        watchdog.forget(stage(), watch);
        progress.forget(partition);
    }
}
