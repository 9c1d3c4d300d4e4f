package ai.dropops.persistence.node;

import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.schema.DatabaseFailure;
import ai.dropops.persistence.schema.Postgres;
import ai.dropops.persistence.schema.StartupRefused;
import ai.dropops.persistence.schema.Store;
import com.typesafe.config.Config;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This process among those that share its database: a row, and an advisory lock that the database gives up with the
 * connection. Whoever obtains the lock of another has outlived it, shuts it out and may take over its work. Everything blocks.
 */
public final class Registration implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Registration.class);
    /** The lock under which a node joins the others, one at a time. */
    private static final long JOINING = 0x64726f_706f7074L;

    private static final Duration PULSE = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofMillis(100);

    private final Store.Shared store;
    private final Config settings;
    private final Locks locks;
    private final long id;
    private final CompletableFuture<Void> fenced = new CompletableFuture<>();
    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("registration").factory());
    private Connection session;

    private Registration(Store.Shared store, Config settings, long id, Connection session) {
        this.store = store;
        this.settings = settings;
        this.locks = new Locks(store.client());
        this.id = id;
        this.session = session;
    }

    /** Takes the lock {@code id}, which has to be a positive number nobody else has. */
    public static Registration take(Store.Shared store, Config settings, long id) {
        try {
            var registration = new Registration(store, settings, id, connect(store, settings));
            if (!registration.locks.obtain(registration.session, id)) {
                throw new StartupRefused("Another node has this one's number.", "Start it again.");
            }
            long millis = PULSE.toMillis();
            var _ = registration.pulse.scheduleWithFixedDelay(
                    registration::hold, millis, millis, TimeUnit.MILLISECONDS);
            return registration;
        } catch (SQLException e) {
            throw new DatabaseFailure(e);
        }
    }

    /** Completes when another node has taken this one for dead: nothing it does counts any more. */
    public CompletionStage<Void> fenced() {
        return fenced;
    }

    /** Runs {@code joining} while no other node does the like; {@link StartupRefused} when that does not come in time. */
    public void joining(Duration patience, Runnable joining) {
        long end = System.nanoTime() + patience.toNanos();
        while (!call(connection -> locks.obtain(connection, JOINING))) {
            if (System.nanoTime() > end) {
                throw new StartupRefused(
                        "Another node has been joining for " + patience.toSeconds() + " s.",
                        "Look what keeps it, and start this one again.");
            }
            LockSupport.parkNanos(RETRY.toNanos());
        }
        try {
            joining.run();
        } finally {
            var _ = call(connection -> locks.release(connection, JOINING));
        }
    }

    /** Makes this node known as {@code self}; {@link StartupRefused} beside one whose version is too far from its own. */
    public void enter(Peer self, Instant at) {
        var _ = call(connection -> {
            refuseStrangers(living(connection), self.version());
            try (var insert = connection.prepareStatement("""
                    INSERT INTO node (id, client, address, incarnation, version, joined_at) VALUES (?, ?, ?, ?, ?, ?)
                    """)) {
                insert.setLong(1, id);
                insert.setString(2, store.client());
                insert.setString(3, self.address());
                insert.setLong(4, self.incarnation());
                insert.setString(5, self.version());
                insert.setLong(6, at.toEpochMilli());
                return insert.executeUpdate();
            }
        });
    }

    /** The other nodes that live. */
    public List<Peer> peers() {
        return call(this::living);
    }

    /**
     * The other nodes that live. Before the answer is nobody, whoever has lost its lock has {@code patience} to take it again, as nodes
     * do that were cut off from the database for a moment; then it is shut out: it may live, and would go on beside a cluster that was
     * founded without it. One that had this node's {@code address} is dead, and is not waited for.
     */
    public List<Peer> peersOrNobody(String address, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            List<Peer> lost = call(this::withoutLock);
            List<Peer> living = peers();
            boolean isOver = System.nanoTime() > end
                    || lost.stream().allMatch(peer -> peer.address().equals(address));
            if (living.isEmpty() && isOver) {
                // who has its lock again by now lives after all
                return lost.stream().filter(peer -> !outlives(peer)).toList();
            }
            if (!living.isEmpty()) {
                return living;
            }
            LockSupport.parkNanos(RETRY.toNanos());
        }
    }

    private List<Peer> living(Connection connection) throws SQLException {
        return living(connection, locks, id);
    }

    private List<Peer> withoutLock(Connection connection) throws SQLException {
        return known(connection, id, lock -> !locks.isHeld(connection, lock));
    }

    private static List<Peer> living(Connection connection, Locks locks, long but) throws SQLException {
        return known(connection, but, lock -> locks.isHeld(connection, lock));
    }

    private interface Wanted {
        boolean is(long lock) throws SQLException;
    }

    /** Who is not shut out, but for {@code but}, and is wanted. */
    private static List<Peer> known(Connection connection, long but, Wanted wanted) throws SQLException {
        var peers = new ArrayList<Peer>();
        try (var query = connection.prepareStatement(
                "SELECT id, address, incarnation, version FROM node WHERE fenced = 0 AND id <> ? ORDER BY joined_at")) {
            query.setLong(1, but);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    if (wanted.is(rows.getLong("id"))) {
                        peers.add(new Peer(
                                rows.getString("address"), rows.getLong("incarnation"), rows.getString("version")));
                    }
                }
            }
        }
        return peers;
    }

    /** Fails with {@link StartupRefused} while nodes live beside which one of {@code version} must not bring the tables up to date. */
    public static void refuseBesideStrangers(Connection connection, String version) throws SQLException {
        refuseStrangers(living(connection, new Locks(""), Locks.NONE), version);
    }

    private static void refuseStrangers(List<Peer> peers, String version) {
        for (Peer peer : peers) {
            if (!Release.together(version, peer.version())) {
                throw new StartupRefused(
                        "This node is of version " + version + ", and " + peer.address() + " is of " + peer.version()
                                + ".",
                        "Nodes one minor version apart work together: replace all of them by each version in between,"
                                + " or stop them all before the first new one starts.");
            }
        }
    }

    /** Whether {@code peer} has lost its lock; if so it is shut out, for ever. */
    public boolean outlives(Peer peer) {
        return call(connection -> {
            long lock = lock(connection, peer);
            boolean outlived = lock == Locks.NONE || locks.obtain(connection, lock);
            if (outlived) {
                shutOut(connection, peer);
            }
            return outlived;
        });
    }

    /** Shuts {@code peer} out although it lives, because it is cut off from most of the others. */
    public void fence(Peer peer) {
        var _ = call(connection -> shutOut(connection, peer));
    }

    @Override
    public void close() {
        pulse.shutdownNow();
        try {
            var _ = call(connection -> {
                try (var delete = connection.prepareStatement("DELETE FROM node WHERE id = ? AND fenced = 0")) {
                    delete.setLong(1, id);
                    return delete.executeUpdate();
                }
            });
            session.close();
        } catch (SQLException | DatabaseFailure e) {
            LOG.debug("this node could not take leave of the database: {}", e.getMessage());
        }
    }

    private static long lock(Connection connection, Peer peer) throws SQLException {
        try (var query = connection.prepareStatement("SELECT id FROM node WHERE address = ? AND incarnation = ?")) {
            query.setString(1, peer.address());
            query.setLong(2, peer.incarnation());
            try (var rows = query.executeQuery()) {
                return rows.next() ? rows.getLong(1) : Locks.NONE;
            }
        }
    }

    /** Marks it, so that it cannot connect again, then ends the connections it has. */
    private static int shutOut(Connection connection, Peer peer) throws SQLException {
        try (var mark = connection.prepareStatement(
                        "UPDATE node SET fenced = 1 WHERE address = ? AND incarnation = ?");
                var end = connection.prepareStatement("""
                        SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a JOIN node n ON n.client = a.application_name
                        WHERE n.address = ? AND n.incarnation = ?
                        """)) {
            mark.setString(1, peer.address());
            mark.setLong(2, peer.incarnation());
            end.setString(1, peer.address());
            end.setLong(2, peer.incarnation());
            int marked = mark.executeUpdate();
            end.execute();
            return marked;
        }
    }

    /** Makes sure, every moment, that the lock is still ours; the database may have been started again meanwhile. */
    private synchronized void hold() {
        try {
            if (!session.isValid((int) PULSE.toSeconds())) {
                closeQuietly();
                session = connect(store, settings);
                if (!locks.obtain(session, id) && !locks.endOwn(session, id)) {
                    end("another node holds its lock");
                }
            }
        } catch (SQLException e) {
            if (Locks.isRefusal(e)) {
                end(e.getMessage());
            } else {
                LOG.warn("The database cannot be reached: {}", e.getMessage());
            }
        }
    }

    private void end(@Nullable String why) {
        LOG.error("This node was taken for dead and ends: {}", why);
        pulse.shutdown();
        fenced.complete(null);
    }

    private void closeQuietly() {
        try {
            session.close();
        } catch (SQLException e) {
            LOG.debug("a lost connection could not be closed: {}", e.getMessage());
        }
    }

    private synchronized <T> T call(Database.Work<T> work) {
        try {
            return work.on(session);
        } catch (SQLException e) {
            throw new DatabaseFailure(e);
        }
    }

    /** The database ends it when this process stands still, or its machine is gone. */
    private static Connection connect(Store.Shared store, Config settings) throws SQLException {
        Connection connection = Postgres.connect(store, settings);
        try (var statement = connection.createStatement()) {
            for (String line : settings.getStringList("dropops.database.registration")) {
                statement.execute(line);
            }
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }
}
