package io.orderwire.example.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.order.Order;
import io.orderwire.testing.broker.KafkaReads;
import io.orderwire.testing.broker.TestBroker;
import io.orderwire.testing.process.ChildJvm;
import io.orderwire.testing.seed.Seeds;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Each committed record of the topic is one row of one table, in the order of the partition, whichever process is killed. What
 * Kafka has committed is the oracle: it is read independently, after the producer has stopped.
 */
@Timeout(300)
class ExactlyOnceIT {
    private static final int PARTITIONS = 4;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String EVERY_ROW = "SELECT partition, record_offset, 'order ' || seq || ' ' || event::text"
            + " FROM orderwire.order_event UNION ALL SELECT partition, record_offset, 'gap ' || id || ' ' || from_seq"
            + " || ' ' || to_seq FROM orderwire.gap UNION ALL SELECT partition, record_offset, 'unread '"
            + " || convert_from(record_value, 'UTF8') FROM orderwire.unread_record ORDER BY 1, 2";

    /** Most of the consumer's time is within a transaction then, and so are most kills. */
    private static final String SLOW_COPY = "CREATE FUNCTION orderwire.pause() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$BEGIN PERFORM pg_sleep(0.1 * random()); RETURN NULL; END$$; CREATE TRIGGER pause BEFORE INSERT ON"
            + " orderwire.order_event FOR EACH STATEMENT EXECUTE FUNCTION orderwire.pause()";

    private static final String ROWS = "SELECT (SELECT count(*) FROM orderwire.order_event)"
            + " + (SELECT count(*) FROM orderwire.gap) + (SELECT count(*) FROM orderwire.unread_record)";

    private static PostgresServer postgres;
    private static TestBroker broker;

    private String topic;

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresServer.start();
        broker = TestBroker.shared();
    }

    @AfterAll
    static void stop() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void createTopicAndTables() throws Exception {
        topic = TestBroker.shared().topics().orders();
        postgres.createSchema();
        createTopic();
    }

    private void createTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(topic, PARTITIONS, (short) 1)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    @Tag("tools")
    void shouldWriteOnceAndInOrderWhileKilled() throws Exception {
        assertOnceWhileKilled(4, Seeds.of(ExactlyOnceIT.class, "tools"));
    }

    @Test
    @Tag("adversary")
    @Timeout(600)
    void shouldWriteOnceAndInOrderWhileKilledManyTimes() throws Exception {
        assertOnceWhileKilled(25, Seeds.of(ExactlyOnceIT.class, "adversary"));
    }

    private void assertOnceWhileKilled(int kills, long seed) throws Exception {
        Random random = new Random(seed);
        int databaseKill = kills / 2;
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(SLOW_COPY);
        }
        ChildJvm consumer = consumer("a");
        try (OrdersProducer producer = producer(random.nextLong())) {
            producer.start();
            for (int kill = 0; kill < kills; kill++) {
                awaitProgress(1 + random.nextInt(500));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(100)));
                if (kill == databaseKill) {
                    postgres.kill();
                    postgres.launch();
                    awaitProgress(1);
                }
                consumer.kill();
                consumer = consumer("a");
            }
            producer.stop();
            awaitRows(producer.committed());
            consumer.terminate();
            assertThat(consumer.awaitExit(SOON)).isZero();
            System.out.println("killed " + kills + " times and PostgreSQL once: " + producer.committed() + " records");
        } finally {
            consumer.close();
        }
        assertRowsAreTheTopic();
    }

    @Test
    @Tag("tools")
    void shouldHandPartitionsOverBetweenTwoInstances() throws Exception {
        long seed = Seeds.of(ExactlyOnceIT.class, "rebalance");
        try (OrdersProducer producer = producer(seed);
                ChildJvm first = consumer("a")) {
            producer.start();
            awaitProgress(100);
            try (ChildJvm second = consumer("b")) {
                awaitOwners(2);
                awaitProgress(100);
                // Longer than the session: the second claims what the first still believes to own.
                first.pause();
                awaitOwners(1);
                awaitProgress(100);
                first.resume();
                awaitOwners(2);
                awaitProgress(100);
                producer.stop();
                awaitRows(producer.committed());
                assertThat(first.isAlive()).isTrue();
                assertThat(second.isAlive()).isTrue();
            }
        }
        assertRowsAreTheTopic();
    }

    @Test
    @Tag("tools")
    void shouldEndWhenTheDatabaseStaysAway() throws Exception {
        try (ChildJvm consumer = ChildJvm.start(
                OrdersToPostgresql.class,
                "topic=" + topic,
                "kafka.bootstrap.servers=" + broker.bootstrapServers(),
                "database.url=jdbc:postgresql://127.0.0.1:1/postgres",
                "retry.max.ms=1000")) {
            assertThat(consumer.awaitExit(SOON)).isEqualTo(6);
            assertThat(consumer.lastErrors()).contains("retry.max.ms", "127.0.0.1:1");
        }
    }

    @Test
    @Tag("tools")
    void shouldEndWhenAStoredOffsetStaysAfterTheEndOfTheLogAlthoughOthersAdvance() throws Exception {
        storeOffset(2, 1_000_000);
        try (OrdersProducer producer = producer(1);
                ChildJvm consumer = consumer("a", "retry.max.ms=3000")) {
            producer.start();
            assertThat(consumer.awaitExit(SOON)).isEqualTo(6);
            assertThat(consumer.lastErrors())
                    .contains("partition 2: the database has stored offset 1000000", "Kafka's log ends at offset");
        }
        assertThat(query("SELECT DISTINCT partition FROM orderwire.order_event ORDER BY 1"))
                .containsExactly("0", "1", "3");
    }

    @Test
    @Tag("tools")
    void shouldReadAPartitionOnceItsLogHasReachedTheStoredOffset() throws Exception {
        storeOffset(2, 5);
        try (OrdersProducer producer = producer(2);
                ChildJvm consumer = consumer("a")) {
            await().atMost(SOON).until(() -> consumer.lastErrors().contains("partition 2 waits"));
            producer.start();
            await().atMost(SOON).until(() -> !query("SELECT 1 FROM orderwire.order_event WHERE partition = 2 LIMIT 1")
                    .isEmpty());
        }
        assertThat(query("SELECT min(record_offset) >= 5 FROM orderwire.order_event WHERE partition = 2"))
                .containsExactly("t");
    }

    private void storeOffset(int partition, long offset) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            String id = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get(30, TimeUnit.SECONDS)
                    .get(topic)
                    .topicId()
                    .toString();
            statement.execute("INSERT INTO orderwire.partition_offset (topic, partition, topic_id, next_offset, epoch,"
                    + " owner) VALUES ('" + topic + "', " + partition + ", '" + id + "', " + offset + ", 1, 'before')");
        }
    }

    @Test
    @Tag("tools")
    void shouldBoundATransactionInBytes() throws Exception {
        int most = 20_000;
        try (OrdersProducer producer = producer(3)) {
            producer.start();
            await().atMost(SOON).until(() -> producer.committed() > 1_000);
            producer.stop();
            try (ChildJvm consumer = consumer("a", "batch.records=5000", "batch.bytes=" + most)) {
                awaitRows(producer.committed());
            }
        }
        assertRowsAreTheTopic();
        assertThat(
                        query(
                                "SELECT max(bytes) < " + (most + 2_000)
                                        + ", max(rows) > 5 FROM (SELECT count(*) AS rows,"
                                        + " sum(octet_length(event::text)) AS bytes FROM orderwire.order_event GROUP BY xmin) AS batch"))
                .containsExactly("t t");
    }

    @Test
    @Tag("tools")
    void shouldStopWhileKafkaIsAway() throws Exception {
        try (ChildJvm consumer = consumer("a", "kafka.bootstrap.servers=127.0.0.1:1")) {
            await().atMost(SOON).until(() -> !query("SELECT 1 FROM pg_stat_activity WHERE application_name = 'a'")
                    .isEmpty());
            consumer.terminate();
            assertThat(consumer.awaitExit(Duration.ofSeconds(15))).isZero();
        }
    }

    @Test
    @Tag("tools")
    void shouldEndWhenTheTopicIsRecreatedWhileItRuns() throws Exception {
        try (ChildJvm consumer = consumer("a")) {
            // Without a record: an offset that the other topic does not have would end the session anyway.
            await().atMost(SOON)
                    .until(() -> query("SELECT partition FROM orderwire.partition_offset")
                                    .size()
                            == PARTITIONS);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                admin.deleteTopics(List.of(topic)).all().get(30, TimeUnit.SECONDS);
                // The partitions of a deleted topic are revoked, and those of the next one of that name assigned.
                await().atMost(SOON).until(() -> membersWithPartitions(admin) == 0);
            }
            createTopic();

            assertThat(consumer.awaitExit(SOON)).isEqualTo(1);
            assertThat(consumer.lastErrors()).contains("was recreated");
        }
    }

    private long membersWithPartitions(Admin admin) throws Exception {
        return admin.describeConsumerGroups(List.of(topic)).all().get(30, TimeUnit.SECONDS).values().stream()
                .flatMap(group -> group.members().stream())
                .filter(member -> !member.assignment().topicPartitions().isEmpty())
                .count();
    }

    private OrdersProducer producer(long seed) {
        return new OrdersProducer(broker.bootstrapServers(), topic, PARTITIONS, seed);
    }

    /** @param more options that override the others */
    private ChildJvm consumer(String owner, String... more) {
        List<String> options = new ArrayList<>(List.of(
                "topic=" + topic,
                "group.id=" + topic,
                "owner=" + owner,
                "batch.records=200",
                "database.url=" + postgres.url(),
                "database.user=" + PostgresServer.USER,
                "kafka.bootstrap.servers=" + broker.bootstrapServers(),
                "kafka.session.timeout.ms=2000",
                "kafka.heartbeat.interval.ms=300"));
        options.addAll(List.of(more));
        return ChildJvm.start(OrdersToPostgresql.class, options.toArray(String[]::new));
    }

    private static List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    values.add(row.getString(i));
                }
                rows.add(String.join(" ", values));
            }
        }
        return rows;
    }

    private static long rows() throws SQLException {
        return Long.parseLong(query(ROWS).get(0));
    }

    private static void awaitProgress(int count) throws SQLException {
        long before = rows();
        await().atMost(SOON).until(() -> rows() >= before + count);
    }

    private static void awaitRows(long count) {
        await().atMost(SOON).until(() -> rows() >= count);
    }

    private static void awaitOwners(int count) {
        await().atMost(SOON)
                .until(() -> query("SELECT DISTINCT owner FROM orderwire.partition_offset")
                                .size()
                        == count);
    }

    private void assertRowsAreTheTopic() throws SQLException {
        List<String> expected = KafkaReads.committed(broker.bootstrapServers(), topic, SOON).stream()
                .sorted((a, b) -> a.partition() == b.partition()
                        ? Long.compare(a.offset(), b.offset())
                        : Integer.compare(a.partition(), b.partition()))
                .map(ExactlyOnceIT::asRow)
                .toList();

        assertThat(query(EVERY_ROW)).isEqualTo(expected);
        assertThat(expected).anyMatch(row -> row.contains(" gap ")).anyMatch(row -> row.contains(" unread "));
    }

    private static String asRow(ConsumerRecord<byte[], byte[]> record) {
        String place = record.partition() + " " + record.offset() + " ";
        byte[] value = record.value();
        if (value == null) {
            Gap gap = Gap.of(record.headers());
            return place + "gap " + gap.id() + " " + gap.fromSeq() + " " + gap.toSeq();
        }
        String text = new String(value, StandardCharsets.UTF_8);
        if (!text.contains("\"seq\"")) {
            return place + "unread " + text;
        }
        Order order = Order.parse(value);
        return place + "order " + order.seq() + " " + new String(order.event(), StandardCharsets.UTF_8);
    }
}
