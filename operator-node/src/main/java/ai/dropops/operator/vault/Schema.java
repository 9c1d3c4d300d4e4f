package ai.dropops.operator.vault;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The tables of the vault, and the check that an existing file is intact. */
final class Schema {
    private static final int VERSION = 3;
    private static final int FIRST_ENCRYPTED = 2;
    private static final String HANDOVER = "CREATE TABLE handover(execution BLOB PRIMARY KEY, output BLOB NOT NULL)";
    private static final String[] TABLES = {
        "CREATE TABLE vault(id BLOB PRIMARY KEY, owner BLOB NOT NULL, wrapped BLOB NOT NULL, start BLOB) WITHOUT ROWID",
        """
        CREATE TABLE execution(
            key BLOB PRIMARY KEY, proposal TEXT, attempt INTEGER, started_at INTEGER, not_after INTEGER NOT NULL,
            sequence INTEGER, receipt BLOB, signature BLOB, kept INTEGER NOT NULL DEFAULT 0
        ) WITHOUT ROWID""",
        // apart from the executions, so that these stay few pages, which are all read at every start
        "CREATE TABLE content(execution BLOB PRIMARY KEY, action BLOB, output BLOB)",
        "CREATE INDEX execution_unkept ON execution(sequence) WHERE kept = 0",
        "CREATE INDEX execution_begun ON execution(started_at) WHERE receipt IS NULL",
        "CREATE INDEX execution_kept ON execution(not_after) WHERE kept = 1",
        """
        CREATE TABLE entry(
            number INTEGER PRIMARY KEY, at INTEGER NOT NULL, kind TEXT NOT NULL, execution BLOB, facts BLOB NOT NULL,
            hash BLOB NOT NULL, tag BLOB NOT NULL)""",
        "CREATE INDEX entry_enrolled ON entry(number) WHERE kind = 'ENROLLED'",
        "CREATE INDEX entry_forgotten ON entry(execution) WHERE kind = 'FORGOTTEN'",
        "CREATE TABLE checkpoint(number INTEGER PRIMARY KEY, checkpoint BLOB NOT NULL, signature BLOB NOT NULL)",
        HANDOVER,
        "CREATE TABLE meta(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
        "PRAGMA user_version = " + VERSION
    };

    private Schema() {}

    /** Whether the tables were made, in a transaction the caller ends. */
    static boolean prepare(Connection database, Path file) throws SQLException {
        try (Statement statement = database.createStatement()) {
            int version = Integer.parseInt(text(statement, "PRAGMA user_version"));
            if (version > VERSION) {
                throw new SQLException("it was written by a newer operator; start that one");
            }
            if (version != 0 && version < FIRST_ENCRYPTED) {
                throw new VaultDamaged(file + " was written by an operator that did not encrypt");
            }
            if (version != 0) {
                String health = text(statement, "PRAGMA quick_check(execution)");
                if (!health.equals("ok")) {
                    throw new SQLException(health);
                }
            }
            database.setAutoCommit(false);
            if (version == 0) {
                for (String sql : TABLES) {
                    statement.executeUpdate(sql);
                }
            } else if (version < VERSION) {
                statement.executeUpdate(HANDOVER);
                statement.executeUpdate("PRAGMA user_version = " + VERSION);
                database.commit();
            }
            return version == 0;
        }
    }

    private static String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }
}
