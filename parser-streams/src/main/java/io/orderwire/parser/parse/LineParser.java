package io.orderwire.parser.parse;

import io.orderwire.contract.order.LineReader;
import io.orderwire.contract.order.OrderEncoder;
import io.orderwire.contract.order.ParseResult;
import io.orderwire.contract.order.Users;
import io.orderwire.contract.topic.Headers;
import io.orderwire.parser.sink.OrderBlock;
import io.orderwire.parser.stats.ParserMetrics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Turns each line of one partition's blocks into an order or a dead letter. */
final class LineParser {
    private static final byte[] ONE = {'1'};

    private static final byte[] NOTHING = {};

    /** Receives the orders or the dead letter that lines become. */
    interface Sink {
        void forward(Record<byte[], Outgoing> outgoing, String sink);
    }

    private final int partitions;
    private final int partition;
    private final ParserMetrics metrics;
    private final Sink sink;
    private final LineReader line = new LineReader();
    private final OrderEncoder encoder = new OrderEncoder();

    /** Creates a parser for the lines of {@code partition}, one of {@code partitions} that there are now. */
    LineParser(int partitions, int partition, ParserMetrics metrics, Sink sink) {
        this.partitions = partitions;
        this.partition = partition;
        this.metrics = metrics;
        this.sink = sink;
    }

    /** Forwards each line of the block as an order or a dead letter; returns the number of orders. */
    long forward(RawBlock block, long timestamp) {
        RecordHeaders headers = new RecordHeaders();
        if (block.replay()) {
            headers.add(Headers.REPLAY, ONE);
        }
        OrderBlock packed = new OrderBlock(headers);
        long orders = 0;
        long unusual = line.unusual();
        for (long seq = block.firstSeq(); seq <= block.lastSeq(); seq++) {
            block.next();
            ParseResult result = judge(block);
            byte[] value = result == ParseResult.ORDER ? encode(block, seq) : null;
            if (value != null) {
                int eventFrom = value.length - 1 - (line.eventTo() - line.eventFrom());
                packed.add(
                        Arrays.copyOf(line.user(), Users.LENGTH),
                        value,
                        eventFrom,
                        line.coin(block.bytes()),
                        line.status(block.bytes()),
                        seq);
                orders++;
                if (packed.isFull()) {
                    forward(packed, timestamp);
                    packed = new OrderBlock(headers);
                }
            } else {
                forwardDeadLetter(
                        block, seq, result == ParseResult.ORDER ? ParseResult.NOT_AN_ORDER : result, timestamp);
            }
        }
        if (!packed.isEmpty()) {
            forward(packed, timestamp);
        }
        metrics.unusual(line.unusual() - unusual);
        return orders;
    }

    /** Forwards one record for all of these orders; the producer makes their records of it. */
    private void forward(OrderBlock packed, long timestamp) {
        RecordHeaders headers = new RecordHeaders(new Header[] {packed});
        sink.forward(new Record<>(null, new Outgoing(partition, NOTHING), timestamp, headers), ParserTopology.ORDERS);
    }

    private ParseResult judge(RawBlock block) {
        if (block.oversized()) {
            return ParseResult.OVERSIZED;
        }
        try {
            ParseResult result = line.read(block.bytes(), block.lineFrom(), block.lineTo());
            return result != ParseResult.ORDER || agrees(block) ? result : ParseResult.NOT_AN_ORDER;
        } catch (RuntimeException | StackOverflowError e) {
            metrics.failedLine(position(block), e);
            return ParseResult.NOT_AN_ORDER;
        }
    }

    /**
     * Whether the ingestor found the same user. Partitions may have been added since, so the number of that time counts; an
     * earlier version of the ingestor did not write it.
     */
    private boolean agrees(RawBlock block) {
        int then = block.partitions();
        return then == 0
                ? Users.isPossible(line.user(), partition, partitions)
                : Users.partition(line.user(), then) == partition;
    }

    /** The encoded order, or null if encoding fails. */
    private byte @Nullable [] encode(RawBlock block, long seq) {
        try {
            return encoder.encode(block.bytes(), line, block.file(), block.offset(), partition, seq, block.index());
        } catch (RuntimeException | StackOverflowError e) {
            metrics.failedLine(position(block), e);
            return null;
        }
    }

    private void forwardDeadLetter(RawBlock block, long seq, ParseResult result, long timestamp) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.REASON, Headers.value(result.reason()));
        headers.add(Headers.POS, Headers.value(position(block)));
        headers.add(Headers.PARTITION, Headers.value(partition));
        headers.add(Headers.SEQ, Headers.value(seq));
        byte[] value = Arrays.copyOfRange(block.bytes(), block.lineFrom(), block.lineTo());
        sink.forward(new Record<>(null, new Outgoing(0, value), timestamp, headers), ParserTopology.DEAD_LETTERS);
        metrics.deadLetter(result);
    }

    private static String position(RawBlock block) {
        return new String(block.file(), StandardCharsets.US_ASCII) + "@" + block.offset();
    }
}
