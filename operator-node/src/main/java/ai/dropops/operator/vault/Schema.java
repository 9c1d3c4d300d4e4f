package ai.dropops.operator.vault;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of the vault, and the check that an existing file is intact. */
final class Schema {
    private static final int VERSION = 1;
    private static final String[] TABLES = {
        """
        CREATE TABLE execution(
            key BLOB PRIMARY KEY, proposal TEXT, attempt INTEGER, started_at INTEGER, not_after INTEGER NOT NULL,
            sequence INTEGER, receipt BLOB, signature BLOB, kept INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID""",
        "CREATE INDEX execution_unkept ON execution(sequence) WHERE kept = 0",
        "CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
        "PRAGMA user_version = " + VERSION
    };

    private Schema() {}

    static void prepare(Connection database) throws SQLException {
        try (Statement statement = database.createStatement()) {
            String health = text(statement, "PRAGMA quick_check(1)");
            if (!health.equals("ok")) {
                throw new SQLException(health);
            }
            int version = Integer.parseInt(text(statement, "PRAGMA user_version"));
            if (version > VERSION) {
                throw new SQLException("it was written by a newer operator; start that one");
            }
            if (version == 0) {
                create(database, statement);
            }
        }
    }

    private static void create(Connection database, Statement statement) throws SQLException {
        database.setAutoCommit(false);
        for (String sql : TABLES) {
            statement.executeUpdate(sql);
        }
        database.commit();
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
