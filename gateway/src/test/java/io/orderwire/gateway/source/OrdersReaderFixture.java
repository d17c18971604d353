package io.orderwire.gateway.source;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.sequence.Positions;
import io.orderwire.gateway.sequence.RecentLosses;
import io.orderwire.gateway.sequence.RecordingSink;
import io.orderwire.gateway.sequence.UserOf;
import io.orderwire.gateway.stats.GatewayMetrics;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** A reader of a log in memory, on a clock that is set by hand. */
public abstract class OrdersReaderFixture {
    public static final int PARTITIONS = 2;
    static final long END = 100;
    static final int MAX_AGE_MS = 500;
    static final TopicPartition FIRST = new TopicPartition(Topics.DEFAULT.orders(), 0);

    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final RecordingSink sink = new RecordingSink();
    final ReaderState state = new ReaderState();
    final long[] offsets = {END, END};
    final LogConsumer consumer = new LogConsumer(PARTITIONS, END, MAX_AGE_MS);
    final GatewayMetrics metrics = new GatewayMetrics(meters);
    final Uuid firstTopic = Uuid.randomUuid();
    final Positions positions = new Positions(Topics.DEFAULT.orders(), firstTopic, PARTITIONS);
    Uuid topic = firstTopic;
    boolean kafkaAnswers = true;
    int asked;
    long nowMs = 1_000_000;
    final RecentLosses losses = new RecentLosses(() -> TimeUnit.MILLISECONDS.toNanos(nowMs));

    final OrdersConsumer live = new OrdersConsumer(() -> consumer, positions);
    Uuid latest;

    private TopicIds topicIds() {
        return new TopicIds() {
            @Override
            public Uuid now() {
                return topicNow();
            }

            @Override
            public Uuid latest() {
                return latest;
            }
        };
    }

    OrdersReader reader(boolean complete) {
        OrdersReader reader = new OrdersReader(
                live,
                topicIds(),
                limits(complete),
                losses,
                sink,
                new ReadObserver(state, metrics, TestAges.by(() -> nowMs), KafkaException::getMessage));
        reader.doWork();
        return reader;
    }

    /** By age alone. */
    OrdersReader.Limits limits(boolean complete) {
        return new OrdersReader.Limits(
                complete, MAX_AGE_MS, 0, this::instead, () -> TimeUnit.MILLISECONDS.toNanos(nowMs));
    }

    private long instead(int partition, long offset) {
        return consumer.instead(partition, offset, nowMs);
    }

    Uuid topicNow() {
        asked++;
        if (!kafkaAnswers) {
            throw new KafkaException("no answer");
        }
        return topic;
    }

    List<String> turn(OrdersReader reader) {
        sink.events().clear();
        reader.doWork();
        return List.copyOf(sink.events());
    }

    void append(int partition, long seq, long ageMs) {
        consumer.append(
                record(partition, order(partition, seq).getBytes(StandardCharsets.UTF_8), new RecordHeaders(), ageMs));
    }

    ConsumerRecord<byte[], byte[]> unread(int partition, long seq, long ageMs) {
        ConsumerRecord<byte[], byte[]> row =
                record(partition, order(partition, seq).getBytes(StandardCharsets.UTF_8), new RecordHeaders(), ageMs);
        consumer.appendUnread(row);
        return row;
    }

    /** Appends an order that a start position asked for. */
    void appendReplayed(int partition, long seq, long ageMs) {
        RecordHeaders replay = new RecordHeaders();
        replay.add(new RecordHeader(Headers.REPLAY, Headers.value(1)));
        consumer.append(record(partition, order(partition, seq).getBytes(StandardCharsets.UTF_8), replay, ageMs));
    }

    void marker(int partition, String id, long from, long to, long ageMs) {
        Gap gap = Gap.builder(id, Gap.Where.PARSER, Gap.Reason.AGE)
                .partition(partition)
                .seqs(from, to)
                .events(to - from + 1)
                .times(1, 2)
                .build();
        RecordHeaders headers = new RecordHeaders();
        headers.add(new RecordHeader(Headers.GAP, Headers.value(gap.toJson())));
        consumer.append(record(partition, null, headers, ageMs));
    }

    ConsumerRecord<byte[], byte[]> record(int partition, byte[] value, RecordHeaders headers, long ageMs) {
        return new ConsumerRecord<>(
                Topics.DEFAULT.orders(),
                partition,
                offsets[partition]++,
                nowMs - ageMs,
                TimestampType.CREATE_TIME,
                0,
                0,
                value == null ? null : UserOf.key(UserOf.partition(partition, PARTITIONS)),
                value,
                headers,
                Optional.empty());
    }

    public static String order(int partition, long seq) {
        return "{\"pos\":\"20260505/17@" + seq * 600 + "\",\"part\":" + partition + ",\"seq\":" + seq
                + ",\"event\":{\"user\":\"" + UserOf.partition(partition, PARTITIONS) + "\"}}";
    }

    double count(String meter) {
        return meters.get("orderwire.gateway." + meter).counter().count();
    }
}
