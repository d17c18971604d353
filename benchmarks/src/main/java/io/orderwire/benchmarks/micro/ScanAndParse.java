package io.orderwire.benchmarks.micro;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.orderwire.contract.order.LineReader;
import io.orderwire.contract.order.OrderEncoder;
import io.orderwire.contract.order.OrderReader;
import io.orderwire.contract.position.HourFile;
import io.orderwire.contract.position.Source;
import io.orderwire.gateway.match.OrderFilter;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.protocol.OrdersBody;
import io.orderwire.gateway.protocol.OrdersFrame;
import io.orderwire.ingestor.duplicates.RewindDetector;
import io.orderwire.ingestor.partition.PartitionedBlocks;
import io.orderwire.ingestor.partition.Totals;
import io.orderwire.ingestor.split.EventSink;
import io.orderwire.ingestor.split.FileCursor;
import io.orderwire.ingestor.split.LineSplitter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per line of each station: splitting and partitioning, parsing and encoding, reading and filtering an order,
 * building frames. The results are compared with limits on the same bytes: finding line feeds, copying, and reading with a
 * general JSON library.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScanAndParse {
    private static final int LINES = 5_000;
    private static final int ORDERS_PER_FRAME = 90;
    private static final int FRAME_BYTES = 64 * 1024;
    private static final byte[] HEAD = OrdersFrame.head("x");
    private static final String CURSOR = "x".repeat(150);
    private static final byte[] FILE = "20260505/17".getBytes(StandardCharsets.US_ASCII);

    private static final EventSink NOWHERE = new EventSink() {
        @Override
        public void event(
                byte[] head, byte[] bytes, int from, int to, byte[] tail, long position, byte @Nullable [] user) {}

        @Override
        public void oversized(byte[] start, long length, long position) {}

        @Override
        public void lineRead() {}

        @Override
        public void emptyLine() {}
    };
    private static final OrderFilter FILTER =
            new OrderFilter(Set.of("BTC"), Set.of(), Set.of(), Set.of(), BigDecimal.valueOf(1_000));

    private final ObjectMapper mapper = new ObjectMapper();
    private final LineSplitter splitter = new LineSplitter(Source.STREAMING, 512 * 1024);
    private final RecordView view = new RecordView();
    private final LineReader reader = new LineReader();
    private final OrderEncoder encoder = new OrderEncoder();
    private final OrderReader orders = new OrderReader();
    private byte[] text = {};
    private byte[] copied = {};
    private int[] ends = {};
    private byte[][] values = {};
    private List<List<byte[]>> batches = List.of();

    /** Writes lines as a node does. */
    @Setup
    public void write() throws IOException {
        text = SimulatedBlock.of(LINES);
        copied = new byte[text.length];
        ends = new int[LINES];
        values = new byte[LINES][];
        int line = 0;
        for (int i = 0, from = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                ends[line] = i;
                reader.read(text, from, i);
                values[line++] = encoder.encode(text, reader, FILE, from, 1, line, line);
                from = i + 1;
            }
        }
        batches = batches(values);
    }

    /** Orders as the gateway puts them into frames of 64 KiB. */
    private static List<List<byte[]>> batches(byte[][] values) {
        List<List<byte[]>> batches = new ArrayList<>();
        for (int from = 0; from < values.length; from += ORDERS_PER_FRAME) {
            batches.add(List.of(values).subList(from, Math.min(values.length, from + ORDERS_PER_FRAME)));
        }
        return batches;
    }

    /** Limit: finding the ends of the lines. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public int lineFeeds() {
        int lines = 0;
        for (byte each : text) {
            lines += each == '\n' ? 1 : 0;
        }
        return lines;
    }

    /** Limit: copying the lines. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public byte[] copy() {
        System.arraycopy(text, 0, copied, 0, text.length);
        return copied;
    }

    /** Limit: a general JSON library, which makes a tree of each line. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public int databind() throws IOException {
        int members = 0;
        int from = 0;
        for (int end : ends) {
            members += mapper.readTree(text, from, end - from).size();
            from = end + 1;
        }
        return members;
    }

    /** What the ingestor does with a line before it is dealt to a partition. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long split() {
        FileCursor cursor = new FileCursor(0);
        splitter.split(text, text.length, false, Integer.MAX_VALUE, cursor, NOWHERE);
        return cursor.offset();
    }

    /** What the parser does with a line before it encodes the order. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public int parse() {
        int length = 0;
        int from = 0;
        for (int end : ends) {
            reader.read(text, from, end);
            length += reader.eventTo() - reader.eventFrom();
            from = end + 1;
        }
        return length;
    }

    /** What the gateway does with an order for a filter of coin and notional: checks the record, and reads its members. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public int filter() {
        int matching = 0;
        for (byte[] value : values) {
            view.turnTo(null, value, 0);
            matching += view.isWhole() && FILTER.matches(view) ? 1 : 0;
        }
        return matching;
    }

    /** What the ingestor does with a line. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public Object splitAndDeal() {
        long[] next = new long[8];
        Arrays.fill(next, 1);
        PartitionedBlocks blocks = new PartitionedBlocks(next, Totals.NONE);
        HourFile file = new HourFile(20260505, 17, 0);
        blocks.from(file, false);
        FileCursor cursor = new FileCursor(0);
        RewindDetector watch = new RewindDetector(false, false, () -> {});
        new LineSplitter(Source.STREAMING, 512 * 1024)
                .split(text, text.length, false, Integer.MAX_VALUE, cursor, watch.reading(file, cursor, blocks));
        return blocks.drain();
    }

    /** What the parser does with a line. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long parseAndEncode() {
        long bytes = 0;
        int from = 0;
        for (int end : ends) {
            reader.read(text, from, end);
            bytes += encoder.encode(text, reader, FILE, from, 1, end, end).length;
            from = end + 1;
        }
        return bytes;
    }

    /** What the gateway does with an order when a filter needs its members. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long readOrder() {
        long sum = 0;
        for (byte[] value : values) {
            orders.read(value);
            sum += orders.seq();
        }
        return sum;
    }

    /** What the gateway does with orders for a client of all orders: joins them to messages. */
    @Benchmark
    @OperationsPerInvocation(LINES)
    public long frame() {
        long bytes = 0;
        for (List<byte[]> batch : batches) {
            OrdersBody.Content content =
                    new OrdersBody.Content(batch, 1, 0, List.of(), CURSOR, 1_700_000_000_000L, FRAME_BYTES);
            bytes += new OrdersFrame(HEAD, new OrdersBody(content))
                    .message()
                    .plain()
                    .rest()
                    .remaining();
        }
        return bytes;
    }
}
