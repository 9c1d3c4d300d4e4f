package ai.dropops.persistence.schema;

import ai.dropops.protocol.identity.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The kinds of store there are; the PostgreSQL server starts when it is first needed and ends with the JVM. */
public enum Stores {
    EMBEDDED,
    SHARED;

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;

    /** A store nobody has used; a file in {@code folder}, or a new database. */
    public Store fresh(Path folder) {
        return switch (this) {
            case EMBEDDED -> new Store.Embedded(folder.resolve("journal.db"));
            case SHARED -> shared();
        };
    }

    private static synchronized Store.Shared shared() {
        String name = "test_" + COUNT.incrementAndGet();
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
