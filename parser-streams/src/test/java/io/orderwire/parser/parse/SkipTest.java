package io.orderwire.parser.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.parser.TestShedding;
import io.orderwire.parser.shed.BlockShedding;
import io.orderwire.parser.stats.ParserMetrics;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.parser.totals.Progress;
import io.orderwire.parser.totals.ShedBlocks;
import io.orderwire.runtime.kafka.NewerRecords;
import io.orderwire.runtime.process.StallWatchdog;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A task restarts from its committed state after it shed blocks without reading them, and before the first block after
 * them. Kafka Streams may have committed the offset of that block.
 */
class SkipTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_000L);
    private static final Instant OLD = NOW.minusMillis(509);
    private static final int RESUME_AT = 9;
    private static final NewerRecords NEWER = (partition, offset) -> offset < RESUME_AT ? RESUME_AT : 0;
    private static final PartitionTotals SKIPPING =
            new PartitionTotals(2, 0, 0, 2, new ShedBlocks(1, RESUME_AT, "20260505/17@1101", OLD.toEpochMilli()));

    private final ParserMetrics metrics = new ParserMetrics(new SimpleMeterRegistry());
    private final MockProcessorContext<byte[], Outgoing> context = new MockProcessorContext<>();
    private final KeyValueStore<Integer, PartitionTotals> store = Stores.keyValueStoreBuilder(
                    Stores.inMemoryKeyValueStore(ParserTopology.TOTALS), Serdes.Integer(), PartitionTotals.serde())
            .withLoggingDisabled()
            .build();

    @BeforeEach
    void openStore() {
        store.init(context.getStateStoreContext(), store);
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    private BlockProcessor begin(BlockShedding shedding) {
        context.resetForwards();
        BlockProcessor processor = new BlockProcessor(
                1,
                new Progress(),
                metrics,
                shedding,
                TestAges.at(NOW),
                new StallWatchdog(60_000, System::nanoTime, exit -> {}));
        processor.init(context);
        return processor;
    }

    private BlockShedding latest() {
        return TestShedding.byAge(NEWER, Map.of(), metrics);
    }

    private void handle(BlockProcessor processor, long offset, TestRecord<byte[], byte[]> block) {
        context.setRecordMetadata(Topics.DEFAULT.raw(), 0, offset);
        processor.process(new Record<>(block.key(), block.value(), block.timestamp(), block.headers()));
    }

    private void shedTheFirst() {
        handle(begin(latest()), 0, SheddingTest.block(1, 2, OLD));
        assertThat(store.get(0)).isEqualTo(SKIPPING);
    }

    private List<Gap> gaps() {
        return context.forwarded(ParserTopology.ORDERS).stream()
                .map(forward -> Gap.of(forward.record().headers()))
                .filter(gap -> gap != null)
                .toList();
    }

    @Test
    void shouldReportShedBlocksAtTheFirstBlockAfterThem() {
        shedTheFirst();
        handle(begin(latest()), RESUME_AT, SheddingTest.block(11, 1, NOW));

        assertThat(gaps())
                .extracting(
                        gap -> gap.where().word(),
                        Gap::fromSeq,
                        Gap::toSeq,
                        Gap::fromPos,
                        Gap::toPos,
                        Gap::fromMs,
                        Gap::toMs)
                .containsExactly(tuple(
                        "parser",
                        3L,
                        10L,
                        "20260505/17@1101",
                        "20260505/17@11000",
                        OLD.toEpochMilli(),
                        NOW.toEpochMilli()));
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(11, 1, 0, 10));
    }

    /** The record after the shed blocks may be a marker: the ingestor had shed lines, and wrote no block after that. */
    @Test
    void shouldReportShedBlocksBeforeAMarkerAfterThem() {
        shedTheFirst();
        BlockProcessor processor = begin(latest());
        handle(processor, RESUME_AT, marker("first", "20260505/17@11000", 11));
        handle(processor, RESUME_AT + 1, marker("second", "20260505/18@0", 11));

        assertThat(gaps())
                .extracting(gap -> gap.where().word(), Gap::fromSeq, Gap::toSeq, Gap::fromPos, Gap::toPos)
                .containsExactly(
                        tuple("parser", 3L, 10L, "20260505/17@1101", "20260505/17@11000"),
                        tuple("ingestor", null, null, "20260505/17@11000", "20260505/19@0"),
                        tuple("ingestor", null, null, "20260505/18@0", "20260505/19@0"));
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(10, 0, 0, 10));
        handle(processor, RESUME_AT + 2, SheddingTest.block(11, 1, NOW));
        assertThat(gaps()).hasSize(3);
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(11, 1, 0, 10));
    }

    @Test
    void shouldReportDeletedBlocksBeforeAMarker() {
        BlockProcessor processor = begin(TestShedding.complete(NewerRecords.NONE, metrics));
        handle(processor, 0, SheddingTest.block(1, 2, NOW));
        handle(processor, RESUME_AT, marker("jump", "20260505/18@0", 8));

        assertThat(gaps())
                .extracting(gap -> gap.where().word(), Gap::fromSeq, Gap::toSeq)
                .startsWith(tuple("retention", 3L, 7L));
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(7, 2, 0, 5));
    }

    @Test
    void shouldIgnoreAMarkerThatIsNotAGapAndReportTheLossBeforeTheNextBlock() {
        BlockProcessor processor = begin(TestShedding.complete(NewerRecords.NONE, metrics));
        handle(
                processor,
                RESUME_AT,
                new TestRecord<>(
                        null,
                        null,
                        new RecordHeaders()
                                .add(Headers.GAP, Headers.value("no gap"))
                                .add(Headers.SEQ, Headers.value(3)),
                        NOW));

        assertThat(context.forwarded(ParserTopology.ORDERS)).isEmpty();
        assertThat(store.get(0)).isNull();
        handle(processor, RESUME_AT + 1, SheddingTest.block(3, 1, NOW));
        assertThat(gaps())
                .extracting(gap -> gap.where().word(), Gap::fromSeq, Gap::toSeq)
                .containsExactly(tuple("retention", 1L, 2L));
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(3, 1, 0, 2));
    }

    private static TestRecord<byte[], byte[]> marker(String id, String fromPos, long nextSeq) {
        Gap gap = Gap.builder(id, Gap.Where.INGESTOR, Gap.Reason.AGE)
                .positions(fromPos, "20260505/19@0")
                .bytes(9L)
                .times(1, 2)
                .build();
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.GAP, Headers.value(gap.toJson()));
        headers.add(Headers.SEQ, Headers.value(nextSeq));
        return new TestRecord<>(null, null, headers, NOW);
    }

    /** Otherwise the consumer would skip blocks for it before the next task has begun, whose totals do not contain them. */
    @Test
    void shouldTakeWhatItFoundWithItWhenItEnds() {
        BlockShedding shedding = latest();
        BlockProcessor processor = begin(shedding);
        handle(processor, 0, SheddingTest.block(1, 2, OLD));
        assertThat(shedding.shedOffsets().isEmpty()).isFalse();
        processor.close();
        assertThat(shedding.shedOffsets().isEmpty()).isTrue();
    }

    @Test
    void shouldJudgeAnewWhatItReadsAgain() {
        shedTheFirst();
        handle(begin(TestShedding.complete(NewerRecords.NONE, metrics)), 1, SheddingTest.block(3, 2, OLD));

        assertThat(gaps()).isEmpty();
        assertThat(store.get(0)).isEqualTo(new PartitionTotals(4, 2, 0, 2));
    }

    @Test
    void shouldReportDeletedBlocksAfterTheShedOnes() {
        shedTheFirst();
        BlockProcessor processor = begin(latest());
        handle(processor, RESUME_AT, SheddingTest.block(11, 1, NOW));
        handle(processor, RESUME_AT + 5, SheddingTest.block(21, 1, NOW));

        assertThat(gaps())
                .extracting(gap -> gap.where().word(), Gap::fromSeq, Gap::toSeq)
                .endsWith(tuple("retention", 12L, 20L));
    }
}
