package ai.dropops.persistence.schema;

import com.typesafe.config.Config;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The embedded database: a small pool of connections to one SQLite file. */
public final class Database implements AutoCloseable {
    /** What is done on a connection. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T on(Connection connection) throws SQLException;
    }

    private final HikariDataSource pool;

    private Database(HikariDataSource pool) {
        this.pool = pool;
    }

    /** The database in {@code file}, checked and with every table in place; {@link StartupRefused} when it is damaged. */
    public static Database open(Path file, Config settings) {
        var properties = properties(settings);
        check(file, properties);
        var config = new HikariConfig();
        config.setPoolName("database");
        config.setJdbcUrl(url(file));
        config.setDataSourceProperties(properties);
        config.setMaximumPoolSize(settings.getInt("dropops.database.connections"));
        var database = new Database(new HikariDataSource(config));
        Schema.migrate(database);
        return database;
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

    @Override
    public void close() {
        pool.close();
    }

    public static String url(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath();
    }

    private static Properties properties(Config settings) {
        var properties = new Properties();
        settings.getConfig("dropops.database.sqlite")
                .entrySet()
                .forEach(e -> properties.setProperty(
                        e.getKey(), e.getValue().unwrapped().toString()));
        return properties;
    }

    private static void check(Path file, Properties properties) {
        if (Files.notExists(file)) {
            return;
        }
        try (var connection = DriverManager.getConnection(url(file), properties);
                var statement = connection.createStatement();
                var findings = statement.executeQuery("PRAGMA quick_check(1)")) {
            String finding = findings.next() ? findings.getString(1) : "nothing was reported";
            if (!finding.equals("ok")) {
                throw damaged(file, new SQLException(finding));
            }
        } catch (SQLException e) {
            throw damaged(file, e);
        }
    }

    private static StartupRefused damaged(Path file, SQLException finding) {
        return new StartupRefused(
                "The database " + file + " cannot be read: " + finding.getMessage(),
                "Put a backup in its place, or rescue what is left with: sqlite3 " + file
                        + " .recover | sqlite3 rescued.db. To begin anew, move it and its -wal and -shm files away;"
                        + " every operator then has to be added again.",
                finding);
    }
}
