package io.orderwire.parser.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.orders.Gap;
import io.orderwire.orders.Headers;
import io.orderwire.orders.Order;
import io.orderwire.orders.Topics;
import io.orderwire.parser.ParserMetrics;
import io.orderwire.parser.shed.Shedding;
import io.orderwire.parser.totals.FormerTotals;
import io.orderwire.parser.totals.Numbering;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.parser.totals.Progress;
import io.orderwire.runtime.kafka.NewerRecords;
import io.orderwire.runtime.process.StallWatchdog;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.LongStream;
import org.apache.kafka.common.header.internals.RecordHeaders;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records in the raw topic that were not written by an ingestor, and numberings that begin again. */
class ForeignBlocksTest {
    private static final String NONE = "";
    private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_000L);

    @TempDir
    private Path folder;

    private final ParserMetrics metrics = new ParserMetrics(new SimpleMeterRegistry());
    private Progress progress = new Progress();
    private MockProcessorContext<byte[], Outgoing> context;
    private KeyValueStore<Integer, PartitionTotals> store;
    private BlockProcessor processor;
    private String rawTopic = "A";
    private FormerTotals.@Nullable Known known;
    private long offset;

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

    private void begin() {
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
                Shedding.complete(NewerRecords.NONE, metrics),
                TestAges.at(NOW),
                new StallWatchdog(60_000, System::nanoTime, exit -> {}));
        processor.init(context);
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private void handle(TestRecord<byte[], byte[]> row) {
        context.setRecordMetadata(Topics.DEFAULT.raw(), 0, offset++);
        processor.process(new Record<>(row.key(), row.value(), NOW.toEpochMilli(), row.headers()));
    }

    private void block(String numbering, long seq, int events) {
        TestRecord<byte[], byte[]> block = SheddingTest.block(seq, events, NOW);
        if (!numbering.isEmpty()) {
            block.headers().add(Headers.NUMBERING, Headers.value(numbering));
        }
        handle(block);
    }

    private void marker(String numbering, String gap, Object seq) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.GAP, Headers.value(gap));
        headers.add(Headers.SEQ, Headers.value(seq));
        if (!numbering.isEmpty()) {
            headers.add(Headers.NUMBERING, Headers.value(numbering));
        }
        handle(new TestRecord<>(null, null, headers, NOW));
    }

    private static String gap(@Nullable Integer partition) {
        return new Gap("i", "ingestor", "age", partition, null, null, null, null, null, 9L, 1, 2).toJson();
    }

    private List<Long> orders() {
        return context.forwarded(ParserTopology.ORDERS).stream()
                .map(forward -> forward.record().value().value())
                .filter(value -> value != null)
                .map(value -> Order.parse(value).seq())
                .toList();
    }

    private List<Gap> gaps() {
        return context.forwarded(ParserTopology.ORDERS).stream()
                .map(forward -> Gap.of(forward.record().headers()))
                .filter(gap -> gap != null)
                .toList();
    }

    private static Long[] upTo(long last) {
        return LongStream.rangeClosed(1, last).boxed().toArray(Long[]::new);
    }

    private void nothingHappened(long last) {
        assertThat(orders()).containsExactly(upTo(last));
        assertThat(gaps()).isEmpty();
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(last, last, 0, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {NONE, "n"})
    void shouldIgnoreASequenceFarAheadAndHandleTheNextBlock(String numbering) {
        block(numbering, 1, 2);
        for (long absurd : new long[] {1L << 52, (1L << 53) - 1, 1 << 20, 1L << 40}) {
            block(numbering, absurd, 1);
            block(numbering, absurd, 1);
        }
        block(numbering, 3, 2);
        nothingHappened(4);
        assertThat(metrics.foreign().count()).isEqualTo(8);
        assertThat(metrics.foreign().reasons())
                .singleElement()
                .asString()
                .contains("8 foreign records ignored", Topics.DEFAULT.raw() + "-0 offset 8", "does not follow");
    }

    @ParameterizedTest
    @ValueSource(strings = {NONE, "n"})
    void shouldIgnoreCopiesOfBlocksThatItHandled(String numbering) {
        block(numbering, 1, 2);
        block(numbering, 3, 2);
        block(numbering, 3, 2);
        block(numbering, 5, 1);
        block(numbering, 1, 2);
        block(numbering, 6, 1);
        nothingHappened(6);
    }

    /** A tool mirrors the topic into itself. */
    @Test
    void shouldIgnoreCopiesOfAllBlocksOfANamedNumbering() {
        for (int round = 0; round < 3; round++) {
            block("n", 1, 2);
            block("n", 3, 2);
            block("n", 5, 2);
        }
        block("n", 7, 1);
        nothingHappened(7);
    }

    @Test
    void shouldIgnoreBlocksWithoutTheNameOfTheNumbering() {
        block("n", 1, 2);
        block(NONE, 3, 2);
        block(NONE, 1, 1);
        block(NONE, 7, 1);
        block("n", 3, 2);
        nothingHappened(4);
        assertThat(metrics.foreign().count()).isEqualTo(3);
    }

    @Test
    void shouldContinueWhenTheIngestorBeginsToNameItsNumbering() {
        block(NONE, 1, 2);
        block("n", 3, 2);
        block("n", 5, 1);
        nothingHappened(5);
        begin();
        block("n", 3, 2);
        block("n", 6, 1);
        nothingHappened(6);
        assertThat(metrics.foreign().count()).isZero();
    }

    @Test
    void shouldHandleTheNewPartOfABlockOfWhichAForeignRecordTookTheFirstSequences() {
        block(NONE, 1, 2);
        block(NONE, 3, 1);
        block(NONE, 3, 4);
        nothingHappened(6);
    }

    /** The ingestor found neither its checkpoint nor its blocks, or the raw topic was created again. */
    @Test
    void shouldContinueItsOwnSequencesWhereTheIngestorsBeginAgain() {
        block("n", 1, 5);
        block("m", 1, 3);
        block("m", 4, 2);
        nothingHappened(10);
        assertThat(progress.notes()).singleElement().asString().contains("partition 0", "continue at 6");
        begin();
        block("m", 6, 1);
        block("m", 9, 1);
        assertThat(orders()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 14L);
        assertThat(gaps()).extracting(Gap::fromSeq, Gap::toSeq).containsExactly(tuple(12L, 13L));
        Map<String, Long> figures = new HashMap<>();
        progress.addTo(figures);
        assertThat(figures).containsEntry("base.0", 5L).containsEntry("seq.0", 14L);
    }

    @Test
    void shouldReturnToItsNumberingWhenAForeignOneBegan() {
        block("n", 1, 5);
        block("forged", 1, 1);
        block("n", 6, 2);
        nothingHappened(8);
    }

    @Test
    void shouldHandleBlocksOfANewTopicWhoseIngestorNamesNoNumbering() {
        block(NONE, 1, 5);
        rawTopic = "B";
        offset = 0;
        begin();
        block(NONE, 1, 2);
        block(NONE, 3, 1);
        nothingHappened(8);
    }

    /** Without a name, and in the same topic, only the next block proves that the numbering began again. */
    @Test
    void shouldReportTheFirstBlockOfANumberingThatBeganAgainInTheSameTopic() {
        block(NONE, 1, 5);
        block(NONE, 1, 2);
        block(NONE, 3, 2);
        assertThat(orders()).containsExactly(1L, 2L, 3L, 4L, 5L, 8L, 9L);
        assertThat(gaps()).extracting(Gap::fromSeq, Gap::toSeq).containsExactly(tuple(6L, 7L));
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(9, 7, 0, 2));
    }

    @Test
    void shouldBelieveAJumpThatTheNextBlockContinues() {
        block("n", 1, 1);
        block("n", 10_000_000, 2);
        block("n", 10_000_002, 1);
        assertThat(orders()).containsExactly(1L, 10_000_002L);
        assertThat(gaps()).extracting(Gap::fromSeq, Gap::toSeq).containsExactly(tuple(2L, 10_000_001L));
    }

    @Test
    void shouldIgnoreARecordWithFewerOrMoreLinesThanItSays() {
        for (String value : List.of("a\n", "a\nb", "a\nb\nc\n", "\n", "ab")) {
            TestRecord<byte[], byte[]> block = SheddingTest.block(1, 2, NOW);
            handle(new TestRecord<>(null, Headers.value(value), block.headers(), NOW));
        }
        TestRecord<byte[], byte[]> keyed = SheddingTest.block(1, 2, NOW);
        handle(new TestRecord<>(new byte[] {(byte) 0xff}, keyed.value(), keyed.headers(), NOW));
        handle(new TestRecord<>(null, null, new RecordHeaders(), NOW));
        handle(new TestRecord<>(null, null, keyed.headers(), NOW));
        assertThat(store.get(0)).isNull();
        block(NONE, 1, 2);
        nothingHappened(2);
        assertThat(metrics.foreign().count()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(strings = {NONE, "n"})
    void shouldIgnoreMarkersThatNoIngestorWrote(String numbering) {
        block(numbering, 1, 2);
        marker(numbering, gap(null) + ",\"dropped\":[", 3);
        marker(numbering, gap(null) + gap(null), 3);
        marker(numbering, "{}", 3);
        marker(numbering, gap(7), 3);
        marker(numbering, gap(null), "-3");
        marker(numbering, gap(null), 1L << 52);
        marker(numbering, gap(null), Long.MAX_VALUE);
        if (!numbering.isEmpty()) {
            marker(NONE, gap(null), 3);
        }
        block(numbering, 3, 1);
        nothingHappened(3);
        marker(numbering, gap(null), 4);
        assertThat(gaps()).hasSize(1);
    }

    @Test
    void shouldTakeNoNewEventForARepetitionWhereTotalsAreMissing() {
        known = FormerTotals.Known.NOTHING;
        begin();
        block("n", 101, 2);
        block("n", 103, 1);
        assertThat(orders()).containsExactly(101L, 102L, 103L);
        assertThat(gaps()).isEmpty();
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(103, 103, 0, 0));
        Map<String, Long> figures = new HashMap<>();
        progress.addTo(figures);
        assertThat(figures).containsEntry("guessed.0", 100L);
        assertThat(progress.notes()).singleElement().asString().contains("totals of partition 0 are missing", "100");
        begin();
        block("n", 104, 1);
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(104, 104, 0, 0));
        assertThat(Numbering.of(store.get(-1))).isEqualTo(new Numbering("n", 0, 100, 2));
    }

    @Test
    void shouldContinueThePublishedTotalsWhereTheyAreMissing() {
        known = new FormerTotals.Known(new PartitionTotals(100, 80, 5, 15), Numbering.UNKNOWN);
        begin();
        block("n", 101, 2);
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(102, 82, 5, 15));
        assertThat(Numbering.of(store.get(-1)).guessed()).isZero();
    }

    /** The published totals may be ahead of the committed ones, or behind them. */
    @ParameterizedTest
    @ValueSource(longs = {95, 121})
    void shouldCountWhatThePublishedTotalsDoNotKnowAsGuessed(long first) {
        known = new FormerTotals.Known(new PartitionTotals(100, 80, 5, 15), Numbering.UNKNOWN);
        begin();
        block("n", first, 2);
        assertThat(orders()).containsExactly(first, first + 1);
        assertThat(gaps()).isEmpty();
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(first + 1, first - 19, 5, 15));
        assertThat(Numbering.of(store.get(-1)).guessed()).isEqualTo(Math.abs(first - 101));
    }

    /** The block was written while no parser was running. */
    @Test
    void shouldIgnoreASequenceFarAheadThatItReadsFirst() {
        block("n", 1, 2);
        offset = 40;
        block("n", 3, 2);
        begin();
        block("n", 10_000_000, 1);
        block("n", 5, 1);
        nothingHappened(5);
    }

    @Test
    void shouldMakeADeadLetterOfALineThatFails() {
        TestRecord<byte[], byte[]> block = SheddingTest.block(1, 2, NOW);
        String lines = "{\"time\":" + "[".repeat(100_000) + "\n{" + "\"x\":1,".repeat(10_000) + "\n";
        handle(new TestRecord<>(null, Headers.value(lines), block.headers(), NOW));
        assertThat(context.forwarded(ParserTopology.DEAD_LETTERS)).hasSize(2);
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(2, 0, 2, 0));
    }
}
