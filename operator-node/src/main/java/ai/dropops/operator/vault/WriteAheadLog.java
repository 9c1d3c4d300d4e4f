package ai.dropops.operator.vault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the database has on the disk and not yet in its own file. It is taken there while more is written, by a thread of its own, so
 * that those who write wait for the disk once and not twice: they only take over the little that came meanwhile, and the log begins
 * anew.
 */
final class WriteAheadLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WriteAheadLog.class);
    /** So many bytes are worth a round. */
    private static final long ENOUGH = 16 << 20;
    /** Each has less to do than the one before, as long as the disk is faster than those who write. */
    private static final int PASSES = 3;

    private final Path file;
    private final AtomicReference<State> state = new AtomicReference<>(State.RESTING);
    private long grown;
    /** Open until there is no connection any more: a process that closes a file loses the locks it has on it. */
    private @Nullable FileChannel disk;

    private CompletableFuture<Void> copying = CompletableFuture.completedFuture(null);

    private enum State {
        RESTING,
        COPYING,
        /** All but what was written at last. */
        COPIED
    }

    private WriteAheadLog(Path file, long grown) {
        this.file = file;
        this.grown = grown;
    }

    /** The log of the database in {@code file}, with what an operator that was killed has left in it. */
    static WriteAheadLog of(Path file) throws IOException {
        Path log = file.resolveSibling(file.getFileName() + "-wal");
        return new WriteAheadLog(file, Files.exists(log) ? Files.size(log) : 0);
    }

    /** Told between two transactions, by the thread that writes through {@code writer}, that about {@code bytes} were added. */
    void grown(long bytes, Statement writer) {
        grown += bytes;
        if (state.get() == State.COPIED) {
            try {
                pass(writer);
            } catch (SQLException e) {
                complain(e);
            }
            state.set(State.RESTING);
        } else if (grown >= ENOUGH && state.compareAndSet(State.RESTING, State.COPYING)) {
            grown = 0;
            copying = CompletableFuture.runAsync(
                    this::copy,
                    task -> Thread.ofPlatform().daemon().name("vault-log").start(task));
        }
    }

    /** Takes everything out of the log, where it would lie until it is overwritten. */
    synchronized void truncate() {
        try (Connection database = Opened.connect(file);
                Statement sql = database.createStatement()) {
            sql.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        } catch (SQLException e) {
            throw new VaultFailure(e);
        }
    }

    private void copy() {
        try (Connection database = Opened.connect(file);
                Statement sql = database.createStatement()) {
            for (int i = 0; i < PASSES; i++) {
                pass(sql);
                // SQLite waits for the disk when the log is taken over whole, and whoever writes waits with it
                disk().force(false);
            }
        } catch (SQLException | IOException e) {
            complain(e);
        }
        state.set(State.COPIED);
    }

    private FileChannel disk() throws IOException {
        FileChannel open = disk;
        if (open == null) {
            open = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            disk = open;
        }
        return open;
    }

    /** Takes over what it can; what it cannot is taken over by the next. */
    private synchronized void pass(Statement sql) throws SQLException {
        sql.executeQuery("PRAGMA wal_checkpoint(PASSIVE)").close();
    }

    private static void complain(Exception why) {
        LOG.warn("the database's log is not taken over for now: {}", why.getMessage());
    }

    /** To be called when nobody else is connected any more, nor writes. */
    @Override
    public void close() throws IOException {
        copying.join();
        if (disk != null) {
            disk.close();
        }
    }
}
