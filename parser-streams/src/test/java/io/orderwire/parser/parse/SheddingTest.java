package io.orderwire.parser.parse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Offsets;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.parser.TestShedding;
import io.orderwire.parser.shed.BlockShedding;
import io.orderwire.parser.shed.StartGap;
import io.orderwire.parser.stats.ParserMetrics;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.parser.totals.Progress;
import io.orderwire.runtime.kafka.NewerRecords;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.process.StallWatchdog;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sheds blocks by the time that they have waited, on a clock that does not move. */
class SheddingTest {
    private static final long NOW = 1_800_000_000_000L;
    private static final long MAX_AGE_MS = 500;
    private static final String EVENT = "{\"time\":\"t\",\"user\":\"0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\","
            + "\"status\":\"open\",\"order\":{\"coin\":\"BTC\",\"oid\":1}}\n";

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ParserMetrics metrics = new ParserMetrics(meters);
    private final Progress progress = new Progress();
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> raw;
    private OrdersOutput orders;
    private TestOutputTopic<byte[], byte[]> gaps;
    /** Offset of the first block that is new enough, 0 for none. */
    private long newer;

    private final List<Long> askedMs = new ArrayList<>();

    /** The time that each block has waited, milliseconds, by offset. */
    private final List<Long> waitedMs = new ArrayList<>();

    private final NewerRecords waiting = new NewerRecords() {
        @Override
        public long instead(int partition, long offset) {
            assertThat(partition).isZero();
            long waited = waitedMs(partition, offset);
            if (waited <= MAX_AGE_MS) {
                return 0;
            }
            askedMs.add(waited);
            return newer;
        }

        @Override
        public long waitedMs(int partition, long offset) {
            return waitedMs.get((int) offset);
        }
    };

    private void start(BlockShedding shedding) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        driver = new TopologyTestDriver(
                ParserTopology.build(
                        1,
                        OutputTopics.of(Topics.DEFAULT),
                        progress,
                        metrics,
                        shedding,
                        TestAges.at(Instant.ofEpochMilli(NOW)),
                        new StallWatchdog(60_000, System::nanoTime, exit -> {})),
                config);
        raw = driver.createInputTopic(Topics.DEFAULT.raw(), new ByteArraySerializer(), new ByteArraySerializer());
        orders = new OrdersOutput(driver.createOutputTopic(
                Topics.DEFAULT.orders(), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
        gaps = driver.createOutputTopic(
                Topics.DEFAULT.gaps(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void startLatest() {
        start(TestShedding.byAge(waiting, Map.of(), metrics));
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void shouldShedABlockThatIsTooOldAndReportItToTheEvent() {
        startLatest();
        newer = 2;
        block(1, 2, 0);
        block(3, 3, MAX_AGE_MS + 1);

        List<TestRecord<byte[], byte[]>> written = orders.readRecordsToList();
        assertThat(written).hasSize(3);
        assertThat(written.get(2).key()).isNull();
        assertThat(written.get(2).value()).isNull();
        Gap gap = Gap.of(written.get(2).headers());
        assertThat(gap)
                .isEqualTo(Gap.builder("parser-0-3", Gap.Where.PARSER, Gap.Reason.AGE)
                        .partition(0)
                        .seqs(3L, 5L)
                        .positions("20260505/17@3000", "20260505/17@3201")
                        .events(3L)
                        .times(NOW - MAX_AGE_MS - 1, NOW - MAX_AGE_MS - 1)
                        .build());
        assertThat(gaps.readValuesToList()).singleElement().satisfies(json -> assertThat(
                        Gap.parse(new String(json, StandardCharsets.UTF_8)))
                .isEqualTo(gap));
        assertThat(totals()).isEqualTo(new PartitionTotals(5, 2, 0, 3));
        assertThat(meters.counter("orderwire.parser.shed").count()).isEqualTo(3);
    }

    @Test
    void shouldShedAllBeforeTheNewerOnesAtOnce() {
        startLatest();
        newer = 4;
        block(1, 1, MAX_AGE_MS);
        block(2, 1, MAX_AGE_MS + 1);
        block(3, 1, MAX_AGE_MS);
        block(4, 1, MAX_AGE_MS / 2 + 1);
        block(5, 1, MAX_AGE_MS / 2);
        block(6, 1, MAX_AGE_MS);
        assertThat(totals()).isEqualTo(new PartitionTotals(6, 3, 0, 3));
        assertThat(gaps.readValuesToList()).hasSize(3);
        assertThat(askedMs).containsExactly(MAX_AGE_MS + 1);
    }

    @Test
    void shouldReportUnreadShedBlocksApartFromDeletedOnes() {
        startLatest();
        newer = 1;
        block(1, 2, MAX_AGE_MS + 9);
        block(11, 1, 10);
        block(21, 1, 10);

        assertThat(gaps.readValuesToList())
                .extracting(json -> Gap.parse(new String(json, StandardCharsets.UTF_8)))
                .extracting(
                        gap -> gap.where().word(),
                        Gap::fromSeq,
                        Gap::toSeq,
                        Gap::fromPos,
                        Gap::toPos,
                        Gap::fromMs,
                        Gap::toMs)
                .containsExactly(
                        tuple("parser", 1L, 2L, "20260505/17@1000", "20260505/17@1101", NOW - 509, NOW - 509),
                        tuple("parser", 3L, 10L, "20260505/17@1101", "20260505/17@11000", NOW - 509, NOW - 10),
                        tuple("retention", 12L, 20L, null, null, NOW - 10, NOW - 10));
        assertThat(totals()).isEqualTo(new PartitionTotals(21, 2, 0, 19));
        assertThat(meters.counter("orderwire.parser.shed").count()).isEqualTo(19);
    }

    @Test
    void shouldParseTheNewestThoughTheyAreOld() {
        startLatest();
        block(1, 1, 3 * MAX_AGE_MS);
        block(2, 1, 3 * MAX_AGE_MS);
        newer = 4;
        block(3, 1, 3 * MAX_AGE_MS);
        block(4, 1, 3 * MAX_AGE_MS);
        newer = 0;
        block(5, 1, 2 * MAX_AGE_MS);
        block(6, 1, 5 * MAX_AGE_MS);
        assertThat(totals()).isEqualTo(new PartitionTotals(6, 4, 0, 2));
        assertThat(askedMs).hasSize(5);
    }

    /** The clock of the ingestor's host or of this one is wrong or was changed: timestamps do not show the age of blocks. */
    @ParameterizedTest
    @ValueSource(longs = {600_000, -600_000, 3_600_000, -3_600_000, Long.MAX_VALUE / 2})
    void shouldParseWhatHasNotWaitedWhateverItsTimestampSays(long apparentAgeMs) {
        startLatest();
        newer = Long.MAX_VALUE;
        for (long seq = 1; seq <= 10; seq++) {
            waitedMs.add(MAX_AGE_MS);
            raw.pipeInput(block(seq, 1, Instant.ofEpochMilli(Math.max(0, NOW - apparentAgeMs * (seq % 2)))));
        }
        assertThat(totals()).isEqualTo(new PartitionTotals(10, 10, 0, 0));
    }

    @Test
    void shouldShedWhatHasWaitedTooLongWhateverItsTimestampSays() {
        startLatest();
        newer = 10;
        for (long seq = 1; seq <= 11; seq++) {
            waitedMs.add(seq <= 10 ? MAX_AGE_MS + 1 : 0);
            raw.pipeInput(block(seq, 1, Instant.ofEpochMilli(NOW + 600_000)));
        }
        assertThat(totals()).isEqualTo(new PartitionTotals(11, 1, 0, 10));
        assertThat(progress.ages().p99Ms(NOW)).isEqualTo(MAX_AGE_MS);
    }

    @Test
    void shouldNeverShedBlocksThatAStartPositionAskedFor() {
        startLatest();
        newer = 3;
        block(1, 1, MAX_AGE_MS + 1);
        block(2, 1, 3_600_000, Headers.REPLAY);
        block(3, 1, MAX_AGE_MS);
        assertThat(totals()).isEqualTo(new PartitionTotals(3, 1, 0, 2));
    }

    @Test
    void shouldShedNothingIfItHasToBeComplete() {
        start(TestShedding.complete(waiting, metrics));
        newer = 10;
        block(1, 1, 3_600_000);
        assertThat(totals()).isEqualTo(new PartitionTotals(1, 1, 0, 0));
        assertThat(askedMs).isEmpty();
    }

    @Test
    void shouldReportBlocksThatItsStartShedApartFromDeletedOnes() {
        StartGap jump = new StartGap(11, 20, "20260505/17@11000", "20260505/17@21000", NOW - 9_000, NOW);
        start(TestShedding.byAge(waiting, Map.of(0, jump), metrics));
        block(1, 5, 0);
        block(21, 1, 0);

        assertThat(gaps.readValuesToList())
                .extracting(json -> Gap.parse(new String(json, StandardCharsets.UTF_8)))
                .extracting(
                        gap -> gap.where().word(),
                        gap -> gap.reason().word(),
                        Gap::fromSeq,
                        Gap::toSeq,
                        Gap::events,
                        Gap::fromPos,
                        Gap::toPos)
                .containsExactly(
                        tuple("retention", "retention", 6L, 10L, 5L, null, null),
                        tuple("parser", "age", 11L, 20L, 10L, "20260505/17@11000", "20260505/17@21000"));
        assertThat(totals()).isEqualTo(new PartitionTotals(21, 6, 0, 15));
    }

    private PartitionTotals totals() {
        return driver.<Integer, PartitionTotals>getKeyValueStore(ParserTopology.TOTALS)
                .get(0);
    }

    /** Events are 100 bytes apart, and a block begins at a thousand times its first sequence. */
    private void block(long seq, int events, long ageMs, String... marks) {
        waitedMs.add(ageMs);
        raw.pipeInput(block(seq, events, Instant.ofEpochMilli(NOW - ageMs), marks));
    }

    /** Such a block, read by the ingestor at that time. */
    static TestRecord<byte[], byte[]> block(long seq, int events, Instant read, String... marks) {
        Offsets offsets = new Offsets();
        for (int i = 0; i < events; i++) {
            offsets.add(seq * 1_000 + i * 100L);
        }
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.FILE, Headers.value("20260505/17"));
        headers.add(Headers.SEQ, Headers.value(seq));
        headers.add(Headers.EVENTS, Headers.value(events));
        headers.add(Headers.OFFSETS, offsets.toHeader());
        for (String mark : marks) {
            headers.add(mark, Headers.value(1));
        }
        return new TestRecord<>(null, Headers.value(EVENT.repeat(events)), headers, read);
    }
}
