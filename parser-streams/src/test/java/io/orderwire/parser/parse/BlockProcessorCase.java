package io.orderwire.parser.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.order.Order;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.parser.TestShedding;
import io.orderwire.parser.stats.ParserMetrics;
import io.orderwire.parser.totals.FormerTotals;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.parser.totals.Progress;
import io.orderwire.runtime.kafka.NewerRecords;
import io.orderwire.runtime.process.StallWatchdog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A processor of blocks, whose totals are kept when it begins again, and what it forwards. */
abstract class BlockProcessorCase {
    /** Stands for a numbering without a name. */
    static final String NONE = "";

    static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_000L);

    @TempDir
    private Path folder;

    final ParserMetrics metrics = new ParserMetrics(new SimpleMeterRegistry());
    Progress progress = new Progress();
    MockProcessorContext<byte[], Outgoing> context;
    KeyValueStore<Integer, PartitionTotals> store;
    private BlockProcessor processor;
    String rawTopic = "A";
    FormerTotals.@Nullable Known known;
    long offset;

    @BeforeEach
    void start() {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        context = new MockProcessorContext<>(config, new TaskId(0, 0), folder.toFile());
        store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(ParserTopology.TOTALS), Serdes.Integer(), PartitionTotals.serde())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        begin();
    }

    /** Begins again, as a new instance of the task does. */
    void begin() {
        progress = new Progress();
        progress.former(new FormerTotals() {
            @Override
            public String rawTopic() {
                return rawTopic;
            }

            @Override
            public @Nullable Known of(int partition) {
                return known;
            }
        });
        processor = new BlockProcessor(
                1,
                progress,
                metrics,
                TestShedding.complete(NewerRecords.NONE, metrics),
                TestAges.at(NOW),
                new StallWatchdog(60_000, System::nanoTime, exit -> {}));
        processor.init(context);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    void handle(TestRecord<byte[], byte[]> row) {
        context.setRecordMetadata(Topics.DEFAULT.raw(), 0, offset++);
        processor.process(new Record<>(row.key(), row.value(), NOW.toEpochMilli(), row.headers()));
    }

    void block(String numbering, long seq, int events) {
        TestRecord<byte[], byte[]> block = SheddingTest.block(seq, events, NOW);
        if (!numbering.isEmpty()) {
            block.headers().add(Headers.NUMBERING, Headers.value(numbering));
        }
        handle(block);
    }

    List<Long> orders() {
        return OrdersOutput.of(context).stream()
                .map(ProducerRecord::value)
                .filter(value -> value != null)
                .map(value -> Order.parse(value).seq())
                .toList();
    }

    List<Gap> gaps() {
        return context.forwarded(ParserTopology.ORDERS).stream()
                .map(forward -> Gap.of(forward.record().headers()))
                .filter(gap -> gap != null)
                .toList();
    }

    private static Long[] upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toArray(Long[]::new);
    }

    /** All events up to that sequence became orders, and nothing was reported. */
    void nothingHappened(long last) {
        assertThat(orders()).containsExactly(upTo(last));
        assertThat(gaps()).isEmpty();
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(last, last, 0, 0));
    }
}
