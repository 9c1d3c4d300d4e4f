package ai.dropops.operator.vault;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work on the vault's database, done by one thread of its own: whatever waits is one transaction, and one wait for the disk
 * serves all of it. When a transaction fails, each piece of work in it is tried alone, so that none suffers for another.
 */
final class Transactions {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
    private static final int MOST = 256;

    private final Statement database;
    private final History history;
    private final LinkedBlockingQueue<Turn<?>> waiting = new LinkedBlockingQueue<>();
    private final Queue<Turn<?>> unhurried = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private volatile boolean closed;

    /** What is done to the database; more than once when it or its transaction fails. */
    interface Work<T> {
        T done() throws SQLException;
    }

    private Transactions(Statement database, History history) {
        this.database = database;
        this.history = history;
        this.thread = Thread.ofPlatform().daemon().name("vault").unstarted(this::carryOut);
    }

    /** Transactions of {@code database}, which from now on begins none by itself. */
    static Transactions on(Connection database, History history) throws SQLException {
        database.setAutoCommit(true);
        var transactions = new Transactions(database.createStatement(), history);
        transactions.thread.start();
        return transactions;
    }

    /** Waits until {@code work} is done and on the disk; a {@link VaultFailure} when it cannot be. */
    <T extends @Nullable Object> T write(Work<T> work) {
        var turn = new Turn<>(work);
        waiting.add(turn);
        if (closed) {
            // after the thread has ended nobody else would
            refuseAll();
        }
        return turn.result();
    }

    /** Has {@code work} done with the next transaction, and says so in the log when it cannot be. */
    void eventually(Work<?> work) {
        unhurried.add(new Turn<>(work));
    }

    /** Does what waits and ends the thread; what is asked for later fails. */
    void close() {
        if (!closed) {
            write(() -> closed = true);
            refuseAll();
        }
    }

    private void carryOut() {
        var group = new ArrayList<Turn<?>>();
        while (!closed) {
            Turn<?> first;
            try {
                first = waiting.take();
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody interrupts the vault's thread", e);
            }
            drainUnhurried(group);
            group.add(first);
            waiting.drainTo(group, MOST);
            carryOut(group);
            group.clear();
        }
    }

    private void drainUnhurried(List<Turn<?>> group) {
        for (Turn<?> turn = unhurried.poll(); turn != null; turn = unhurried.poll()) {
            turn.unhurried = true;
            group.add(turn);
        }
    }

    private void carryOut(List<Turn<?>> group) {
        if (!isCommitted(group) && group.size() > 1) {
            group.forEach(turn -> isCommitted(List.of(turn)));
        }
    }

    private boolean isCommitted(List<Turn<?>> group) {
        try {
            database.execute("BEGIN");
            for (Turn<?> turn : group) {
                turn.take();
            }
            database.execute("COMMIT");
            history.committed();
        } catch (SQLException | RuntimeException e) {
            undo(e);
            if (group.size() == 1) {
                group.getFirst().fail(e);
            }
            return false;
        }
        group.forEach(Turn::complete);
        return true;
    }

    private void undo(Exception cause) {
        history.rolledBack();
        try {
            database.execute("ROLLBACK");
        } catch (SQLException e) {
            // a full disk makes the database do so by itself
            cause.addSuppressed(e);
        }
    }

    private void refuseAll() {
        for (Turn<?> turn = waiting.poll(); turn != null; turn = waiting.poll()) {
            turn.fail(new VaultFailure("the operator's database is closed"));
        }
    }

    /** One piece of work, and the one who waits for it. */
    private static final class Turn<T extends @Nullable Object> {
        private final Work<T> work;
        private final CompletableFuture<T> done = new CompletableFuture<>();
        private @Nullable T answer;
        private boolean unhurried;

        Turn(Work<T> work) {
            this.work = work;
        }

        void take() throws SQLException {
            answer = work.done();
        }

        @SuppressWarnings("NullAway") // the answer may be null where T may
        void complete() {
            done.complete(answer);
        }

        void fail(Exception cause) {
            if (unhurried) {
                LOG.error("something that was told could not be stored: {}", cause.getMessage());
            }
            done.completeExceptionally(cause);
        }

        T result() {
            try {
                return done.join();
            } catch (CompletionException e) {
                throw switch (e.getCause()) {
                    case RuntimeException bug -> bug;
                    case Exception broken -> new VaultFailure(broken);
                    case null, default -> new VaultFailure(e);
                };
            }
        }
    }
}
