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
    private final Connection database;
    private final Map<String, PreparedStatement> compiled = new HashMap<>();

    interface Row<T> {
        T from(ResultSet row) throws SQLException;
    }

    interface Reader {
        void read(ResultSet row) throws SQLException;
    }

    Statements(Connection database) {
        this.database = database;
    }

    int update(String sql, @Nullable Object... values) throws SQLException {
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
