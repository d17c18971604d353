package io.orderwire.system.process;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.topic.Topics;
import io.orderwire.testing.guarantees.Guarantees;
import io.orderwire.testing.seed.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * kcat, Kafka Connect and a Java consumer read one pipeline at the same time. While one of them is dead or stopped, the others
 * receive what is written; in the end each has everything that is committed, in order. What a committed reader without a
 * group received is the oracle, after the guarantees compared that with the files.
 */
@Tag("tools")
@Timeout(300)
class GroupsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String[] SHEDS = {
        "overload=latest", "catch.up.max.ms=0", "parser.session.timeout.ms=20000", "parser.threads=1"
    };
    private static final double LINES_PER_SECOND = 300;
    private static final int MORE = 300;

    @TempDir
    private Path folder;

    @BeforeEach
    void requireKcat() {
        KcatGroup.program();
    }

    @Test
    void shouldServeThreeGroupsEachAtItsOwnPace() throws Exception {
        try (ParserRig rig = new ParserRig(folder, Seeds.of(GroupsIT.class), LINES_PER_SECOND);
                KcatGroup kcat = new KcatGroup(folder, rig.kafka());
                ConnectGroup connect = connect(rig.kafka());
                JavaGroup java = new JavaGroup(rig.kafka())) {
            rig.startParser("a");
            for (OrdersGroup group : List.of(kcat, connect, java)) {
                group.start();
            }
            awaitMore("all", kcat, connect, java);

            connect.kill();
            abortAnOrder(rig.kafka());
            awaitMore("without Connect", kcat, java);
            Map<TopicPartition, Long> committed = committedOffsets(rig.kafka());
            Map<Integer, List<String>> beforeKill = Delivery.byPartition(connect.received());
            connect.start();
            awaitMore("Connect again", connect);

            java.stop();
            awaitMore("without Java", kcat, connect);
            java.start();

            kcat.pause();
            awaitMore("without kcat", connect, java);
            kcat.resume();

            rig.killParser("a");
            shed(rig);
            rig.check(Guarantees.exactlyOnceInOrder(ParserRig.PARTITIONS));
            List<Delivery> all = rig.received().stream().map(Delivery::of).toList();
            assertThat(all).anyMatch(each -> !each.isOrder());
            awaitSame(all, kcat);
            awaitSame(all, java);
            Map<Integer, List<String>> expected =
                    withRepetition(ordersByPartition(rig.received()), beforeKill, committed);
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(Delivery.byPartition(connect.received()))
                    .isEqualTo(expected));
            System.out.println(all.size() + " records; Connect wrote "
                    + (connect.received().size()
                            - all.stream().filter(Delivery::isOrder).count())
                    + " orders again");
        }
    }

    private ConnectGroup connect(String kafka) throws IOException {
        return new ConnectGroup(folder, kafka, Topics.DEFAULT.orders()).with("orders-to-file");
    }

    /** Starts a parser that sheds after a pause, so that there are markers. */
    private static void shed(ParserRig rig) throws Exception {
        rig.startParser("a", SHEDS);
        rig.awaitProgress();
        rig.signal("a", "STOP");
        rig.awaitWritten(MORE);
        rig.signal("a", "CONT");
        await().atMost(PATIENCE).until(() -> rig.givenUpSoFar() > 0);
    }

    /** An order that only a reader of uncommitted records sees. */
    private static void abortAnOrder(String kafka) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        kafka,
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        "aborts"),
                new StringSerializer(),
                new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int partition = 0; partition < ParserRig.PARTITIONS; partition++) {
                String order = "{\"pos\":\"20200101/0@0\",\"part\":" + partition + ",\"seq\":1000000000000,\"event\":{"
                        + "\"user\":\"0x0000000000000000000000000000000000000000\",\"status\":\"open\","
                        + "\"order\":{\"coin\":\"ABORTED\",\"oid\":1}}}";
                producer.send(new ProducerRecord<>(Topics.DEFAULT.orders(), partition, "aborted", order));
            }
            producer.flush();
            producer.abortTransaction();
        }
    }

    /** Waits until each of those groups has so many deliveries more. */
    private static void awaitMore(String phase, OrdersGroup... groups) {
        long began = System.nanoTime();
        Map<OrdersGroup, Integer> before = new HashMap<>();
        Stream.of(groups).forEach(group -> before.put(group, group.count()));
        await().atMost(PATIENCE).until(() -> before.entrySet().stream()
                .allMatch(each -> each.getKey().count() >= each.getValue() + MORE));
        System.out.printf(
                "%s: %s in %.1f s%n",
                phase,
                Stream.of(groups)
                        .map(group -> group.getClass().getSimpleName() + " +" + (group.count() - before.get(group)))
                        .collect(joining(", ")),
                (System.nanoTime() - began) / 1e9);
    }

    private static void awaitSame(List<Delivery> all, OrdersGroup group) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(group.count())
                .as("records of " + group.getClass().getSimpleName())
                .isGreaterThanOrEqualTo(all.size()));
        assertThat(Delivery.byPartition(group.received()))
                .as(group.getClass().getSimpleName())
                .isEqualTo(Delivery.byPartition(all));
    }

    private static Map<TopicPartition, Long> committedOffsets(String kafka) throws Exception {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", kafka))) {
            Map<TopicPartition, Long> offsets = new HashMap<>();
            admin.listConsumerGroupOffsets(ConnectGroup.GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .forEach((partition, offset) -> offsets.put(partition, offset.offset()));
            return offsets;
        }
    }

    private static Map<Integer, List<ConsumerRecord<byte[], byte[]>>> ordersByPartition(
            List<ConsumerRecord<byte[], byte[]>> rows) {
        Map<Integer, List<ConsumerRecord<byte[], byte[]>>> orders = new HashMap<>();
        rows.stream().filter(row -> row.value() != null).forEach(row -> orders.computeIfAbsent(
                        row.partition(), none -> new ArrayList<>())
                .add(row));
        return orders;
    }

    /** Each order once, except that those between the committed offset and the kill come again. */
    private static Map<Integer, List<String>> withRepetition(
            Map<Integer, List<ConsumerRecord<byte[], byte[]>>> orders,
            Map<Integer, List<String>> beforeKill,
            Map<TopicPartition, Long> committed) {
        Map<Integer, List<String>> expected = new HashMap<>();
        orders.forEach((partition, rows) -> {
            List<String> once = beforeKill.getOrDefault(partition, List.of());
            long resumed = committed.getOrDefault(new TopicPartition(Topics.DEFAULT.orders(), partition), 0L);
            List<String> all = new ArrayList<>();
            rows.subList(0, once.size()).forEach(row -> all.add(Delivery.of(row).what()));
            rows.stream()
                    .filter(row -> row.offset() >= resumed)
                    .forEach(row -> all.add(Delivery.of(row).what()));
            expected.put(partition, all);
        });
        return expected;
    }
}
