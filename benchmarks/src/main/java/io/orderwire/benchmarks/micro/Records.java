package io.orderwire.benchmarks.micro;

import io.orderwire.contract.order.LineReader;
import io.orderwire.contract.order.OrderEncoder;
import io.orderwire.contract.order.OrderPackWriter;
import io.orderwire.contract.order.Users;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.match.RecordView;
import io.orderwire.gateway.sequence.Positions;
import io.orderwire.gateway.sequence.Sequencer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Nanoseconds an order of what the gateway does with a record that was polled: from the sequencer to the send queues. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class Records {
    private static final int ORDERS = 5_000;
    private static final int RECORD_BYTES = 32 << 10;
    /** Of a poll at a high rate. */
    private static final int ORDERS_OF_POLL = 2_000;

    private static final byte[] FILE = "20260505/17".getBytes(StandardCharsets.US_ASCII);
    private static final List<String> COINS = List.of("BTC", "ETH", "SOL", "HYPE", "DOGE");

    /** Subscriptions that are there. */
    public enum Subscribed {
        /** None. */
        NOTHING,
        /** Five clients of a coin each. */
        COINS,
        /** A client of all orders. */
        ALL
    }

    /** Orders in a record. */
    public enum Form {
        /** One. */
        ONE,
        /** As many as the parser writes with {@code orders.records=many}. */
        MANY
    }

    /** What is there. */
    @Param
    public Subscribed subscribed = Subscribed.NOTHING;

    /** What is read. */
    @Param
    public Form records = Form.ONE;

    private final RecordView view = new RecordView();
    private final MicroHub hub = new MicroHub();
    private final List<ConsumerRecord<byte[], byte[]>> rows = new ArrayList<>();
    private final OrderPackWriter[] packs = new OrderPackWriter[MicroHub.PARTITIONS];

    /** Makes records as the parser does, and subscribes. */
    @Setup
    public void prepare() throws IOException {
        byte[] text = SimulatedBlock.of(ORDERS);
        LineReader reader = new LineReader();
        OrderEncoder encoder = new OrderEncoder();
        long[] seqs = new long[packs.length];
        for (int i = 0, from = 0; i < text.length; i++) {
            if (text[i] == '\n') {
                reader.read(text, from, i);
                byte[] user = reader.user().clone();
                int partition = Users.partition(user, packs.length);
                long seq = ++seqs[partition];
                byte[] value = encoder.encode(text, reader, FILE, from, partition, seq, (int) seq);
                int eventFrom = value.length - 1 - (reader.eventTo() - reader.eventFrom());
                add(partition, user, value, eventFrom, reader.coin(text), reader.status(text), seq);
                from = i + 1;
            }
        }
        for (int partition = 0; partition < packs.length; partition++) {
            end(partition);
        }
        switch (subscribed) {
            case NOTHING -> {
                // as it is
            }
            case COINS -> COINS.forEach(coin -> hub.add("\"coins\":[\"" + coin + "\"]"));
            case ALL -> hub.add("\"id\":\"x\"");
            default -> throw new IllegalStateException(subscribed.toString());
        }
    }

    private void add(int partition, byte[] user, byte[] value, int eventFrom, String coin, String status, long seq) {
        if (records == Form.ONE) {
            rows.add(row(partition, user, value, new RecordHeaders()));
            return;
        }
        if (packs[partition] == null) {
            packs[partition] = new OrderPackWriter(RECORD_BYTES);
        }
        if (!packs[partition].add(user, value, eventFrom, coin, status, seq)) {
            end(partition);
            packs[partition].add(user, value, eventFrom, coin, status, seq);
        }
    }

    private void end(int partition) {
        if (packs[partition] != null) {
            RecordHeaders headers = new RecordHeaders();
            packs[partition].addTo(headers);
            rows.add(row(partition, null, packs[partition].value(), headers));
            packs[partition].clear();
        }
    }

    private ConsumerRecord<byte[], byte[]> row(
            int partition, byte @Nullable [] key, byte[] value, RecordHeaders headers) {
        return new ConsumerRecord<>(
                Topics.DEFAULT.orders(),
                partition,
                rows.size(),
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }

    /** Records on their way to all clients. */
    @Benchmark
    @OperationsPerInvocation(ORDERS)
    public void records() {
        Positions positions = new Positions(Topics.DEFAULT.orders(), Uuid.ZERO_UUID, packs.length);
        Sequencer sequencer = new Sequencer(positions, hub.hub(), view, hub.metrics());
        int polled = 0;
        int most = records == Form.ONE ? ORDERS_OF_POLL : rows.size() * ORDERS_OF_POLL / ORDERS;
        for (ConsumerRecord<byte[], byte[]> row : rows) {
            sequencer.accept(row);
            if (++polled % most == 0) {
                hub.hub().endOfBatch();
            }
        }
        hub.hub().endOfBatch();
    }
}
