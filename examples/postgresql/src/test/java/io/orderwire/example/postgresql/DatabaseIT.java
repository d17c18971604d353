package io.orderwire.example.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderwire.contract.gap.Gap;
import io.orderwire.contract.topic.Headers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The two transactions, whatever the records contain, and the questions of the README on rows that are known. */
@Tag("tools")
@Timeout(120)
class DatabaseIT {
    private static final String TOPIC = "hyperliquid.orders";
    private static final String TOPIC_ID = "KO0vBQEJSomHWWUpryPg7Q";
    private static final String ANN = OrderValues.user(1);
    private static final long BLOCK_AT = 1_778_002_753_024L;
    private static final long READ_AT = 1_778_002_753_500L;

    /** Everything about columns that a file of tables decides. */
    private static final String COLUMNS = "SELECT table_name, column_name, data_type, is_nullable, column_default"
            + " FROM information_schema.columns WHERE table_schema = 'orderwire' ORDER BY 1, ordinal_position";

    private static PostgresServer postgres;

    private final OrderValues values = new OrderValues(1);

    @BeforeAll
    static void start() throws Exception {
        postgres = PostgresServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void createSchema() throws Exception {
        postgres.createSchema();
    }

    private static Database open(String owner) throws SQLException {
        return Database.open(Options.of(
                Map.of(),
                List.of(
                        "database.url=" + postgres.url(),
                        "database.user=" + PostgresServer.USER,
                        "topic=" + TOPIC,
                        "owner=" + owner)));
    }

    private static ConsumerRecord<byte[], byte[]> record(long offset, byte[] value, RecordHeader... headers) {
        return new ConsumerRecord<>(
                TOPIC,
                0,
                offset,
                READ_AT,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                value,
                new RecordHeaders(headers),
                Optional.empty());
    }

    private ConsumerRecord<byte[], byte[]> order(long offset, String event) {
        return record(offset, values.next(0, event));
    }

    private static Batch batch(List<ConsumerRecord<byte[], byte[]>> records) {
        Batch batch = new Batch();
        records.forEach(batch::add);
        return batch;
    }

    private static void write(List<ConsumerRecord<byte[], byte[]>> records) throws Exception {
        try (Database database = open("a")) {
            Claim claim = database.claim(0, TOPIC_ID, 0, 0);
            database.write(batch(records), List.of(claim), List.of(claim.nextOffset() + records.size()));
        }
    }

    private static List<List<String>> query(String sql) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> columnsOfRow = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    columnsOfRow.add(row.getString(i));
                }
                rows.add(columnsOfRow);
            }
        }
        return rows;
    }

    private static List<List<String>> ask(String question, String name, String value) throws Exception {
        String sql = Files.readString(Path.of("questions", question));
        assertThat(sql).contains(":" + name);
        return query(sql.replace(":" + name, value));
    }

    @Test
    void shouldNotLetAnEarlierOwnerWrite() throws Exception {
        try (Database earlier = open("a");
                Database later = open("b")) {
            Claim old = earlier.claim(0, TOPIC_ID, 0, 0);
            Claim current = later.claim(0, TOPIC_ID, 0, 0);
            Batch batch = batch(List.of(order(0, OrderValues.event(ANN, "open", "BTC", 7))));

            assertThatThrownBy(() -> earlier.write(batch, List.of(old), List.of(1L)))
                    .isInstanceOf(FencedException.class)
                    .hasMessageContaining("partition 0");
            later.write(batch, List.of(current), List.of(1L));
            // Not even the owner writes the same offsets twice.
            assertThatThrownBy(() -> later.write(batch, List.of(current), List.of(1L)))
                    .isInstanceOf(FencedException.class);
        }
        assertThat(query("SELECT record_offset FROM orderwire.order_event")).containsExactly(List.of("0"));
        assertThat(query("SELECT next_offset, epoch, owner FROM orderwire.partition_offset"))
                .containsExactly(List.of("1", "2", "b"));
    }

    @Test
    void shouldEndTheConnectionOfAnOwnerThatStoppedInItsTransaction() throws Exception {
        try (Connection stopped = postgres.connect();
                Statement statement = stopped.createStatement();
                Database other = open("b")) {
            statement.execute("INSERT INTO orderwire.partition_offset (topic, partition, topic_id, next_offset, epoch,"
                    + " owner, backend, backend_start) SELECT '" + TOPIC + "', 0, '" + TOPIC_ID + "', 3, 1, 'µ', pid,"
                    + " backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()");
            stopped.setAutoCommit(false);
            statement.execute("UPDATE orderwire.partition_offset SET next_offset = 9");

            assertThatThrownBy(() -> other.claim(0, TOPIC_ID, 0, 0)).isInstanceOf(SQLException.class);
            assertThat(other.claim(0, TOPIC_ID, 0, 0)).isEqualTo(new Claim(0, 2, 3));
            assertThatThrownBy(stopped::commit).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void shouldRecordRecordsThatKafkaHasDeletedAsAGap() throws Exception {
        write(List.of(order(0, OrderValues.event(ANN, "open", "BTC", 7))));
        try (Database database = open("a")) {
            assertThat(database.claim(0, TOPIC_ID, 500, 500).nextOffset()).isEqualTo(500);
            Gap lost = Gap.builder("y", Gap.Where.PARSER, Gap.Reason.AGE)
                    .partition(0)
                    .seqs(7L, 9L)
                    .times(1, 2)
                    .build();
            Claim claim = database.claim(0, TOPIC_ID, 500, 500);
            database.write(
                    batch(List.of(record(500, null, new RecordHeader(Headers.GAP, Headers.value(lost.toJson()))))),
                    List.of(claim),
                    List.of(501L));
            database.claim(0, TOPIC_ID, 600, 600);
        }
        assertThat(query("SELECT record_offset, id, stage, reason, from_seq, to_seq FROM orderwire.gap"
                        + " WHERE stage = 'postgresql' ORDER BY 1"))
                .containsExactly(
                        Arrays.asList("1", "postgresql-retention-0-1", "postgresql", "retention", "2", null),
                        Arrays.asList("501", "postgresql-retention-0-501", "postgresql", "retention", "10", null));
    }

    @Test
    void shouldUpgradeTablesWithoutAVersion() throws Exception {
        List<List<String>> fresh = query(COLUMNS);
        postgres.createSchema(Path.of("src/test/resources/schema-1.sql"));
        assertThat(query(COLUMNS)).isNotEqualTo(fresh);
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO orderwire.partition_offset (topic, partition, topic_id, next_offset, epoch,"
                    + " owner) VALUES ('" + TOPIC + "', 0, '" + TOPIC_ID + "', 3, 1, 'a')");
        }
        try (Database upgrading = open("a");
                Database upgraded = open("b")) {
            assertThat(upgrading.claim(0, TOPIC_ID, 0, 0)).isEqualTo(new Claim(0, 2, 3));
            assertThat(upgraded.claim(0, TOPIC_ID, 0, 0)).isEqualTo(new Claim(0, 3, 3));
        }
        assertThat(query("SELECT version FROM orderwire.schema_version")).containsExactly(List.of("2"));
        assertThat(query(COLUMNS)).isEqualTo(fresh);
    }

    @Test
    void shouldRefuseTablesOfANewerVersion() throws Exception {
        try (Connection connection = postgres.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE orderwire.schema_version SET version = 3");
        }
        assertThatThrownBy(() -> open("a"))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "the tables have schema version 3, but this process knows version 2 at most: start a newer one");
    }

    @Test
    void shouldRefuseARecreatedTopicAndAnotherTopic() throws Exception {
        write(List.of());
        try (Database database = open("a")) {
            assertThatThrownBy(() -> database.claim(0, "anotherId", 0, 0))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("was recreated");
        }
        assertThatThrownBy(() -> Database.open(Options.of(
                        Map.of(),
                        List.of("database.url=" + postgres.url(), "database.user=orderwire", "topic=another"))))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("contain topic " + TOPIC);
    }

    @Test
    void shouldKeepRecordsThatItCannotRead() throws Exception {
        byte[] later = "{\"version\":2}".getBytes(StandardCharsets.UTF_8);
        byte[] notUtf8 = {'{', (byte) 0xff, '}'};
        write(List.of(
                record(0, later, new RecordHeader("ow.later", new byte[] {0, 'x'})),
                record(1, notUtf8),
                record(2, null),
                record(3, null, new RecordHeader(Headers.GAP, Headers.value("{}"))),
                order(4, OrderValues.event(ANN, "open", "BTC", 7)),
                order(5, OrderValues.event(ANN, "open", "B\\u0000TC", 8)),
                order(6, OrderValues.event(ANN, "open", "\\ud800", 9))));

        assertThat(query("SELECT record_offset FROM orderwire.order_event")).containsExactly(List.of("4"));
        assertThat(query("SELECT record_offset FROM orderwire.unread_record ORDER BY 1"))
                .extracting(row -> row.get(0))
                .containsExactly("0", "1", "2", "3", "5", "6");
        assertThat(query("SELECT convert_from(record_value, 'UTF8'), headers FROM orderwire.unread_record LIMIT 1"))
                .containsExactly(List.of("{\"version\":2}", "[[\"ow.later\",\"0078\"]]"));
        assertThat(query("SELECT next_offset FROM orderwire.partition_offset")).containsExactly(List.of("7"));
    }

    @Test
    void shouldKeepValuesExactlyAndLeaveOutWhatDoesNotFit() throws Exception {
        String event = OrderValues.event(ANN, "a\\tb\\n\\\\.\\\\N", "µ", 7)
                .replace("\"81233.0\"", "\"123456789012345678901234567890.000000000000000001\"")
                .replace("\"0.92242\"", "\"1e400\"")
                .replace("\"1.5\"", "17")
                .replace("2026-05-05T17:39:13.024084407", "9999-99-99T17:39:13")
                .replace("null", "\"\\u0000\"");
        // An escape of U+0000 in a member that is not a column but in the event: cloid is one, and does not fit.
        String fitting = event.replace("\"\\u0000\"", "{\"a\":[1e999,\"\\u0000\"]}");
        write(List.of(order(0, event), order(1, fitting)));

        assertThat(
                        query(
                                "SELECT status, coin, limit_px, sz, orig_sz, event_time, cloid, event FROM orderwire.order_event"))
                .containsExactly(Arrays.asList(
                        "a\tb\n\\.\\N",
                        "µ",
                        "123456789012345678901234567890.000000000000000001",
                        null,
                        null,
                        null,
                        null,
                        fitting));
        assertThat(query("SELECT record_offset FROM orderwire.unread_record")).containsExactly(List.of("0"));
    }

    @Test
    void shouldNotShowOrdersAsOpenThatTheNodeOnlyWroteAgain() throws Exception {
        String opened = OrderValues.event(ANN, "open", "BTC", 7);
        String filled = OrderValues.event(ANN, "filled", "BTC", 7).replace(":13.024084407", ":14.024084407");
        String other = OrderValues.event(ANN, "open", "ETH", 8).replace(":13.024084407", ":14.024084407");
        write(List.of(
                order(0, opened), order(1, filled), order(2, other), marker(3, "node", "rewind"), order(4, opened)));

        assertThat(openOrders()).extracting(row -> row.get(4) + row.get(7)).containsExactly("8f");

        try (Database database = open("a")) {
            Claim claim = database.claim(0, TOPIC_ID, 0, 0);
            database.write(batch(List.of(marker(5, "node", "missing-blocks"))), List.of(claim), List.of(6L));
        }
        assertThat(openOrders()).extracting(row -> row.get(4) + row.get(7)).containsExactly("8t");
    }

    private static ConsumerRecord<byte[], byte[]> marker(long offset, String where, String reason) {
        return record(
                offset,
                null,
                new RecordHeader(
                        Headers.GAP,
                        Headers.value("{\"id\":\"x\",\"where\":\"" + where + "\",\"reason\":\"" + reason
                                + "\",\"fromMs\":1,\"toMs\":2}")));
    }

    private static List<List<String>> openOrders() throws Exception {
        return ask("open-orders.sql", "'user'", "'" + ANN.replace('x', 'X') + "'");
    }

    @Test
    void shouldAnswerTheThreeQuestions() throws Exception {
        write(List.of(
                order(0, OrderValues.event(ANN, "open", "BTC", 7)),
                order(1, OrderValues.event(ANN, "open", "ETH", 8)),
                order(2, OrderValues.event(OrderValues.user(2), "open", "BTC", 9)),
                marker(3, "parser", "age"),
                order(4, OrderValues.event(ANN, "filled", "BTC", 7)),
                order(5, OrderValues.event(ANN, "triggered", "BTC", 10)),
                order(6, OrderValues.event(ANN, "badAloPxRejected", "BTC", 11))));

        assertThat(openOrders())
                .containsExactly(
                        List.of("BTC", "B", "81233.0", "0.92242", "10", "triggered", "2026-05-05 17:39:13.024084", "f"),
                        List.of("ETH", "B", "81233.0", "0.92242", "8", "open", "2026-05-05 17:39:13.024084", "t"));
        assertThat(ask("rejection-rate.sql", "minutes", "10"))
                .containsExactly(
                        List.of("BTC", "2026-05-05 17:39:00", "5", "1", "20.0"),
                        List.of("ETH", "2026-05-05 17:39:00", "1", "0", "0.0"));
        // One row, or two if the minute ended between the rows of the batch.
        assertThat(ask("latency.sql", "minutes", "10")).isNotEmpty().allSatisfy(row -> {
            assertThat(row.subList(2, 4)).containsExactly("367", "109");
            assertThat(Long.parseLong(row.get(5))).isGreaterThan(READ_AT - BLOCK_AT);
        });
    }
}
