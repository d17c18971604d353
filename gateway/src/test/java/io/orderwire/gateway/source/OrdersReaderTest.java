package io.orderwire.gateway.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.OrderMaker;
import io.orderwire.gateway.OrderMaker.Made;
import io.orderwire.gateway.protocol.Cursor;
import io.orderwire.gateway.sequence.Positions;
import io.orderwire.gateway.sequence.RecentLosses;
import io.orderwire.gateway.sequence.RecordingSink;
import io.orderwire.gateway.stats.GatewayMetrics;
import io.orderwire.runtime.kafka.NewerRecords;
import io.orderwire.runtime.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class OrdersReaderTest {
    private static final int PARTITIONS = 2;
    private static final long NOW = 1_000_000;
    private static final long END = 100;

    private final OrderMaker maker = new OrderMaker(1, PARTITIONS);
    private final List<MockConsumer<byte[], byte[]>> consumers = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final RecordingSink sink = new RecordingSink();
    private final ReaderState state = new ReaderState();
    private final Map<Integer, Long> offsets = new HashMap<>();
    private final Uuid topicId = Uuid.randomUuid();
    private final Positions positions = new Positions(Topics.DEFAULT.orders(), topicId, PARTITIONS);
    private final OrdersReader reader = new OrdersReader(
            new OrdersConsumer(this::newConsumer, positions),
            () -> topicId,
            new OrdersReader.Limits(true, 500, 0, NewerRecords.NONE, System::nanoTime),
            new RecentLosses(System::nanoTime),
            sink,
            new ReadObserver(state, new GatewayMetrics(meters), TestAges.at(NOW), KafkaException::getMessage));

    private Consumer<byte[], byte[]> newConsumer() {
        MockConsumer<byte[], byte[]> consumer = new LogConsumer(PARTITIONS, END, 500);
        consumers.add(consumer);
        return consumer;
    }

    @Test
    void shouldBeginAtTheEndAndPassOnWhatComes() {
        reader.doWork();
        assertThat(cursor().nextOffsets()).containsExactly(END, END);
        assertThat(state.reasons()).isEmpty();

        Made first = add(maker.next());
        Made second = add(maker.next());
        assertThat(turn()).containsExactlyInAnyOrder(first.json(), second.json(), "end");
        assertThat(cursor().lastSeqs()[first.partition()]).isPositive();
    }

    @Test
    void shouldPassOverSequencesThatItHasSeen() {
        reader.doWork();
        Made order = add(maker.next());
        add(order);
        assertThat(turn()).containsExactly(order.json(), "end");
        add(order);
        assertThat(turn()).containsExactly("end");
        assertThat(count("repeated")).isEqualTo(2);
    }

    @Test
    void shouldReadTheSequenceOfAnEnvelopeThatLooksDifferent() {
        reader.doWork();
        Made order = maker.next();
        String spaced = order.json().replace("{\"pos\":", "{ \"pos\":");
        add(order.partition(), order.key(), spaced.getBytes(StandardCharsets.UTF_8));
        add(order);
        assertThat(turn()).containsExactly(spaced, "end");
    }

    @Test
    void shouldCountJumpsThatNoGapExplains() {
        reader.doWork();
        Made first = add(maker.next());
        turn();
        maker.skip(first.partition(), 3);
        String user = user(first.partition());
        add(maker.make(user, "BTC", "open", "B"));
        turn();
        assertThat(count("seq.jumps")).isEqualTo(1);
        assertThat(count("seq.jumped")).isEqualTo(3);
    }

    @Test
    void shouldTellAGapOnceAndTakeItsSequencesForSeen() {
        reader.doWork();
        Made before = add(maker.next());
        int partition = before.partition();
        Gap gap = gap("g", partition, before.seq() + 1, before.seq() + 2);
        Made lost = maker.make(user(partition), "BTC", "open", "B");
        maker.skip(partition, 1);
        Made after = maker.make(user(partition), "BTC", "open", "B");
        addGap(gap, partition);
        add(lost);
        addGap(gap, partition);
        add(after);

        assertThat(turn()).containsExactly(before.json(), "gap " + partition + " g", after.json(), "end");
        assertThat(count("seq.jumps")).isZero();
    }

    @Test
    void shouldNotCallLostWhatItHasSent() {
        reader.doWork();
        Made order = add(maker.next());
        addGap(gap("g", order.partition(), order.seq(), order.seq()), order.partition());
        assertThat(turn()).containsExactly(order.json(), "end");
    }

    @Test
    void shouldTellAGapWithoutSequencesOnceInEachPartitionAndAgainWhenItIsCounted() {
        reader.doWork();
        Gap open = Gap.builder("g", Gap.Where.INGESTOR, Gap.Reason.AGE)
                .positions("20260505/17@1", "20260505/17@9")
                .bytes(8L)
                .times(1, 2)
                .build();
        Gap counted = Gap.builder("g", Gap.Where.INGESTOR, Gap.Reason.AGE)
                .positions("20260505/17@1", "20260505/17@9")
                .events(5L)
                .bytes(8L)
                .times(1, 2)
                .build();
        addGap(open, 0);
        addGap(open, 0);
        addGap(open, 1);
        addGap(counted, 0);
        assertThat(turn()).containsExactlyInAnyOrder("gap 0 g", "gap 1 g", "gap 0 g", "end");
    }

    @Test
    void shouldPassOverWhatIsNeitherOrderNorGap() {
        reader.doWork();
        add(0, null, "hello".getBytes(StandardCharsets.UTF_8));
        add(0, new byte[42], new byte[0]);
        consumer().addRecord(record(0, null, null, new RecordHeaders()));
        Made order = add(maker.next());
        assertThat(turn()).containsExactly(order.json(), "end");
        assertThat(count("unreadable")).isEqualTo(3);
        assertThat(cursor().nextOffsets()[0]).isGreaterThanOrEqualTo(END + 3);
    }

    @Test
    void shouldGoOnWhereItWasWithANewConsumerWhenKafkaFails() {
        reader.doWork();
        add(maker.next());
        turn();
        Cursor before = cursor();
        consumer().setPollException(new KafkaException("no"));
        reader.doWork();
        assertThat(Reason.texts(state.reasons())).singleElement().asString().contains("no");
        assertThat(consumer().closed()).isTrue();

        reader.doWork();
        assertThat(consumers).hasSize(2);
        assertThat(state.reasons()).isEmpty();
        for (int partition = 0; partition < PARTITIONS; partition++) {
            assertThat(consumer().position(new TopicPartition(Topics.DEFAULT.orders(), partition)))
                    .isEqualTo(before.nextOffsets()[partition]);
        }
        assertThat(count("kafka.errors")).isEqualTo(1);
    }

    @Test
    void shouldDoWhatIsHandedInWhileKafkaFails() {
        reader.doWork();
        consumer().setPollException(new KafkaException("no"));
        List<String> done = new ArrayList<>();
        sink.tasks().add(() -> done.add("task"));
        reader.doWork();
        assertThat(done).containsExactly("task");
    }

    @Test
    void shouldReadWhileTasksComeWithoutEnd() {
        reader.doWork();
        handInWithoutEnd();
        for (int i = 0; i < 10; i++) {
            add(maker.next());
            int before = sink.events().size();
            reader.doWork();
            assertThat(sink.events().subList(before, sink.events().size()))
                    .as("turn %d", i)
                    .hasSize(2)
                    .endsWith("end");
        }
    }

    /** Adds tasks without end, like a client that sends the next request while the present one is handled. */
    private void handInWithoutEnd() {
        sink.tasks().add(() -> {
            handInWithoutEnd();
            reader.wake();
        });
    }

    @Test
    void shouldBelongToNoGroup() {
        reader.doWork();
        assertThat(consumer().assignment())
                .isEqualTo(Set.of(
                        new TopicPartition(Topics.DEFAULT.orders(), 0),
                        new TopicPartition(Topics.DEFAULT.orders(), 1)));
        assertThat(consumer().subscription()).isEmpty();
    }

    private List<String> turn() {
        sink.events().clear();
        reader.doWork();
        return sink.events();
    }

    private MockConsumer<byte[], byte[]> consumer() {
        return consumers.get(consumers.size() - 1);
    }

    private Made add(Made made) {
        add(made.partition(), made.key(), made.value());
        return made;
    }

    private void add(int partition, byte[] key, byte[] value) {
        consumer().addRecord(record(partition, key, value, new RecordHeaders()));
    }

    private void addGap(Gap gap, int partition) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(new RecordHeader(Headers.GAP, Headers.value(gap.toJson())));
        consumer().addRecord(record(partition, null, null, headers));
    }

    private ConsumerRecord<byte[], byte[]> record(int partition, byte[] key, byte[] value, RecordHeaders headers) {
        long offset = offsets.merge(partition, END, (next, end) -> next + 1);
        return new ConsumerRecord<>(
                Topics.DEFAULT.orders(),
                partition,
                offset,
                NOW - 7,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }

    private static Gap gap(String id, int partition, long fromSeq, long toSeq) {
        return Gap.builder(id, Gap.Where.PARSER, Gap.Reason.AGE)
                .partition(partition)
                .seqs(fromSeq, toSeq)
                .positions("20260505/17@1", "20260505/17@9")
                .events(toSeq - fromSeq + 1)
                .times(1, 2)
                .build();
    }

    private static String user(int partition) {
        for (int i = 0; ; i++) {
            byte[] user = OrderMaker.user(i).getBytes(StandardCharsets.ISO_8859_1);
            if (io.orderwire.contract.order.Users.partition(user, PARTITIONS) == partition) {
                return OrderMaker.user(i);
            }
        }
    }

    private double count(String meter) {
        return meters.get("orderwire.gateway." + meter).counter().count();
    }

    private Cursor cursor() {
        return Cursor.decode(positions.cursor());
    }
}
