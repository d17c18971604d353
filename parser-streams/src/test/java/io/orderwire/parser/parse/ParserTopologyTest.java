package io.orderwire.parser.parse;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.order.Order;
import io.orderwire.contract.order.Users;
import io.orderwire.contract.position.Offsets;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.parser.TestShedding;
import io.orderwire.parser.shed.BlockShedding;
import io.orderwire.parser.stats.ParserMetrics;
import io.orderwire.parser.totals.PartitionTotals;
import io.orderwire.parser.totals.Progress;
import io.orderwire.runtime.kafka.NewerRecords;
import io.orderwire.runtime.kafka.OutputTopics;
import io.orderwire.runtime.process.StallWatchdog;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test driver has one partition of each topic, so all users are in partition 0 of 1. */
class ParserTopologyTest {
    private static final String USER = "0xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private static final Instant READ = Instant.ofEpochMilli(1_800_000_000_123L);

    private final Progress progress = new Progress();
    private final ParserMetrics metrics = new ParserMetrics(new SimpleMeterRegistry());
    private BlockShedding shedding = TestShedding.complete(NewerRecords.NONE, metrics);
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> raw;
    private TestOutputTopic<byte[], byte[]> orders;
    private TestOutputTopic<byte[], byte[]> deadLetters;
    private TestOutputTopic<byte[], byte[]> gaps;

    @BeforeEach
    void start() {
        start(1);
    }

    private void start(int partitions) {
        start(partitions, StreamsConfig.EXACTLY_ONCE_V2);
    }

    private void start(int partitions, String guarantee) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, guarantee);
        driver = new TopologyTestDriver(
                ParserTopology.build(
                        partitions,
                        OutputTopics.of(Topics.DEFAULT),
                        progress,
                        metrics,
                        shedding,
                        TestAges.at(READ),
                        new StallWatchdog(60_000, System::nanoTime, exit -> {})),
                config);
        raw = driver.createInputTopic(Topics.DEFAULT.raw(), new ByteArraySerializer(), new ByteArraySerializer());
        orders = output(Topics.DEFAULT.orders());
        deadLetters = output(Topics.DEFAULT.deadLetters());
        gaps = output(Topics.DEFAULT.gaps());
    }

    private TestOutputTopic<byte[], byte[]> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void shouldWriteOneOrderForEachLineWithItsOwnBytes() {
        String first = event(1);
        String second = event(2).replace(":", " : ");
        pipe(1, Map.of(), streaming(first), second);

        List<TestRecord<byte[], byte[]>> written = orders.readRecordsToList();
        assertThat(written).hasSize(2);
        assertThat(text(written.get(0).key())).isEqualTo(USER);
        assertThat(written.get(0).getRecordTime()).isEqualTo(READ);
        assertThat(text(written.get(0).value()))
                .isEqualTo("{\"pos\":\"20260505/17@0\",\"part\":0,\"seq\":1,\"block_number\":7,"
                        + "\"block_time\":\"b\",\"local_time\":\"l\",\"event\":" + first + "}");
        assertThat(text(written.get(1).value()))
                .isEqualTo("{\"pos\":\"20260505/17@100\",\"part\":0,\"seq\":2,\"event\":" + second + "}");
        assertThat(totals()).isEqualTo(new PartitionTotals(2, 2, 0, 0));
    }

    @Test
    void shouldWriteThePlaceInTheBlockWhereTheIngestorKnowsIt() {
        String event = event(1);
        pipe(1, Map.of(Headers.INDEXES, "kBBB"), streaming(event), streaming(event), streaming(event));
        pipe(4, Map.of(Headers.INDEXES, "CB"), event, streaming(event));
        pipe(6, Map.of(), streaming(event));
        List<Order> written =
                orders.readValuesToList().stream().map(Order::parse).toList();
        assertThat(written).extracting(Order::blockIndex).containsExactly(17, 16, 15, null, null, null);
        assertThat(written).extracting(Order::blockNumber).containsExactly(7L, 7L, 7L, null, 7L, 7L);
    }

    @Test
    void shouldPassOverABlockWhoseIndexesAreBroken() {
        for (String broken : List.of("", "C", "CCC", "CF", "\u00e4C", "C=")) {
            pipe(1, Map.of(Headers.INDEXES, broken), streaming(event(1)), streaming(event(2)));
        }
        assertThat(orders.isEmpty()).isTrue();
        assertThat(deadLetters.isEmpty()).isTrue();
        pipe(1, Map.of(Headers.INDEXES, "CC"), streaming(event(1)), streaming(event(2)));
        assertThat(orders.readValuesToList())
                .extracting(value -> Order.parse(value).blockIndex())
                .containsExactly(0, 1);
    }

    @Test
    void shouldMakeDeadLettersThatNameReasonPositionPartitionAndSequence() {
        String deep = event(1).replace("\"oid\"", "\"x\":" + "[".repeat(80) + "]".repeat(80) + ",\"oid\"");
        String twice = event(1).replace("\"time\"", "\"user\":1,\"time\"");
        pipe(5, Map.of(), "noise", "", "{}", deep, twice, event(1));

        List<TestRecord<byte[], byte[]>> letters = deadLetters.readRecordsToList();
        assertThat(letters)
                .extracting(letter -> Headers.text(letter.headers(), Headers.REASON))
                .containsExactly("not-json", "not-json", "not-an-order", "too-deep", "duplicate-key");
        assertThat(letters)
                .extracting(letter -> Headers.number(letter.headers(), Headers.SEQ))
                .containsExactly(5L, 6L, 7L, 8L, 9L);
        assertThat(Headers.text(letters.get(2).headers(), Headers.POS)).isEqualTo("20260505/17@200");
        assertThat(Headers.text(letters.get(2).headers(), Headers.PARTITION)).isEqualTo("0");
        assertThat(text(letters.get(0).value())).isEqualTo("noise");
        List<TestRecord<byte[], byte[]>> written = orders.readRecordsToList();
        assertThat(written).hasSize(2);
        assertThat(Gap.of(written.get(0).headers())).isNotNull();
        assertThat(Order.parse(written.get(1).value()).seq()).isEqualTo(10);
        assertThat(totals()).isEqualTo(new PartitionTotals(10, 1, 5, 4));
    }

    @Test
    void shouldCallTheStartOfAnOversizedEventWhatItIs() {
        pipe(1, Map.of(Headers.OVERSIZED, "1000000"), event(1));
        assertThat(Headers.text(deadLetters.readRecord().headers(), Headers.REASON))
                .isEqualTo("oversized");
        assertThat(orders.isEmpty()).isTrue();
    }

    @Test
    void shouldCarryOnTheMarkOfAReplay() {
        pipe(1, Map.of(Headers.REPLAY, "1"), event(1));
        assertThat(Headers.text(orders.readRecord().headers(), Headers.REPLAY)).isEqualTo("1");
    }

    @Test
    void shouldPassOverABlockThatComesAgain() {
        pipe(1, Map.of(), event(1), event(2));
        pipe(1, Map.of(), event(1), event(2));
        pipe(3, Map.of(), event(3));
        assertThat(orders.readRecordsToList()).hasSize(3);
        assertThat(totals()).isEqualTo(new PartitionTotals(3, 3, 0, 0));
        assertThat(gaps.isEmpty()).isTrue();
    }

    @Test
    void shouldWriteABlockThatComesAgainAgainWhenItsOrdersMayBeMissing() {
        stop();
        start(1, StreamsConfig.AT_LEAST_ONCE);
        pipe(1, Map.of(), event(1), "noise");
        pipe(1, Map.of(), event(1), "noise");
        assertThat(orders.readRecordsToList()).hasSize(2);
        assertThat(deadLetters.readRecordsToList()).hasSize(2);
        assertThat(totals()).isEqualTo(new PartitionTotals(2, 1, 1, 0));
    }

    @Test
    void shouldReportMissingSequencesAsDeletedAtTheirPlace() {
        pipe(1, Map.of(), event(1));
        pipe(11, Map.of(), event(2));

        List<TestRecord<byte[], byte[]>> written = orders.readRecordsToList();
        assertThat(written).hasSize(3);
        assertThat(written.get(1).key()).isNull();
        assertThat(written.get(1).value()).isNull();
        Gap marker = Gap.of(written.get(1).headers());
        assertThat(marker).isEqualTo(Gap.parse(text(gaps.readValue())));
        assertThat(marker.where()).isEqualTo(Gap.Where.RETENTION);
        assertThat(List.of(marker.fromSeq(), marker.toSeq(), marker.events())).containsExactly(2L, 10L, 9L);
        assertThat(totals()).isEqualTo(new PartitionTotals(11, 2, 0, 9));
    }

    @Test
    void shouldForwardTheIngestorsGapMarkerAtItsPlaceAndReportItNowhereElse() {
        byte[] gap = bytes(Gap.builder("i-1", Gap.Where.INGESTOR, Gap.Reason.AGE)
                .positions("20260505/17@0", "20260505/17@9")
                .bytes(9L)
                .times(1, 2)
                .build()
                .toJson());
        pipe(1, Map.of(), event(1));
        raw.pipeInput(new TestRecord<>(null, null, new RecordHeaders().add(Headers.GAP, gap), READ));
        pipe(2, Map.of(), event(2));

        List<TestRecord<byte[], byte[]>> written = orders.readRecordsToList();
        assertThat(written).hasSize(3);
        assertThat(written.get(1).key()).isNull();
        assertThat(written.get(1).value()).isNull();
        assertThat(written.get(1).getRecordTime()).isEqualTo(READ);
        assertThat(written.get(1).headers().lastHeader(Headers.GAP).value()).isEqualTo(gap);
        assertThat(gaps.isEmpty()).isTrue();
        assertThat(totals()).isEqualTo(new PartitionTotals(2, 2, 0, 0));
    }

    @Test
    void shouldPassOverRecordsThatNoIngestorWrote() {
        raw.pipeInput(new TestRecord<>(null, bytes(event(1) + "\n"), new RecordHeaders(), READ));
        raw.pipeInput(new TestRecord<>(null, null, new RecordHeaders(), READ));
        assertThat(orders.isEmpty()).isTrue();
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    /** Kafka accepts a header without a value, which an ingestor never writes. */
    @Test
    void shouldPassOverRecordsWhoseHeadersHaveNoValue() {
        raw.pipeInput(new TestRecord<>(null, null, new RecordHeaders().add(Headers.GAP, null), READ));
        raw.pipeInput(new TestRecord<>(
                null, null, new RecordHeaders().add(Headers.GAP, null).add(Headers.SEQ, Headers.value(9)), READ));
        for (String none : List.of(Headers.FILE, Headers.OFFSETS, Headers.SEQ, Headers.EVENTS)) {
            RecordHeaders headers = new RecordHeaders();
            for (String name : List.of(Headers.FILE, Headers.OFFSETS, Headers.SEQ, Headers.EVENTS)) {
                headers.add(name, name.equals(none) ? null : Headers.value(1));
            }
            raw.pipeInput(new TestRecord<>(null, bytes(event(1) + "\n"), headers, READ));
        }
        assertThat(orders.isEmpty()).isTrue();
        assertThat(deadLetters.isEmpty()).isTrue();
        pipe(1, Map.of(), event(1));
        assertThat(orders.readRecordsToList()).hasSize(1);
        assertThat(totals()).isEqualTo(new PartitionTotals(1, 1, 0, 0));
    }

    @Test
    void shouldRefuseAnEventOfAnotherPartitionsUser() {
        stop();
        int other = 0;
        while (Users.partition(bytes(USER), other + 2) == 0) {
            other++;
        }
        start(other + 2);
        pipe(1, Map.of(Headers.PARTITIONS, "" + (other + 2)), event(1));
        assertThat(Headers.text(deadLetters.readRecord().headers(), Headers.REASON))
                .isEqualTo("not-an-order");
    }

    @Test
    void shouldSayHowFarItIs() {
        pipe(1, Map.of(), event(1), "x");
        Map<String, Long> figures = new HashMap<>();
        progress.addTo(figures);
        assertThat(figures)
                .containsEntry("seq.0", 2L)
                .containsEntry("orders.0", 1L)
                .containsEntry("dead-letters.0", 1L)
                .containsEntry("shed.0", 0L);
        assertThat(progress.takeOldestMs()).isNotNegative();
    }

    private PartitionTotals totals() {
        return driver.<Integer, PartitionTotals>getKeyValueStore(ParserTopology.TOTALS)
                .get(0);
    }

    private void pipe(long seq, Map<String, String> more, String... lines) {
        Offsets offsets = new Offsets();
        List<String> text = new ArrayList<>();
        for (String line : lines) {
            offsets.add(text.size() * 100L);
            text.add(line + "\n");
        }
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.FILE, bytes("20260505/17"));
        headers.add(Headers.SEQ, Headers.value(seq));
        headers.add(Headers.EVENTS, Headers.value(lines.length));
        headers.add(Headers.OFFSETS, offsets.toHeader());
        more.forEach((name, value) -> headers.add(name, bytes(value)));
        raw.pipeInput(new TestRecord<>(null, bytes(String.join("", text)), headers, READ));
    }

    private static String streaming(String event) {
        return "{\"local_time\":\"l\",\"block_time\":\"b\",\"block_number\":7,\"events\":[" + event + "]}";
    }

    private static String event(int oid) {
        return "{\"time\":\"t\",\"user\":\"" + USER + "\",\"status\":\"open\",\"order\":{\"coin\":\"BTC\",\"oid\":"
                + oid + "}}";
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
