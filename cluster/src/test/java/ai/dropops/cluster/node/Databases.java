package ai.dropops.cluster.node;

import ai.dropops.persistence.schema.DataFolder;
import ai.dropops.persistence.schema.Store;
import ai.dropops.protocol.identity.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Where a stage keeps its facts: a file, or with {@code -Ddropops.postgresql=true} a database of its own. */
final class Databases {
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;

    private Databases() {}

    static Store usual(DataFolder folder) {
        return Boolean.getBoolean("dropops.postgresql") ? postgresql() : new Store.Embedded(folder.journal());
    }

    /** A new database; its server starts with the first and ends with the JVM. */
    static synchronized Store.Shared postgresql() {
        String name = "stage_" + COUNT.incrementAndGet();
        try {
            EmbeddedPostgres running = server == null ? EmbeddedPostgres.start() : server;
            server = running;
            try (var connection = running.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            return new Store.Shared(
                    "jdbc:postgresql://127.0.0.1:" + running.getPort() + "/" + name,
                    "postgres",
                    new Secret("postgres"),
                    "dropops-" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
