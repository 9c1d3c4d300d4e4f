package ai.dropops.operator.vault;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SQL with its parameters, compiled once for as long as the connection lives. Used by one thread at a time. */
final class Statements {
    private static final int PAGE = 4096;

    private final Connection database;
    private final Map<String, PreparedStatement> compiled = new HashMap<>();
    private long taken;

    interface Row<T> {
        T from(ResultSet row) throws SQLException;
    }

    interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    Statements(Connection database) {
        this.database = database;
    }

    /** About how many bytes the database has come to write since this was last asked. */
    long taken() {
        long last = taken;
        taken = 0;
        return last;
    }

    int update(String sql, @Nullable Object... values) throws SQLException {
        taken += PAGE;
        for (Object value : values) {
            taken += value instanceof byte[] bytes ? bytes.length : 0;
        }
        return with(sql, PreparedStatement::executeUpdate, values);
    }

    <T> Optional<T> first(String sql, Row<T> reading, @Nullable Object... values) throws SQLException {
        return all(sql, reading, values).stream().findFirst();
    }

    <T> List<T> all(String sql, Row<T> reading, @Nullable Object... values) throws SQLException {
        var all = new ArrayList<T>();
        each(sql, row -> all.add(reading.from(row)), values);
        return all;
    }

    void each(String sql, Reader reader, @Nullable Object... values) throws SQLException {
        with(
                sql,
                statement -> {
                    try (ResultSet rows = statement.executeQuery()) {
                        while (rows.next()) {
                            reader.read(rows);
                        }
                    }
                    return 0;
                },
                values);
    }

    private interface Use {
        int of(PreparedStatement statement) throws SQLException;
    }

    private int with(String sql, Use use, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = compiled.get(sql);
        if (statement == null) {
            statement = database.prepareStatement(sql);
            compiled.put(sql, statement);
        }
        try {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return use.of(statement);
        } catch (SQLException e) {
            // the driver lets nobody use a statement again that has failed
            compiled.remove(sql);
            statement.close();
            throw e;
        }
    }
}
