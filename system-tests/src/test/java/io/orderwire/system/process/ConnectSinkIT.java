package io.orderwire.system.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.topic.Headers;
import io.orderwire.testing.broker.TestBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the example's sinks write for orders, markers, aborted transactions and deleted records. */
@Timeout(240)
class ConnectSinkIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";
    private static final String GAP = "{\"id\":\"parser-age-1\",\"where\":\"parser\",\"reason\":\"age\"}";

    @TempDir
    private Path folder;

    private final TestBroker broker = TestBroker.shared();
    private final String topic = broker.topics().orders();
    private final TopicPartition partition = new TopicPartition(topic, 0);
    private Admin admin;
    private KafkaProducer<String, String> producer;

    @BeforeEach
    void start() throws Exception {
        admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()));
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1), new NewTopic(topic + ".gaps", 1, (short) 1)))
                .all()
                .get(30, TimeUnit.SECONDS);
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        topic + "-test"),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
    }

    @AfterEach
    void stop() {
        producer.close(Duration.ZERO);
        admin.close(Duration.ZERO);
        broker.close();
    }

    @Test
    void shouldWriteOrdersWithoutMarkersAndResumeBehindRetention() throws Exception {
        writeOrders(1, 3);
        writeMarker();
        abortOrder();
        long sixth = writeOrders(5, 6);
        try (ConnectGroup connect = new ConnectGroup(folder, broker.bootstrapServers(), topic)
                .with("orders-to-file")
                .with("gaps-to-file")
                .with("unfiltered", unfiltered("unfiltered"))
                .with("bytes", unfiltered("bytes") + "value.converter=" + BYTES + "\n")) {
            GrowingFile<String> orders = connect.file("orders.jsonl");
            connect.start();
            awaitLines(orders, orders(1, 2, 3, 5, 6));
            List<String> all = orders(1, 2, 3);
            all.add("null");
            all.addAll(orders(5, 6));
            awaitLines(connect.file("unfiltered.jsonl"), all);
            awaitLines(connect.file("gaps.jsonl"), List.of(GAP));
            GrowingFile<String> bytes = connect.file("bytes.jsonl");
            await().atMost(PATIENCE).until(() -> bytes.lines().size() >= all.size());
            assertThat(bytes.lines()).allMatch(line -> line.matches("null|\\[B@[0-9a-f]+"));

            awaitCommitted(sixth + 1);
            connect.kill();
            long ninth = writeOrders(7, 9);
            // As retention does, which deletes whole segments, minutes later.
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(ninth)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            connect.start();

            awaitLines(orders, orders(1, 2, 3, 5, 6, 9));
        }
    }

    /** The sink of orders without its filter, under another name. */
    private static String unfiltered(String name) throws IOException {
        return ConnectGroup.example("orders-to-file")
                .replaceAll("(?m)^(transforms|predicates).*\n", "")
                .replace("orders-to-file", name)
                .replace("orders.jsonl", name + ".jsonl");
    }

    private static void awaitLines(GrowingFile<String> file, List<String> lines) {
        await().atMost(PATIENCE).until(() -> file.lines().size() >= lines.size());
        assertThat(file.lines()).isEqualTo(lines);
    }

    private void awaitCommitted(long offset) {
        await().atMost(PATIENCE).until(() -> {
            Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(ConnectGroup.GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get();
            OffsetAndMetadata committed = offsets.get(partition);
            return committed != null && committed.offset() >= offset;
        });
    }

    private static String order(int seq) {
        return "{\"pos\":\"20260505/17@" + seq + "\",\"part\":0,\"seq\":" + seq + ",\"event\":{\"user\":\"0xé\"}}";
    }

    private static List<String> orders(int... seqs) {
        List<String> orders = new ArrayList<>();
        IntStream.of(seqs).forEach(seq -> orders.add(order(seq)));
        return orders;
    }

    /** Writes orders in a transaction; returns the offset of the last one. */
    private long writeOrders(int first, int last) throws Exception {
        producer.beginTransaction();
        long offset = 0;
        for (int seq = first; seq <= last; seq++) {
            offset = producer.send(new ProducerRecord<>(topic, "0xe", order(seq)))
                    .get(30, TimeUnit.SECONDS)
                    .offset();
        }
        producer.commitTransaction();
        return offset;
    }

    /** In place of order 4. */
    private void writeMarker() {
        producer.beginTransaction();
        ProducerRecord<String, String> marker = new ProducerRecord<>(topic, null, null);
        marker.headers().add(Headers.GAP, GAP.getBytes(StandardCharsets.UTF_8));
        producer.send(marker);
        producer.send(new ProducerRecord<>(topic + ".gaps", null, GAP));
        producer.commitTransaction();
    }

    private void abortOrder() {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(topic, "0xe", order(99)));
        producer.flush();
        producer.abortTransaction();
    }
}
