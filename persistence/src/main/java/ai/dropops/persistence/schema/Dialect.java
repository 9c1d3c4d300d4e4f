package ai.dropops.persistence.schema;

/** How the SQL of this schema, which is written for SQLite, is said to a database. */
enum Dialect {
    SQLITE,
    POSTGRESQL;

    /** What makes a table of {@code sql}; ids sort by their bytes in both, numbers are 64 bits wide. */
    String table(String sql) {
        return switch (this) {
            case SQLITE -> sql;
            case POSTGRESQL ->
                sql.replaceAll("\\bINTEGER\\b", "BIGINT")
                        .replaceAll("\\bBLOB\\b", "BYTEA")
                        .replaceAll("\\bTEXT\\b", "TEXT COLLATE \"C\"")
                        .replace(") WITHOUT ROWID", ")")
                        .replace("x''", "''");
        };
    }
}
