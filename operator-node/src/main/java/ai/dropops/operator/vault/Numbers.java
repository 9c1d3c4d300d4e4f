package ai.dropops.operator.vault;

import java.sql.SQLException;

/** The numbers a vault remembers by name, each 0 until it is set. */
record Numbers(Statements sql) {
    long get(String name) throws SQLException {
        return sql.first("SELECT value FROM meta WHERE name = ?", row -> row.getLong(1), name)
                .orElse(0L);
    }

    void set(String name, long value) throws SQLException {
        sql.update(
                "INSERT INTO meta(name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                name,
                value);
    }

    /** The one after the last, from 1. */
    long next(String name) throws SQLException {
        long next = get(name) + 1;
        set(name, next);
        return next;
    }
}
