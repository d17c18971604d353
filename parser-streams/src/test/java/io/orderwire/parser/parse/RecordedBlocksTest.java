package io.orderwire.parser.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.order.Order;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.parser.TestShedding;
import io.orderwire.parser.stats.ParserMetrics;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.parser.totals.Progress;
import io.orderwire.runtime.kafka.NewerRecords;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.testing.fixtures.Fixtures;
import io.orderwire.testing.fixtures.RecordedRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The raw topic that an ingestor of an earlier version left, with the totals that its parser computed. */
class RecordedBlocksTest {
    private static final int PARTITIONS = 2;

    private final ParserMetrics metrics = new ParserMetrics(new SimpleMeterRegistry());

    @TempDir
    private Path folder;

    static List<Fixtures> versions() {
        return Fixtures.all();
    }

    private MockProcessorContext<byte[], Outgoing> context(int partition) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        return new MockProcessorContext<>(config, new TaskId(0, partition), folder.toFile());
    }

    private static KeyValueStore<Integer, PartitionTotals> store(MockProcessorContext<byte[], Outgoing> context) {
        KeyValueStore<Integer, PartitionTotals> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(ParserTopology.TOTALS), Serdes.Integer(), PartitionTotals.serde())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }

    private void handle(MockProcessorContext<byte[], Outgoing> context, List<ConsumerRecord<byte[], byte[]>> raw) {
        BlockProcessor processor = new BlockProcessor(
                PARTITIONS,
                new Progress(),
                metrics,
                TestShedding.complete(NewerRecords.NONE, metrics),
                TestAges.at(Instant.now()),
                new StallWatchdog(60_000, System::nanoTime, exit -> {}));
        processor.init(context);
        for (ConsumerRecord<byte[], byte[]> row : raw) {
            context.setRecordMetadata(row.topic(), row.partition(), row.offset());
            processor.process(new Record<>(row.key(), row.value(), row.timestamp(), new RecordHeaders(row.headers())));
        }
        processor.close();
    }

    private static List<ConsumerRecord<byte[], byte[]>> raw(Fixtures version, int partition) {
        return version.records("raw").stream()
                .map(RecordedRecord::row)
                .filter(row -> row.partition() == partition)
                .toList();
    }

    private static PartitionTotals totals(Fixtures version, int partition) {
        return version.records("totals").stream()
                .map(RecordedRecord::row)
                .filter(row -> row.partition() == partition)
                .map(row -> PartitionTotals.serde().deserializer().deserialize(row.topic(), row.value()))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @MethodSource("versions")
    void shouldComeToTheTotalsOfTheEarlierParser(Fixtures version) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            MockProcessorContext<byte[], Outgoing> context = context(partition);
            KeyValueStore<Integer, PartitionTotals> store = store(context);
            List<ConsumerRecord<byte[], byte[]>> raw = raw(version, partition);
            assertThat(raw).isNotEmpty();
            handle(context, raw);

            PartitionTotals totals = totals(version, partition);
            assertThat(store.get(partition)).isEqualTo(totals);
            List<Long> sequences = new ArrayList<>();
            for (ProducerRecord<byte[], byte[]> row : OrdersOutput.of(context)) {
                if (row.value() != null) {
                    sequences.add(Order.parse(row.value()).seq());
                }
            }
            assertThat(sequences).isSorted().doesNotHaveDuplicates().hasSize((int) totals.orders());
            assertThat(context.forwarded(ParserTopology.DEAD_LETTERS)).hasSize((int) totals.deadLetters());
            store.close();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void shouldHandOnMarkersAtTheirPlace(Fixtures version) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            MockProcessorContext<byte[], Outgoing> context = context(partition);
            KeyValueStore<Integer, PartitionTotals> store = store(context);
            List<ConsumerRecord<byte[], byte[]>> raw = raw(version, partition);
            handle(context, raw);
            List<CapturedForward<? extends byte[], ? extends Outgoing>> forwards =
                    new ArrayList<>(context.forwarded(ParserTopology.ORDERS));
            Header marker = raw.get(raw.size() - 1).headers().lastHeader(Headers.GAP);
            assertThat(forwards.get(forwards.size() - 1).record().headers().lastHeader(Headers.GAP))
                    .isEqualTo(marker);
            assertThat(marker).isNotNull();
            store.close();
        }
    }

    /** Blocks that an earlier parser handled are read again if the group's offsets are gone. */
    @ParameterizedTest
    @MethodSource("versions")
    void shouldDoNothingTwiceAfterTheTotalsOfTheEarlierParser(Fixtures version) {
        for (int partition = 0; partition < PARTITIONS; partition++) {
            MockProcessorContext<byte[], Outgoing> context = context(partition);
            KeyValueStore<Integer, PartitionTotals> store = store(context);
            store.put(partition, totals(version, partition));
            List<ConsumerRecord<byte[], byte[]>> blocks = raw(version, partition).stream()
                    .filter(row -> row.value() != null)
                    .toList();
            handle(context, blocks);
            assertThat(context.forwarded()).isEmpty();
            assertThat(store.get(partition)).isEqualTo(totals(version, partition));
            store.close();
        }
    }

    /** Blocks that the earlier parser shed without reading them are reported with the first block after them. */
    @Test
    void shouldReportWhatTheEarlierParserHadNot() {
        RecordedRecord skip = Fixtures.of("0.1.0").records("skips").get(0);
        MockProcessorContext<byte[], Outgoing> context = context(0);
        KeyValueStore<Integer, PartitionTotals> store = store(context);
        store.put(
                0,
                PartitionTotals.serde()
                        .deserializer()
                        .deserialize("changelog", skip.row().value()));
        TestRecord<byte[], byte[]> target = SheddingTest.block(11, 1, Instant.ofEpochMilli(1_800_000_000_000L));
        ConsumerRecord<byte[], byte[]> row = new ConsumerRecord<>(
                Topics.DEFAULT.raw(),
                0,
                9,
                target.timestamp(),
                TimestampType.CREATE_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                null,
                target.value(),
                target.headers(),
                Optional.empty());
        handle(context, List.of(row));
        List<Gap> gaps = context.forwarded(ParserTopology.ORDERS).stream()
                .map(forward -> Gap.of(forward.record().headers()))
                .filter(gap -> gap != null)
                .toList();
        assertThat(gaps)
                .extracting(
                        gap -> gap.where().word(), gap -> gap.reason().word(), Gap::fromSeq, Gap::toSeq, Gap::fromPos)
                .containsExactly(tuple("parser", "age", 3L, 10L, "20260505/17@1101"));
        assertThat(store.get(0).shed()).isEqualTo(10);
        store.close();
    }

    @Test
    void shouldReadEveryLineOfABlockOfTheFirstVersion() {
        ConsumerRecord<byte[], byte[]> row = raw(Fixtures.of("0.1.0"), 0).get(0);
        RawBlock block =
                RawBlock.of(new Record<>(row.key(), row.value(), row.timestamp(), new RecordHeaders(row.headers())));
        assertThat(block).isNotNull();
        assertThat(block.firstSeq()).isEqualTo(1);
        assertThat(block.events()).isEqualTo(18);
        assertThat(block.replay()).isTrue();
        assertThat(block.oversized()).isFalse();
        assertThat(block.firstPosition()).startsWith("20260505/15@");
        long last = -1;
        for (int line = 0; line < block.events(); line++) {
            block.next();
            assertThat(block.lineTo()).isGreaterThan(block.lineFrom());
            assertThat(block.offset()).isGreaterThan(last);
            last = block.offset();
        }
        assertThat(block.lineTo()).isEqualTo(row.value().length - 1);
    }
}
