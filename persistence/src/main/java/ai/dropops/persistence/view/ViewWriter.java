package ai.dropops.persistence.view;

import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.schema.DatabaseFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of rows: whatever arrives while a group is being committed is the next group, so a lone row is written
 * at once and many share a commit; heartbeats alone wait a moment for company. A row that changes twice in between is
 * written once.
 */
public final class ViewWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ViewWriter.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** How long heartbeats wait for others to share a commit with: each alone would cost the disk one. */
    private static final Duration LINGER = Duration.ofMillis(200);

    /** A listener that is being told; closing ends it. */
    public interface Listening extends AutoCloseable {
        @Override
        void close();
    }

    private final Database database;
    private final List<Consumer<List<Change>>> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition wanted = lock.newCondition();
    private final Thread thread;
    private volatile Consumer<List<Change>> elsewhere = _ -> {};
    private RowGroup next = new RowGroup();
    private boolean closing;

    ViewWriter(Database database) {
        this.database = database;
        thread = Thread.ofPlatform().daemon().name("view-writer").start(this::run);
    }

    /** Queues rows by what {@code addition} adds to the next group. */
    public void write(Consumer<RowGroup> addition) {
        lock.lock();
        try {
            addition.accept(next);
            wanted.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Completes when everything queued before is committed and told. */
    public CompletionStage<Void> flushed() {
        var done = new CompletableFuture<Void>();
        write(group -> group.add(done));
        return done;
    }

    /** Calls {@code listener} after each commit, on the writer's thread, which it must not hold up. */
    public Listening listen(Consumer<List<Change>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** From now on {@code others} is told after each commit as well; it passes the changes on to other processes. */
    public void passOn(Consumer<List<Change>> others) {
        elsewhere = others;
    }

    /** Calls every listener for what another process has committed. */
    public void committedElsewhere(List<Change> changes) {
        listeners.forEach(listener -> tell(listener, changes));
    }

    /** Writes what is queued, then ends. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            wanted.signal();
        } finally {
            lock.unlock();
        }
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            for (RowGroup group = take(); !group.isEmpty(); group = take()) {
                commit(group);
            }
        } catch (InterruptedException _) {
            LOG.debug("The writer of rows was interrupted");
        }
    }

    /** The next group; an empty one when there will be none. */
    private RowGroup take() throws InterruptedException {
        lock.lock();
        try {
            while (next.isEmpty() && !closing) {
                wanted.await();
            }
            long left = LINGER.toNanos();
            while (next.holdsOnlyPulses() && !closing && left > 0) {
                left = wanted.awaitNanos(left);
            }
            RowGroup group = next;
            next = new RowGroup();
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void commit(RowGroup group) throws InterruptedException {
        while (true) {
            try {
                database.transact(group::write);
                break;
            } catch (DatabaseFailure failure) {
                LOG.error("Rows cannot be written, trying again: {}", failure.getMessage());
                if (pausesUntilClosing()) {
                    LOG.error("Rows are lost; they are written anew at the next start");
                    break;
                }
            }
        }
        List<Change> changes = group.changes();
        tell(elsewhere, changes);
        listeners.forEach(listener -> tell(listener, changes));
        group.complete();
    }

    private boolean pausesUntilClosing() throws InterruptedException {
        lock.lock();
        try {
            long left = RETRY.toNanos();
            while (!closing && left > 0) {
                left = wanted.awaitNanos(left);
            }
            return closing;
        } finally {
            lock.unlock();
        }
    }

    private static void tell(Consumer<List<Change>> listener, List<Change> changes) {
        try {
            listener.accept(changes);
        } catch (RuntimeException e) {
            LOG.error("A listener to rows failed", e);
        }
    }
}
