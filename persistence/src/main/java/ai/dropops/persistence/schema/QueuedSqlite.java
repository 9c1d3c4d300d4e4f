package ai.dropops.persistence.schema;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.sqlite.JDBC;

/**
 * SQLite whose transactions queue. It lets one of them write at a time and has the others sleep up to 100 ms between two
 * looks, in native code and in no order; here whoever came first goes on at once when the one before has ended.
 */
public final class QueuedSqlite implements Driver {
    /** Takes the place of {@code jdbc:} in the address of a database. */
    private static final String PREFIX = "jdbc:queued:";

    private static final String PLAIN_PREFIX = "jdbc:";
    private static final Map<String, Semaphore> QUEUES = new ConcurrentHashMap<>();

    static {
        // as every driver does when it is loaded: a pool looks for it there first, and complains when it is not
        try {
            DriverManager.registerDriver(new QueuedSqlite());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final JDBC plain = new JDBC();

    @Override
    public @Nullable Connection connect(String url, Properties properties) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        var queue = QUEUES.computeIfAbsent(url, _ -> new Semaphore(1, true));
        Connection connection = plain.connect(plain(url), properties);
        return (Connection) Proxy.newProxyInstance(
                QueuedSqlite.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new Turns(connection, queue, Long.parseLong(properties.getProperty("busy_timeout"))));
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) throws SQLException {
        return plain.getPropertyInfo(plain(url), properties);
    }

    @Override
    public int getMajorVersion() {
        return plain.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return plain.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return plain.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return plain.getParentLogger();
    }

    private static String plain(String url) {
        return PLAIN_PREFIX + url.substring(PREFIX.length());
    }

    /** One connection, which holds the turn from the beginning of a transaction until it commits by itself again. */
    private static final class Turns implements InvocationHandler {
        private final Connection connection;
        private final Semaphore queue;
        private final long patienceMillis;
        private boolean isOurs;

        Turns(Connection connection, Semaphore queue, long patienceMillis) {
            this.connection = connection;
            this.queue = queue;
            this.patienceMillis = patienceMillis;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            boolean begins = method.getName().equals("setAutoCommit") && arguments != null && !((boolean) arguments[0]);
            boolean ends = method.getName().equals("close") || method.getName().equals("setAutoCommit");
            if (begins && !isOurs) {
                await();
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            } finally {
                if (ends && !begins && isOurs) {
                    isOurs = false;
                    queue.release();
                }
            }
        }

        private void await() throws SQLException {
            try {
                isOurs = queue.tryAcquire(patienceMillis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLException("interrupted while other transactions were ahead", e);
            }
            if (!isOurs) {
                throw new SQLException("other transactions were ahead for " + patienceMillis + " ms");
            }
        }
    }
}
