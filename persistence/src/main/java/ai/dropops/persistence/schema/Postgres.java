package ai.dropops.persistence.schema;

import ai.dropops.protocol.identity.Secret;
import com.typesafe.config.Config;
import com.zaxxer.hikari.HikariConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The database nodes share. Every connection says at first who it belongs to, and is refused when that node is fenced. */
public final class Postgres {
    /** The lock under which the schema grows and first things are made. */
    static final long BEGINNINGS = 0x64726f_706f7073L;

    private static final int OLDEST = 14;
    private static final String PASSWORD = "DROPOPS_DATABASE_PASSWORD";

    private Postgres() {}

    /**
     * The database at {@code url}, as in {@code postgresql://USER@HOST:5432/NAME}, with the password from the environment or
     * from a file it names; {@link StartupRefused} when the address is none, or brings its password along for all to see.
     */
    public static Store.Shared store(String url, Map<String, String> environment, String client) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        }
        String user = uri.getUserInfo();
        if (!"postgresql".equals(uri.getScheme())
                || uri.getHost() == null
                || user == null
                || user.indexOf(':') >= 0
                || String.valueOf(uri.getPath()).length() < 2
                || String.valueOf(uri.getQuery()).contains("password")) {
            throw malformed(null);
        }
        String place = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + uri.getPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        return new Store.Shared("jdbc:postgresql://" + place + query, user, password(environment), client);
    }

    private static Secret password(Map<String, String> environment) {
        String file = environment.get(PASSWORD + "_FILE");
        if (file == null) {
            return new Secret(environment.getOrDefault(PASSWORD, ""));
        }
        try {
            return new Secret(Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            throw new StartupRefused(
                    "The database password in " + file + " cannot be read: " + e.getMessage() + ".",
                    "Give this user the right to read it, or set " + PASSWORD + ".",
                    e);
        }
    }

    private static StartupRefused malformed(@Nullable Throwable cause) {
        // without the address: what is wrong with it may be a password in it
        return new StartupRefused(
                "The address of the database is not postgresql://USER@HOST:5432/NAME.",
                "Write it so, and put the password into " + PASSWORD + ", or into a file named by " + PASSWORD
                        + "_FILE.",
                cause);
    }

    /** What a pool runs on each new connection of {@code store}. */
    public static String admission(Store.Shared store) {
        return "SELECT dropops_admit('" + store.client() + "')";
    }

    /** A connection outside every pool; {@link SQLException} also when this node is fenced. */
    public static Connection connect(Store.Shared store, Config settings) throws SQLException {
        var connection = DriverManager.getConnection(store.url(), properties(store, settings));
        try (var statement = connection.createStatement()) {
            statement.execute(admission(store));
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** The driver's properties for {@code store}, user and password among them. */
    public static Properties properties(Store.Shared store, Config settings) {
        var properties = new Properties();
        settings.getConfig("dropops.database.postgresql")
                .entrySet()
                .forEach(e -> properties.setProperty(
                        e.getKey(), e.getValue().unwrapped().toString()));
        properties.setProperty("ApplicationName", store.client());
        properties.setProperty("user", store.user());
        properties.setProperty("password", store.password().reveal());
        return properties;
    }

    /** Waits for {@code lock} until the end of the transaction. */
    static void lock(Connection connection, long lock) throws SQLException {
        try (var statement = connection.prepareStatement("SELECT pg_advisory_xact_lock(?)")) {
            statement.setLong(1, lock);
            statement.execute();
        }
    }

    /** Puts every table in place unless {@code admission} fails, and tells {@code pool} how to connect. */
    static void prepare(Store.Shared store, Config settings, Database.Admission admission, HikariConfig pool) {
        var properties = properties(store, settings);
        try (var connection = DriverManager.getConnection(store.url(), properties)) {
            if (connection.getMetaData().getDatabaseMajorVersion() < OLDEST) {
                throw new StartupRefused(
                        "The database " + store.url() + " is PostgreSQL "
                                + connection.getMetaData().getDatabaseProductVersion() + ".",
                        "Use PostgreSQL " + OLDEST + " or newer.");
            }
            connection.setAutoCommit(false);
            lock(connection, BEGINNINGS);
            Schema.migrate(connection, Dialect.POSTGRESQL);
            admission.ask(connection);
            connection.commit();
        } catch (SQLException e) {
            throw new StartupRefused(
                    "The database " + store.url() + " cannot be used: " + e.getMessage() + ".",
                    "Start it, or correct the address, DROPOPS_DATABASE_PASSWORD and what the role " + store.user()
                            + " may do: it has to own the database.",
                    e);
        }
        pool.setJdbcUrl(store.url());
        pool.setDataSourceProperties(properties);
        pool.setConnectionInitSql(admission(store));
    }
}
