package io.orderwire.parser.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.parser.TestShedding;
import io.orderwire.parser.stats.ParserMetrics;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.parser.totals.Progress;
import io.orderwire.runtime.process.StallWatchdog;
import io.orderwire.testing.fixtures.Fixtures;
import io.orderwire.testing.fixtures.RecordedRecord;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Records the totals of a partition whose last block was shed, together with later blocks that were not read. These
 * totals exist for a few milliseconds only, so that a whole parser can hardly be stopped at that moment.
 */
@EnabledIfSystemProperty(
        named = Fixtures.RECORD_PROPERTY,
        matches = ".+",
        disabledReason = "records fixtures into the folder of the repository that the property names")
class RecordSkipTest {
    private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_000L);
    private static final long MAX_AGE_MS = 500;
    private static final long GO_ON_AT = 9;

    private final ParserMetrics metrics = new ParserMetrics(new SimpleMeterRegistry());
    private final MockProcessorContext<byte[], Outgoing> context = new MockProcessorContext<>();

    @Test
    void shouldRecord() {
        KeyValueStore<Integer, PartitionTotals> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(ParserTopology.TOTALS), Serdes.Integer(), PartitionTotals.serde())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        BlockProcessor processor = new BlockProcessor(
                1,
                new Progress(),
                metrics,
                TestShedding.byAge((partition, offset) -> GO_ON_AT, Map.of(), metrics),
                TestAges.at(NOW),
                new StallWatchdog(60_000, System::nanoTime, exit -> {}));
        processor.init(context);
        context.setRecordMetadata("raw", 0, 0);
        TestRecord<byte[], byte[]> old = SheddingTest.block(1, 2, NOW.minusMillis(MAX_AGE_MS + 9));
        processor.process(new Record<>(old.key(), old.value(), old.timestamp(), old.headers()));
        PartitionTotals totals = store.get(0);
        assertThat(totals.unreported()).isNotNull();
        String topic = "orderwire-parser-totals-changelog";
        byte[] key = Serdes.Integer().serializer().serialize(topic, 0);
        byte[] value = PartitionTotals.serde().serializer().serialize(topic, totals);
        RecordedRecord.write(
                Fixtures.toRecord("parser-streams").newFile("skips", "0-000.record"),
                new ConsumerRecord<>(topic, 0, 0, key, value));
        store.close();
    }
}
