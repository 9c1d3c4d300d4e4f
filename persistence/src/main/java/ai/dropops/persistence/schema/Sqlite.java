package ai.dropops.persistence.schema;

import com.typesafe.config.Config;
import com.zaxxer.hikari.HikariConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** The embedded database: one file. */
public final class Sqlite {
    private Sqlite() {}

    /** Where {@link QueuedSqlite} finds {@code file}. */
    public static String url(Path file) {
        return "jdbc:queued:sqlite:" + file.toAbsolutePath();
    }

    private static String plainUrl(Path file) {
        return "jdbc:sqlite:" + file.toAbsolutePath();
    }

    /** Checks {@code file}, puts every table in place, and tells {@code pool} how to connect. */
    static void prepare(Path file, Config settings, HikariConfig pool) {
        var properties = properties(settings);
        check(file, properties);
        migrate(file, properties);
        pool.setDriverClassName(QueuedSqlite.class.getName());
        pool.setJdbcUrl(url(file));
        pool.setDataSourceProperties(properties);
    }

    private static Properties properties(Config settings) {
        var properties = new Properties();
        settings.getConfig("dropops.database.sqlite")
                .entrySet()
                .forEach(e -> properties.setProperty(
                        e.getKey(), e.getValue().unwrapped().toString()));
        return properties;
    }

    private static void migrate(Path file, Properties properties) {
        try (var connection = DriverManager.getConnection(plainUrl(file), properties)) {
            connection.setAutoCommit(false);
            Schema.migrate(connection, Dialect.SQLITE);
            connection.commit();
        } catch (SQLException e) {
            throw new DatabaseFailure(e);
        }
    }

    private static void check(Path file, Properties properties) {
        if (Files.notExists(file)) {
            return;
        }
        try (var connection = DriverManager.getConnection(plainUrl(file), properties);
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
