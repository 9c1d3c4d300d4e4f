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
 * once and never changed afterwards; its statements end with a semicolon at the end of a line.
 */
final class Schema {
    private static final List<String> AREAS = List.of("journal", "secrets", "view");

    private record Step(String area, int number, String sql) {
        Digest digest() {
            return Digest.of(sql.getBytes(StandardCharsets.UTF_8));
        }

        String name() {
            return area + "/" + number;
        }
    }

    private Schema() {}

    static void migrate(Database database) {
        List<Step> steps = AREAS.stream().flatMap(area -> steps(area).stream()).toList();
        database.transact(connection -> {
            Map<String, String> applied = applied(connection);
            for (Step step : steps) {
                String digest = applied.remove(step.name());
                if (digest == null) {
                    apply(connection, step);
                } else if (!digest.equals(step.digest().hex())) {
                    throw foreign("step " + step.name() + " was another one");
                }
            }
            if (!applied.isEmpty()) {
                throw foreign("it knows " + String.join(", ", applied.keySet()));
            }
            return steps.size();
        });
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

    private static void apply(Connection connection, Step step) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (String sql : step.sql().split(";\\s*\\R", -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
        try (var row = connection.prepareStatement("INSERT INTO migration (name, sha256) VALUES (?, ?)")) {
            row.setString(1, step.name());
            row.setString(2, step.digest().hex());
            row.executeUpdate();
        }
    }

    private static List<Step> steps(String area) {
        var steps = new ArrayList<Step>();
        for (int number = 1; ; number++) {
            Optional<String> sql = read("/ai/dropops/persistence/%s/%03d.sql".formatted(area, number));
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

    private static StartupRefused foreign(String how) {
        return new StartupRefused(
                "The database was written by another version of DropOps: " + how + ".",
                "Start the version that wrote it, or a newer one.");
    }
}
