package ai.dropops.persistence.schema;

import com.typesafe.config.Config;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Everything durable, behind a small pool of connections: one SQLite file, or a PostgreSQL database nodes share. */
public final class Database implements AutoCloseable {
    /** What is done on a connection. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    /** Whether this process may use a database whose tables have just been brought up to date; it fails if not. */
    @FunctionalInterface
    public interface Admission {
        void ask(Connection connection) throws SQLException;
    }

    private final HikariDataSource pool;
    private final boolean shared;

    private Database(HikariDataSource pool, boolean shared) {
        this.pool = pool;
        this.shared = shared;
    }

    /** The database in {@code file}, checked and with every table in place; {@link StartupRefused} when it is damaged. */
    public static Database open(Path file, Config settings) {
        return open(new Store.Embedded(file), settings);
    }

    /** The database in {@code store} with every table in place; {@link StartupRefused} when it cannot be used. */
    public static Database open(Store store, Config settings) {
        return open(store, settings, _ -> {});
    }

    /** The same; a shared one, the only one that is asked, is left as it was when {@code admission} fails. */
    public static Database open(Store store, Config settings, Admission admission) {
        var config = new HikariConfig();
        config.setPoolName("database");
        config.setMaximumPoolSize(settings.getInt("dropops.database.connections"));
        switch (store) {
            case Store.Embedded(var file) -> Sqlite.prepare(file, settings, config);
            case Store.Shared shared -> Postgres.prepare(shared, settings, admission, config);
        }
        return new Database(new HikariDataSource(config), store instanceof Store.Shared);
    }

    /** Whether other processes use it too. */
    public boolean isShared() {
        return shared;
    }

    /** Runs {@code work} without a transaction of its own: for reading, or a single statement. */
    public <T extends @Nullable Object> T with(Work<T> work) {
        try (var connection = pool.getConnection()) {
            return work.on(connection);
        } catch (SQLException e) {
            throw new DatabaseFailure(e);
        }
    }

    /** Runs {@code work} in one transaction, kept as a whole or not at all. */
    public <T extends @Nullable Object> T transact(Work<T> work) {
        return with(connection -> {
            connection.setAutoCommit(false);
            try {
                T result = work.on(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    /** Like {@link #transact}, while no other process does the like. */
    public <T extends @Nullable Object> T exclusively(Work<T> work) {
        return transact(connection -> {
            if (shared) {
                Postgres.lock(connection, Postgres.BEGINNINGS);
            }
            return work.on(connection);
        });
    }

    @Override
    public void close() {
        pool.close();
    }
}
