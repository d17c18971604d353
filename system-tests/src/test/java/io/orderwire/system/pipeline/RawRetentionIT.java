package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Position;
import io.orderwire.contract.position.Source;
import io.orderwire.contract.topic.Headers;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.parser.ParserProcess;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.files.FileCounts;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Accounted;
import io.orderwire.testing.guarantees.Guarantees;
import io.orderwire.testing.guarantees.NoDuplicate;
import io.orderwire.testing.guarantees.OrderPerUser;
import io.orderwire.testing.guarantees.ReceivedDeadLetter;
import io.orderwire.testing.guarantees.ReceivedOrder;
import io.orderwire.testing.guarantees.SequenceExplained;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** While no parser runs, retention deletes records of the raw topic, and the next parser reports that. */
@Tag("adversary")
@Timeout(300)
class RawRetentionIT extends PipelineCase {
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String[] SMALL_RAW_TOPIC = {
        // The least that the option takes: segments are an eighth of it, a MiB.
        "retention.raw.bytes=8388608",
        // So that a little data fills it.
        "producer.compression.type=none"
    };
    private static final int EVENTS_BEFORE = 400;
    private static final int BLOCK = 2_000;

    private ConfigResource rawTopic;
    private Admin admin;
    private Simulator simulator;

    @BeforeEach
    void start() {
        rawTopic = new ConfigResource(ConfigResource.Type.TOPIC, broker.topics().raw());
        admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()));
        simulator = new Simulator(SimulatorOptions.builder(data).build());
    }

    @AfterEach
    void stop() throws IOException {
        simulator.close();
        admin.close();
    }

    @Test
    void shouldTellExactlyWhatRetentionTookBeforeItWasParsed() throws Exception {
        pipeline.ingestor(data, Source.STREAMING, SMALL_RAW_TOPIC);
        ParserProcess first = pipeline.parser("parser");
        writeWithNoise(EVENTS_BEFORE);
        await().atMost(PATIENCE).until(() -> eventsOut() == EVENTS_BEFORE + 1);
        first.close();
        Map<Integer, Long> parsedTo = lastSeqs(received());

        await().atMost(PATIENCE).until(() -> {
            simulator.writeBlock(BLOCK);
            return nextOnesAreGone();
        });
        writeWithNoise(EVENTS_BEFORE);
        NodeFiles files = NodeFiles.of(data, Source.STREAMING);
        GatewayProcess gateway = pipeline.gateway("gateway");
        await().atMost(PATIENCE).until(() -> GatewayStats.accounts(gateway).found() == simulator.events() + 2);
        keepTheRest();
        Map<Integer, Long> firstKept = firstRawSeqs();
        pipeline.parser("parser");

        FileCounts counts = files.counts();
        await().atMost(PATIENCE).until(() -> eventsOut() + eventsLost() == counts.events());
        assertLossesAreExact(parsedTo, firstKept);
        assertTheRestCame(files);
        await().atMost(PATIENCE).untilAsserted(() -> {
            Accounted account = new Accounted().files(counts).reported(GatewayStats.accounts(gateway));
            files.read(account::produced);
            all().forEach(row -> account.record(row, broker.topics().orders()));
            account.check();
        });
        assertThat(firstRawSeqs()).isEqualTo(firstKept);
    }

    /** Orders, and one line that is none. */
    private void writeWithNoise(int events) throws IOException {
        simulator.writeBlock(events);
        Files.writeString(simulator.currentFile(), "noise\n", StandardOpenOption.APPEND);
    }

    /** One gap in each partition, from the first event that the former parser left to the last one that is gone. */
    private void assertLossesAreExact(Map<Integer, Long> parsedTo, Map<Integer, Long> firstKept) {
        List<Gap> reported = gaps();
        List<Gap> markers = markers().stream().map(row -> Gap.of(row.headers())).toList();
        assertThat(markers).containsExactlyInAnyOrderElementsOf(reported);
        assertThat(markers())
                .allMatch(row -> row.partition() == Gap.of(row.headers()).partition());
        assertThat(reported).hasSize(Pipeline.PARTITIONS);
        for (Gap gap : reported) {
            assertThat(gap.where()).isEqualTo(Gap.Where.RETENTION);
            assertThat(gap.reason()).isEqualTo(Gap.Reason.RETENTION);
            assertThat(gap.fromSeq()).isEqualTo(parsedTo.getOrDefault(gap.partition(), 0L) + 1);
            assertThat(gap.toSeq()).isEqualTo(firstKept.get(gap.partition()) - 1);
            assertThat(gap.events()).isEqualTo(gap.toSeq() - gap.fromSeq() + 1);
        }
    }

    /** The n-th event of a partition in the files has sequence n, and is there if it is not in the partition's gap. */
    private void assertTheRestCame(NodeFiles files) {
        Map<Integer, SortedMap<Long, Position>> expected = new TreeMap<>();
        files.read(event -> {
            SortedMap<Long, Position> own =
                    expected.computeIfAbsent(event.partition(Pipeline.PARTITIONS), key -> new TreeMap<>());
            own.put(own.size() + 1L, event.pos());
        });
        Guarantees guarantees =
                Guarantees.of(new NoDuplicate(), OrderPerUser.withinEachFile(), endingAtTheLast(expected));
        all().forEach(row -> guarantees.record(row, broker.topics().orders()));
        guarantees.check();
        gaps().forEach(gap -> expected.get(gap.partition())
                .subMap(gap.fromSeq(), gap.toSeq() + 1)
                .clear());
        assertThat(received()).isEqualTo(expected);
    }

    private static SequenceExplained endingAtTheLast(Map<Integer, SortedMap<Long, Position>> expected) {
        SequenceExplained explained = new SequenceExplained();
        expected.forEach((partition, events) -> explained.endingAt(partition, events.lastKey()));
        return explained;
    }

    /** What came out, by partition and sequence: orders and dead letters. */
    private Map<Integer, SortedMap<Long, Position>> received() {
        Map<Integer, SortedMap<Long, Position>> received = new TreeMap<>();
        orders().stream().map(ReceivedOrder::of).forEach(order -> received.computeIfAbsent(
                        order.partition(), key -> new TreeMap<>())
                .put(order.seq(), order.pos()));
        pipeline.committed(broker.topics().deadLetters()).stream()
                .map(ReceivedDeadLetter::of)
                .forEach(letter -> received.computeIfAbsent(letter.partition(), key -> new TreeMap<>())
                        .put(letter.seq(), letter.pos()));
        return received;
    }

    private static Map<Integer, Long> lastSeqs(Map<Integer, SortedMap<Long, Position>> received) {
        Map<Integer, Long> last = new TreeMap<>();
        received.forEach((partition, events) -> last.put(partition, events.lastKey()));
        return last;
    }

    private long eventsOut() {
        return orders().size()
                + pipeline.committed(broker.topics().deadLetters()).size();
    }

    private long eventsLost() {
        return gaps().stream().mapToLong(Gap::events).sum();
    }

    private List<ConsumerRecord<byte[], byte[]>> orders() {
        return pipeline.committed(broker.topics().orders()).stream()
                .filter(row -> row.value() != null)
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> markers() {
        return pipeline.committed(broker.topics().orders()).stream()
                .filter(row -> row.value() == null)
                .toList();
    }

    private List<Gap> gaps() {
        return pipeline.committed(broker.topics().gaps()).stream()
                .map(row -> Gap.parse(new String(row.value(), StandardCharsets.UTF_8)))
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> all() {
        List<ConsumerRecord<byte[], byte[]>> all =
                new ArrayList<>(pipeline.committed(broker.topics().orders()));
        all.addAll(pipeline.committed(broker.topics().deadLetters()));
        all.addAll(pipeline.committed(broker.topics().gaps()));
        return all;
    }

    /** The sequence of the first event that the raw topic still has, by partition. */
    private Map<Integer, Long> firstRawSeqs() {
        Map<Integer, Long> first = new TreeMap<>();
        KafkaReads.forEachCommitted(broker.bootstrapServers(), broker.topics().raw(), PATIENCE, row -> {
            Long seq = Headers.number(row.headers(), Headers.SEQ);
            if (seq != null) {
                first.putIfAbsent(row.partition(), seq);
            }
        });
        return first;
    }

    /** Whether no partition of the raw topic holds the next record for the parsers any more. */
    private boolean nextOnesAreGone() throws Exception {
        Map<TopicPartition, OffsetAndMetadata> next = admin.listConsumerGroupOffsets(
                        broker.topics().named("orderwire-parser"))
                .partitionsToOffsetAndMetadata()
                .get();
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        next.keySet().forEach(partition -> asked.put(partition, OffsetSpec.earliest()));
        return next.size() == Pipeline.PARTITIONS
                && admin.listOffsets(asked).all().get().entrySet().stream()
                        .allMatch(oldest -> oldest.getValue().offset()
                                > next.get(oldest.getKey()).offset());
    }

    /** Ends retention by size, so that what is there now is what the parser finds. */
    private void keepTheRest() throws Exception {
        ConfigEntry unbounded = new ConfigEntry(TopicConfig.RETENTION_BYTES_CONFIG, "-1");
        admin.incrementalAlterConfigs(Map.of(rawTopic, List.of(new AlterConfigOp(unbounded, AlterConfigOp.OpType.SET))))
                .all()
                .get();
        await().atMost(PATIENCE).until(() -> admin.describeConfigs(List.of(rawTopic))
                .all()
                .get()
                .get(rawTopic)
                .get(unbounded.name())
                .value()
                .equals(unbounded.value()));
    }
}
