package ai.dropops.persistence.record;

import ai.dropops.persistence.schema.Database;
import ai.dropops.persistence.schema.DatabaseFailure;
import ai.dropops.persistence.secrets.Sealed;
import ai.dropops.persistence.secrets.WorkspaceKeys;
import ai.dropops.persistence.view.Views;
import ai.dropops.protocol.action.Excerpt;
import ai.dropops.protocol.action.Receipt;
import ai.dropops.protocol.identity.Bytes;
import ai.dropops.protocol.identity.ExecutionId;
import ai.dropops.protocol.identity.OperatorId;
import ai.dropops.protocol.identity.ProposalId;
import ai.dropops.protocol.identity.WorkspaceId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The outputs of hosts that keep none themselves, as they are shown, packed and sealed under their workspace's key, for a set
 * time and up to a set size. What blocks is said with it.
 */
public final class Records implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Records.class);
    private static final long PATIENCE_SECONDS = 10;
    private static final String KEEP = """
            INSERT INTO record (execution, workspace, proposal, operator, kept_at, size, sealed)
            VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (execution) DO NOTHING
            """;
    private static final String FIND = "SELECT workspace, sealed FROM record WHERE execution = ? AND operator = ?";
    private static final String COUNT = """
            SELECT COUNT(*), COUNT(sealed) FROM record WHERE proposal = ? AND workspace = ?
            """;
    private static final String OLD =
            "UPDATE record SET sealed = NULL, size = 0 WHERE kept_at < ? AND sealed IS NOT NULL";
    private static final String FULL = """
            SELECT workspace, SUM(size) FROM record WHERE sealed IS NOT NULL GROUP BY workspace HAVING SUM(size) > ?
            """;
    private static final String OLDEST = """
            SELECT execution, size FROM record WHERE workspace = ? AND sealed IS NOT NULL ORDER BY kept_at, size LIMIT 1000
            """;
    private static final String EMPTY = "UPDATE record SET sealed = NULL, size = 0 WHERE execution = ?";

    private final Database database;
    private final WorkspaceKeys keys;
    private final Views views;
    private final RecordSettings settings;
    private final Clock clock;
    private final ScheduledExecutorService pruner;

    private Records(Database database, WorkspaceKeys keys, Views views, RecordSettings settings, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.views = views;
        this.settings = settings;
        this.clock = clock;
        this.pruner = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("records").factory());
        long millis = settings.pruneEvery().toMillis();
        var _ = pruner.scheduleWithFixedDelay(this::tryToPrune, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** The records in {@code database}; from now on those whose time is over are deleted. */
    public static Records open(
            Database database, WorkspaceKeys keys, Views views, RecordSettings settings, Clock clock) {
        return new Records(database, keys, views, settings, clock);
    }

    /**
     * Keeps what {@code operator} handed over, or has already; false where it is not of an execution whose receipt from that
     * operator is stored and says the same. It blocks.
     */
    public boolean keep(WorkspaceId workspace, OperatorId operator, ExecutionId execution, Excerpt output) {
        Optional<Receipt> receipt = views.receipts().last(operator, execution);
        if (receipt.isEmpty() || !output.isOf(receipt.get().outcome())) {
            return false;
        }
        Sealed sealed = keys.seal(workspace, purpose(execution), Bytes.wrap(packed(output.bytes())));
        byte[] bytes = sealed.bytes().array();
        database.with(connection -> {
            try (var insert = connection.prepareStatement(KEEP)) {
                return set(
                                insert,
                                execution.value(),
                                workspace.value(),
                                receipt.get().proposal().value(),
                                operator.value(),
                                clock.millis(),
                                bytes.length,
                                bytes)
                        .executeUpdate();
            }
        });
        return true;
    }

    /** What is here of {@code execution}; empty where its host has handed nothing over. It blocks. */
    public Optional<Found> find(OperatorId operator, ExecutionId execution) {
        return database.<Optional<Found>>with(connection -> {
            try (var query = connection.prepareStatement(FIND);
                    var row = set(query, execution.value(), operator.value()).executeQuery()) {
                return row.next()
                        ? Optional.of(found(new WorkspaceId(row.getString(1)), execution, row.getBytes(2)))
                        : Optional.empty();
            }
        });
    }

    /** How much was handed over of what {@code proposal} led to. It blocks. */
    public RecordCount count(WorkspaceId workspace, ProposalId proposal) {
        return database.with(connection -> {
            try (var query = connection.prepareStatement(COUNT);
                    var row = set(query, proposal.value(), workspace.value()).executeQuery()) {
                return row.next() ? new RecordCount(row.getInt(2), row.getInt(1) - row.getInt(2)) : RecordCount.NONE;
            }
        });
    }

    /** Opens {@code sealed} as it lies in the row of {@code execution}. */
    public Excerpt open(WorkspaceId workspace, ExecutionId execution, Bytes sealed) {
        return Excerpt.parse(unpacked(
                keys.open(workspace, purpose(execution), new Sealed(sealed)).array()));
    }

    /** Deletes what is older than it may be, and the oldest of what is too much. It blocks. */
    public void prune() {
        int old = database.with(connection -> {
            try (var update = connection.prepareStatement(OLD)) {
                return set(update, clock.millis() - settings.keep().toMillis()).executeUpdate();
            }
        });
        int over = database.transact(this::makeRoom);
        if (old + over > 0) {
            LOG.info("deleted {} outputs after their time and {} that were too much", old, over);
        }
    }

    @Override
    public void close() {
        pruner.shutdown();
        try {
            var _ = pruner.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void tryToPrune() {
        try {
            prune();
        } catch (DatabaseFailure e) {
            LOG.warn("outputs whose time is over cannot be deleted, trying again: {}", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("outputs whose time is over are not deleted", e);
        }
    }

    private record Full(String workspace, long excess) {}

    private record Old(String execution, long size) {}

    private int makeRoom(Connection connection) throws SQLException {
        var full = new ArrayList<Full>();
        try (var query = connection.prepareStatement(FULL);
                var rows = set(query, settings.limit()).executeQuery()) {
            while (rows.next()) {
                full.add(new Full(rows.getString(1), rows.getLong(2) - settings.limit()));
            }
        }
        int emptied = 0;
        for (Full each : full) {
            long excess = each.excess();
            for (var oldest = oldest(connection, each).iterator(); excess > 0 && oldest.hasNext(); emptied++) {
                Old next = oldest.next();
                try (var update = connection.prepareStatement(EMPTY)) {
                    set(update, next.execution()).executeUpdate();
                }
                excess -= next.size();
            }
        }
        return emptied;
    }

    private static List<Old> oldest(Connection connection, Full full) throws SQLException {
        var oldest = new ArrayList<Old>();
        try (var query = connection.prepareStatement(OLDEST);
                var rows = set(query, full.workspace()).executeQuery()) {
            while (rows.next()) {
                oldest.add(new Old(rows.getString(1), rows.getLong(2)));
            }
        }
        return oldest;
    }

    private Found found(WorkspaceId workspace, ExecutionId execution, byte @Nullable [] sealed) {
        return sealed == null ? new Found.Over() : new Found.Here(open(workspace, execution, Bytes.wrap(sealed)));
    }

    private static String purpose(ExecutionId execution) {
        return execution + "/output";
    }

    private static byte[] packed(byte[] bytes) {
        var packed = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] unpacked(byte[] bytes) {
        try (var in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalArgumentException("a record is not packed as it should be", e);
        }
    }

    private static PreparedStatement set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
        return statement;
    }
}
