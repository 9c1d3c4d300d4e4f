package ai.dropops.persistence.node;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Advisory locks of a connection, by positive number. */
final class Locks {
    static final long NONE = 0;

    private static final String RAISED = "P0001";
    private static final int HALF = 32;
    private static final long LOWER = 0xFFFF_FFFFL;
    private static final String HOLDERS = """
            FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
            WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
              AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
              AND l.classid::bigint = ? AND l.objid::bigint = ?
            """;

    private final String client;

    /** @param client what this process's connections are called */
    Locks(String client) {
        this.client = client;
    }

    /** Whether {@code connection} has the lock now. */
    boolean obtain(Connection connection, long lock) throws SQLException {
        return ask(connection, "SELECT pg_try_advisory_lock(?)", lock);
    }

    boolean release(Connection connection, long lock) throws SQLException {
        return ask(connection, "SELECT pg_advisory_unlock(?)", lock);
    }

    boolean isHeld(Connection connection, long lock) throws SQLException {
        try (var query = connection.prepareStatement("SELECT count(*) > 0 " + HOLDERS)) {
            setHalves(query, lock);
            return first(query);
        }
    }

    /** Ends a lost connection of this very process that holds {@code lock}; false when somebody else holds it. */
    boolean endOwn(Connection connection, long lock) throws SQLException {
        try (var query =
                        connection.prepareStatement("SELECT count(*) = 0 " + HOLDERS + " AND a.application_name <> ?");
                var end = connection.prepareStatement("SELECT count(pg_terminate_backend(a.pid)) " + HOLDERS
                        + " AND a.application_name = ? AND a.pid <> pg_backend_pid()")) {
            setHalves(query, lock);
            query.setString(3, client);
            setHalves(end, lock);
            end.setString(3, client);
            boolean ours = first(query);
            if (ours) {
                end.execute();
            }
            return ours;
        }
    }

    /** Whether the database said no, and would say so again. */
    static boolean isRefusal(SQLException failure) {
        return RAISED.equals(failure.getSQLState());
    }

    private static boolean ask(Connection connection, String sql, long lock) throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            query.setLong(1, lock);
            return first(query);
        }
    }

    private static void setHalves(PreparedStatement query, long lock) throws SQLException {
        query.setLong(1, lock >>> HALF);
        query.setLong(2, lock & LOWER);
    }

    private static boolean first(PreparedStatement query) throws SQLException {
        try (var rows = query.executeQuery()) {
            return rows.next() && rows.getBoolean(1);
        }
    }
}
