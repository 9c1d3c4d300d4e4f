package ai.dropops.persistence.schema;

import ai.dropops.protocol.identity.Digest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables, grown step by step: {@code <area>/001.sql}, {@code 002.sql}, … beside the area's classes. A step is applied
 * once, and a database that took it in another form is refused; until 1.0 a step may still be changed. Its statements end
 * with a semicolon at the end of a line. A step that no dialect can be derived from has a file of its own for that one:
 * {@code 001.postgresql.sql}.
 */
final class Schema {
    private static final List<String> AREAS =
            List.of("journal", "secrets", "view", "node", "traffic", "rights", "record");

    private record Step(String area, int number, String sql) {
        Digest digest() {
            return Digest.of(sql.getBytes(StandardCharsets.UTF_8));
        }

        String name() {
            return area + "/" + number;
        }
    }

    private Schema() {}

    /** Takes every step {@code connection}'s database has not taken yet; in a transaction of the caller's. */
    static void migrate(Connection connection, Dialect dialect) throws SQLException {
        if (dialect == Dialect.POSTGRESQL) {
            execute(
                    connection,
                    read("/ai/dropops/persistence/schema/postgresql.sql").orElseThrow());
        }
        Map<String, String> applied = applied(connection);
        for (String area : AREAS) {
            for (Step step : steps(area, dialect)) {
                String digest = applied.remove(step.name());
                if (digest == null) {
                    apply(connection, step, dialect);
                } else if (!digest.equals(step.digest().hex())) {
                    throw foreign(
                            "step " + step.name() + " was another one", "begin with an empty data folder or database");
                }
            }
        }
        if (!applied.isEmpty()) {
            throw foreign("it knows " + String.join(", ", applied.keySet()), "a newer one");
        }
    }

    private static Map<String, String> applied(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, sha256 TEXT NOT NULL)");
            var applied = new HashMap<String, String>();
            try (var rows = statement.executeQuery("SELECT name, sha256 FROM migration")) {
                while (rows.next()) {
                    applied.put(rows.getString(1), rows.getString(2));
                }
            }
            return applied;
        }
    }

    private static void apply(Connection connection, Step step, Dialect dialect) throws SQLException {
        execute(connection, dialect.table(step.sql()));
        try (var row = connection.prepareStatement("INSERT INTO migration (name, sha256) VALUES (?, ?)")) {
            row.setString(1, step.name());
            row.setString(2, step.digest().hex());
            row.executeUpdate();
        }
    }

    private static void execute(Connection connection, String script) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (String sql : script.split(";\\s*\\R", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }

    private static List<Step> steps(String area, Dialect dialect) {
        var steps = new ArrayList<Step>();
        for (int number = 1; ; number++) {
            String name = "/ai/dropops/persistence/%s/%03d".formatted(area, number);
            Optional<String> own = dialect == Dialect.POSTGRESQL ? read(name + ".postgresql.sql") : Optional.empty();
            Optional<String> sql = own.or(() -> read(name + ".sql"));
            if (sql.isEmpty()) {
                return steps;
            }
            steps.add(new Step(area, number, sql.get()));
        }
    }

    private static Optional<String> read(String resource) {
        try (var in = Schema.class.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static StartupRefused foreign(String how, String or) {
        return new StartupRefused(
                "The database was written by another version of DropOps: " + how + ".",
                "Start the version that wrote it, or " + or + ".");
    }
}
