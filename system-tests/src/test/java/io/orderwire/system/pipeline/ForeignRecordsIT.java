package io.orderwire.system.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.position.Source;
import io.orderwire.contract.topic.Headers;
import io.orderwire.contract.topic.Topics;
import io.orderwire.gateway.GatewayProcess;
import io.orderwire.ingestor.IngestorProcess;
import io.orderwire.parser.ParserProcess;
import io.orderwire.simulator.Simulator;
import io.orderwire.simulator.SimulatorOptions;
import io.orderwire.testing.files.FileEvent;
import io.orderwire.testing.files.NodeFiles;
import io.orderwire.testing.guarantees.Accounts;
import io.orderwire.testing.guarantees.Guarantees;
import io.orderwire.testing.guarantees.ReceivedOrder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A foreign client writes to every topic while orders flow. */
@Timeout(240)
class ForeignRecordsIT extends PipelineCase {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Marks the foreign client's records for the test; no process reads it. */
    private static final String MARK = "test.foreign";

    private Simulator simulator;
    private KafkaProducer<byte[], byte[]> foreign;
    private Topics topics;
    private int letters;

    @BeforeEach
    void start() {
        simulator = new Simulator(SimulatorOptions.builder(data).build());
        topics = broker.topics();
        foreign = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterEach
    void stop() throws IOException {
        foreign.close();
        simulator.close();
    }

    @Test
    void shouldIgnoreAndNameThemAndDeliverEveryOrderOnce() throws Exception {
        IngestorProcess ingestor = ingestor();
        ParserProcess parser = pipeline.parser("parser");
        GatewayProcess gateway = pipeline.gateway("gateway");
        try (OrdersSubscriber subscriber = new OrdersSubscriber(gateway.wsUrl())) {
            write(subscriber, 300);
            for (int round = 0; round < 3; round++) {
                writeForeign();
                write(subscriber, 200);
            }
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(GatewayStats.body(gateway))
                    .contains(
                            "parser: ",
                            "foreign records ignored, the last at " + topics.raw(),
                            "gateway: ",
                            "foreign records ignored, the last at " + topics.orders(),
                            "foreign records ignored, the last at " + topics.pipeline(),
                            "foreign records ignored, the last at " + topics.gaps()));
            assertThat(pipeline.counted("orderwire.parser.foreign")).isPositive();
            ingestor.close();
            parser.close();
            writeForeign();
            ingestor();
            pipeline.parser("parser");
            write(subscriber, 300);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(GatewayStats.body(gateway))
                    .contains("ingestor: ", "foreign records ignored, the last at " + topics.ingestor()));
            check(gateway, subscriber);
            assertThat(subscriber.gaps()).isEmpty();
            assertThat(subscriber.dropped()).isZero();
        }
    }

    private IngestorProcess ingestor() {
        return pipeline.ingestor(data, Source.STREAMING);
    }

    /** Writes orders and one line that is not an order, and waits until all orders are delivered. */
    private void write(OrdersSubscriber subscriber, int orders) throws IOException {
        simulator.writeBlock(orders);
        Files.writeString(simulator.currentFile(), "noise\n", StandardOpenOption.APPEND);
        letters++;
        await().atMost(PATIENCE).until(() -> subscriber.count() >= simulator.events());
    }

    private void writeForeign() {
        List<ConsumerRecord<byte[], byte[]>> raw = ours(topics.raw());
        for (int partition = 0; partition < Pipeline.PARTITIONS; partition++) {
            writeForeignRaw(partition, raw);
            writeForeignOrders(partition, ours(topics.orders()));
        }
        for (String topic : List.of(topics.gaps(), topics.deadLetters())) {
            send(topic, 0, null, bytes("{\"id\":7}"));
            send(topic, 0, bytes("key"), null);
            send(topic, 0, new byte[] {(byte) 0xff}, new byte[] {(byte) 0xfe, 0});
        }
        for (String key :
                List.of("nobody", "parser/parser", "ingestor/ingestor", "gateway/gateway", "ingestor/other")) {
            String forged = "{\"role\":\"ingestor\",\"instance\":\"ingestor\",\"at\":9999999999999,\"stopped\":false,"
                    + "\"degraded\":[],\"figures\":{\"found\":9223372036854775807}}";
            send(topics.pipeline(), 0, bytes(key), bytes(forged));
            send(topics.pipeline(), 0, bytes(key), bytes("NaN"));
            send(topics.pipeline(), 0, bytes(key), null);
        }
        send(topics.pipeline(), 0, new byte[] {(byte) 0xff}, bytes("x".repeat(1 << 19)));
        send(topics.ingestor(), 0, bytes("nobody"), bytes("{\"version\":2,\"nextSeq\":[1,1,1,1]}"));
        send(topics.ingestor(), 0, new byte[] {(byte) 0xff}, bytes("x"));
        send(topics.named("orderwire-parser-totals-changelog"), 0, bytes("nobody"), new byte[32]);
        foreign.flush();
    }

    private void writeForeignRaw(int partition, List<ConsumerRecord<byte[], byte[]>> raw) {
        send(topics.raw(), partition, null, bytes("no headers\n"));
        send(topics.raw(), partition, null, null);
        List<ConsumerRecord<byte[], byte[]>> here = raw.stream()
                .filter(row -> row.partition() == partition && row.value() != null)
                .toList();
        // Exact copies of all blocks in the partition.
        here.forEach(row -> copy(row, Map.of()));
        ConsumerRecord<byte[], byte[]> last = here.get(here.size() - 1);
        for (Object seq :
                new Object[] {0, -1, "+7", Long.MAX_VALUE, "9".repeat(30), 1L << 52, (1L << 53) - 1, 10_000_000}) {
            copy(last, Map.of(Headers.SEQ, Headers.value(seq)));
        }
        for (Object events : new Object[] {0, -1, 1_000_000, Long.MAX_VALUE, ""}) {
            copy(last, Map.of(Headers.EVENTS, Headers.value(events)));
        }
        copy(last, Map.of(Headers.OFFSETS, Headers.value("A")));
        copy(last, Map.of(Headers.FILE, Headers.value("../../x")));
        copy(last, Map.of(Headers.NUMBERING, Headers.value("")));
        send(topics.raw(), partition, null, null, Headers.GAP, "{}", Headers.SEQ, "9007199254740991");
    }

    private void writeForeignOrders(int partition, List<ConsumerRecord<byte[], byte[]>> orders) {
        ConsumerRecord<byte[], byte[]> last = orders.stream()
                .filter(row -> row.partition() == partition && row.value() != null)
                .reduce((before, row) -> row)
                .orElseThrow();
        String text = new String(last.value(), StandardCharsets.UTF_8);
        String topic = topics.orders();
        send(topic, partition, last.key(), bytes("{}"));
        send(topic, partition, last.key(), bytes(text.replace("\"part\":" + partition, "\"part\":7")));
        send(topic, partition, null, last.value());
        send(topic, (partition + 1) % Pipeline.PARTITIONS, last.key(), last.value());
        send(topic, partition, last.key(), bytes(text + ",\"dropped\":[{"));
        for (long seq : new long[] {0, Long.MAX_VALUE, (1L << 53) - 1, 50_000_000}) {
            send(topic, partition, last.key(), bytes(text.replaceFirst("\"seq\":\\d+", "\"seq\":" + seq)));
        }
        send(topic, partition, last.key(), last.value());
        send(topic, partition, null, null);
        send(topic, partition, null, null, Headers.GAP, "{\"id\":");
        for (int of : new int[] {partition, partition + 1}) {
            String gap = Gap.builder("g", Gap.Where.PARSER, Gap.Reason.AGE)
                    .partition(of)
                    .seqs(2L, 1L << 50)
                    .times(1, 2)
                    .build()
                    .toJson();
            send(topic, partition, null, null, Headers.GAP, gap);
            send(topic, partition, null, null, Headers.GAP, gap + "}");
        }
    }

    private void copy(ConsumerRecord<byte[], byte[]> row, Map<String, byte[]> other) {
        RecordHeaders headers = new RecordHeaders(row.headers().toArray());
        other.forEach((name, value) -> headers.remove(name).add(name, value));
        headers.add(MARK, new byte[] {1});
        foreign.send(new ProducerRecord<>(row.topic(), row.partition(), null, row.key(), row.value(), headers));
    }

    private void send(
            String topic, int partition, byte @Nullable [] key, byte @Nullable [] value, String... namesAndValues) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(MARK, new byte[] {1});
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], bytes(namesAndValues[i + 1]));
        }
        foreign.send(new ProducerRecord<>(topic, partition, null, key, value, headers));
    }

    private List<ConsumerRecord<byte[], byte[]>> ours(String topic) {
        return pipeline.committed(topic).stream()
                .filter(row -> row.headers().lastHeader(MARK) == null)
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Topics and client hold each event of the files once and in order, and the accounts add up. */
    private void check(GatewayProcess gateway, OrdersSubscriber subscriber) {
        List<FileEvent> events = NodeFiles.of(data, Source.STREAMING).events();
        Guarantees topic = Guarantees.exactlyOnceInOrder(Pipeline.PARTITIONS);
        Guarantees client = Guarantees.exactlyOnceInOrder(Pipeline.PARTITIONS);
        for (FileEvent event : events) {
            topic.produced(event);
            client.produced(event);
        }
        outputs().forEach(row -> topic.record(row, topics.orders()));
        ours(topics.deadLetters()).forEach(row -> client.record(row, topics.orders()));
        subscriber.orders().forEach(order -> client.received(ReceivedOrder.parse(order)));
        topic.check();
        client.check();
        Accounts accounts = awaitAccounts(gateway, Source.STREAMING, this::outputs);
        assertThat(accounts.orders()).isEqualTo(simulator.events());
        assertThat(accounts.deadLetters()).isEqualTo(letters);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(GatewayStats.body(gateway)).contains("\"exact\":true"));
    }

    /** Without the foreign records. */
    @Override
    List<ConsumerRecord<byte[], byte[]>> outputs() {
        return super.outputs().stream()
                .filter(row -> row.headers().lastHeader(MARK) == null)
                .toList();
    }
}
