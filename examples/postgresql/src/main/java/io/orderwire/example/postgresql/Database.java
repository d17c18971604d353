package io.orderwire.example.postgresql;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * One connection to the database, and its two transactions: one claims a partition, the other writes a batch together
 * with the offsets after it. Both lock the partition's row first, so that an older owner cannot write after a newer
 * claim.
 */
final class Database implements AutoCloseable {
    /**
     * Longest pause between two statements of a transaction. Bounds how long a process that stops there can block other
     * instances.
     */
    private static final String IDLE_IN_TRANSACTION = "SET idle_in_transaction_session_timeout = '20s'";

    /** An owner that holds a partition's row for longer is taken to have stopped, and its connection is ended. */
    private static final String LOCK_TIMEOUT = "SET lock_timeout = '10s'";

    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String SEARCH_PATH = "SET search_path = orderwire";

    private static final String INSERT = "INSERT INTO partition_offset (topic, partition, topic_id, next_offset, epoch,"
            + " owner) VALUES (?, ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING";
    private static final String CLAIM =
            "UPDATE partition_offset SET epoch = epoch + 1, owner = ?, backend = pg_backend_pid(),"
                    + " backend_start = (SELECT activity.backend_start FROM pg_stat_activity activity"
                    + " WHERE pid = pg_backend_pid()), updated_at = now()"
                    + " WHERE topic = ? AND partition = ? RETURNING topic_id, next_offset, epoch";
    private static final String ADVANCE = "UPDATE partition_offset SET next_offset = ?, updated_at = now()"
            + " WHERE topic = ? AND partition = ? AND epoch = ? AND next_offset = ?";
    private static final String END_OWNER =
            "SELECT pg_terminate_backend(pid) FROM partition_offset claimed, pg_stat_activity activity"
                    + " WHERE pid = backend AND activity.backend_start = claimed.backend_start"
                    + " AND topic = ? AND partition = ?";
    private static final String OTHER_TOPIC = "SELECT topic FROM partition_offset WHERE topic <> ? LIMIT 1";
    private static final String RETENTION_GAP =
            "INSERT INTO gap (partition, record_offset, id, stage, reason, from_seq, from_time, to_time)"
                    + " SELECT ?, ?, ?, 'postgresql', 'retention',"
                    + " greatest(max(seq), (SELECT max(to_seq) FROM gap WHERE partition = ?)) + 1,"
                    + " coalesce(max(read_at), now()), now() FROM (SELECT seq, read_at FROM order_event WHERE partition = ?"
                    + " ORDER BY record_offset DESC LIMIT 1) newest";

    private final Connection connection;
    private final CopyManager copy;
    private final String topic;
    private final String owner;

    private Database(Connection connection, String topic, String owner) throws SQLException {
        this.connection = connection;
        this.copy = connection.unwrap(PGConnection.class).getCopyAPI();
        this.topic = topic;
        this.owner = owner;
    }

    static Database open(Options options) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", options.text(Options.DATABASE_USER));
        String password = options.password();
        if (password != null) {
            properties.setProperty("password", password);
        }
        // Seconds. Without them, the driver would wait for a host that has vanished without a bound.
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("ApplicationName", options.text(Options.OWNER));
        Connection connection = new Driver().connect(options.text(Options.DATABASE_URL), properties);
        if (connection == null) {
            throw new RefusedException(options.database() + " is not an address of PostgreSQL");
        }
        try {
            Database database = new Database(connection, options.text(Options.TOPIC), options.text(Options.OWNER));
            database.prepare();
            return database;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private void prepare() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(IDLE_IN_TRANSACTION);
            statement.execute(LOCK_TIMEOUT);
            statement.execute(SEARCH_PATH);
            try (ResultSet encoding = statement.executeQuery("SHOW server_encoding")) {
                encoding.next();
                if (!"UTF8".equals(encoding.getString(1))) {
                    throw new RefusedException(
                            "the database's encoding is " + encoding.getString(1) + ": must be UTF8");
                }
            }
        }
        SchemaVersion.require(connection);
        try (PreparedStatement other = connection.prepareStatement(OTHER_TOPIC)) {
            other.setString(1, topic);
            try (ResultSet row = other.executeQuery()) {
                if (row.next()) {
                    throw new RefusedException("the tables contain topic " + row.getString(1) + ": must be " + topic);
                }
            }
        }
        connection.setAutoCommit(false);
    }

    /**
     * Takes a partition over from its former owner, if it has one.
     *
     * @param beginning the oldest offset in Kafka: older records that are not in the database are recorded as a gap
     * @param start offset at which to begin if the database does not know the partition
     */
    Claim claim(int partition, String topicId, long beginning, long start) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT);
                PreparedStatement claim = connection.prepareStatement(CLAIM)) {
            set(insert, topic, partition, topicId, start, owner);
            insert.executeUpdate();
            set(claim, owner, topic, partition);
            Claim claimed;
            try (ResultSet row = claim.executeQuery()) {
                row.next();
                if (!topicId.equals(row.getString(1))) {
                    throw new RefusedException("topic " + topic + " was recreated: its id is " + topicId
                            + ", the tables are of " + row.getString(1) + " and need a schema of their own");
                }
                claimed = new Claim(partition, row.getLong(3), row.getLong(2));
            }
            if (claimed.nextOffset() < beginning) {
                recordDeleted(claimed);
                advance(claimed, beginning);
                claimed = claimed.at(beginning);
            }
            connection.commit();
            return claimed;
        } catch (SQLException | RuntimeException e) {
            rollBack();
            if (e instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                endOwner(partition);
            }
            throw e;
        }
    }

    /**
     * Ends the connection of a stopped owner, whose transaction is rolled back; the next session can then claim the
     * partition.
     */
    private void endOwner(int partition) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement(END_OWNER)) {
            set(end, topic, partition);
            end.execute();
            connection.commit();
        }
    }

    private void recordDeleted(Claim claim) throws SQLException {
        try (PreparedStatement gap = connection.prepareStatement(RETENTION_GAP)) {
            String id = "postgresql-retention-" + claim.partition() + "-" + claim.nextOffset();
            set(gap, claim.partition(), claim.nextOffset(), id, claim.partition(), claim.partition());
            gap.executeUpdate();
        }
    }

    /**
     * Writes the rows and the offsets after them in one transaction.
     *
     * @param before claims with the offsets at which the batch begins
     * @param after the offsets after the batch, in the order of {@code before}, which is that of the partitions
     * @throws FencedException if another instance has claimed one of the partitions; nothing was written
     */
    void write(Batch batch, Collection<Claim> before, Collection<Long> after) throws SQLException, IOException {
        try {
            var offsets = after.iterator();
            for (Claim claim : before) {
                advance(claim, offsets.next());
            }
            copy(Batch.ORDER_COLUMNS, batch.orders());
            copy(Batch.GAP_COLUMNS, batch.gaps());
            copy(Batch.UNREAD_COLUMNS, batch.unread());
            connection.commit();
        } catch (SQLException | IOException | RuntimeException e) {
            rollBack();
            throw e;
        }
    }

    private void advance(Claim claim, long offset) throws SQLException {
        try (PreparedStatement advance = connection.prepareStatement(ADVANCE)) {
            set(advance, offset, topic, claim.partition(), claim.epoch(), claim.nextOffset());
            if (advance.executeUpdate() != 1) {
                throw new FencedException("partition " + claim.partition()
                        + " was claimed by another instance after epoch " + claim.epoch());
            }
        }
    }

    private void copy(String columns, CopyText rows) throws SQLException, IOException {
        if (rows.rows() > 0) {
            copy.copyIn("COPY " + columns + " FROM STDIN", rows.stream());
        }
    }

    private static void set(PreparedStatement statement, @Nullable Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /**
     * Rolls back. Ignores a failure to do so: the caller throws the first failure, and the session then closes the
     * connection.
     */
    private void rollBack() {
        try {
            connection.rollback();
        } catch (SQLException expected) {
            // the server rolls back when the connection ends
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
