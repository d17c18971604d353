package io.orderwire.example.postgresql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The version of the tables. A process upgrades older tables when it connects, and refuses newer ones, which it might fill
 * wrongly. A change of the tables raises {@link #CURRENT} and adds a step to {@link #upgrade}.
 */
final class SchemaVersion {
    /** The version of the tables that {@code schema.sql} creates. */
    static final int CURRENT = 2;

    private static final Logger log = LoggerFactory.getLogger(SchemaVersion.class);
    private static final String NO_RIGHT = "42501";

    /** Held until the transaction ends, so that instances that start together upgrade once. */
    private static final String LOCK = "SELECT pg_advisory_xact_lock(hashtext('orderwire.schema_version'))";

    private SchemaVersion() {}

    /**
     * Upgrades the tables if they are older. Leaves no transaction open.
     *
     * @param connection commits each statement, and finds the tables without their schema's name
     * @throws RefusedException if the tables are newer, or are older and the user may not upgrade them
     */
    static void require(Connection connection) throws SQLException {
        int found = read(connection);
        if (found > CURRENT) {
            throw new RefusedException("the tables have schema version " + found + ", but this process knows version "
                    + CURRENT + " at most: start a newer one");
        }
        if (found == CURRENT) {
            return;
        }
        connection.setAutoCommit(false);
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute(LOCK);
                if (read(connection) < CURRENT) {
                    upgrade(statement);
                    log.info("upgraded the tables from schema version {} to {}", found, CURRENT);
                }
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            if (NO_RIGHT.equals(e.getSQLState())) {
                throw new RefusedException("the tables have schema version " + found + ": must be " + CURRENT
                        + ", and this user may not upgrade them (" + e.getMessage() + "); start the process once as the"
                        + " owner of the schema");
            }
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /** Version 1 was the last without a table for it. */
    private static int read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet table = statement.executeQuery("SELECT to_regclass('schema_version') IS NOT NULL")) {
                table.next();
                if (!table.getBoolean(1)) {
                    return 1;
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT max(version) FROM schema_version")) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    private static void upgrade(Statement statement) throws SQLException {
        // From version 1: the tables with rows are the same.
        statement.execute("CREATE TABLE schema_version (version integer NOT NULL)");
        statement.execute("INSERT INTO schema_version VALUES (" + CURRENT + ")");
    }
}
