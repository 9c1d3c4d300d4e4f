package ai.dropops.persistence.traffic;

import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.schema.DatabaseFailure;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What crosses the operators' sockets, gathered from their counters now and then and added up in the database. A process
 * that is killed loses what its counters had not handed over: seconds of executions, up to a minute of heartbeats.
 */
public final class Traffic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);
    private static final long PATIENCE_SECONDS = 10;

    /** Something that counts. */
    public interface Counter {
        /** What was counted since it was last taken: of executions only, unless {@code idle}. */
        List<Counted> take(boolean idle);
    }

    private final Database database;
    private final TrafficRows rows;
    private final Clock clock;
    private final int idleFlushes;
    private final Set<Counter> counters = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService flusher;
    private List<Counted> unwritten = List.of();
    private int flushes;

    private Traffic(Database database, TrafficSettings settings, Clock clock) {
        this.database = database;
        this.rows = new TrafficRows(database);
        this.clock = clock;
        this.idleFlushes = settings.idleFlushes();
        this.flusher = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("traffic").factory());
        long millis = settings.flushEvery().toMillis();
        var _ = flusher.scheduleWithFixedDelay(this::flush, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** Begins to write down what counters count. */
    public static Traffic open(Database database, TrafficSettings settings, Clock clock) {
        return new Traffic(database, settings, clock);
    }

    public TrafficRows rows() {
        return rows;
    }

    /** From now on {@code counter} is asked. */
    public void add(Counter counter) {
        counters.add(counter);
    }

    /** Asks {@code counter} a last time, soon. */
    public void remove(Counter counter) {
        if (counters.remove(counter)) {
            var last = counter.take(true);
            if (!flusher.isShutdown()) {
                flusher.execute(() -> write(last));
            }
        }
    }

    /** Writes what is counted, then counts no more. */
    @Override
    public void close() {
        flusher.shutdown();
        try {
            var _ = flusher.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        write(take(true));
    }

    private void flush() {
        flushes = (flushes + 1) % idleFlushes;
        write(take(flushes == 0));
    }

    private List<Counted> take(boolean idle) {
        var taken = new ArrayList<Counted>();
        counters.forEach(counter -> taken.addAll(counter.take(idle)));
        return taken;
    }

    /** Adds {@code counted} to the sums; what the database does not take now it is given the next time. */
    private void write(List<Counted> counted) {
        var all = new ArrayList<>(unwritten);
        all.addAll(counted);
        unwritten = all;
        if (all.isEmpty()) {
            return;
        }
        try {
            var now = clock.instant();
            database.transact(connection -> {
                TrafficRows.add(connection, all, now);
                return null;
            });
            unwritten = List.of();
        } catch (DatabaseFailure e) {
            LOG.warn("traffic cannot be written down, trying again: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("traffic was not written down", e);
            unwritten = List.of();
        }
    }
}
